import pytest
from django.utils import translation

from dashboard.templatetags.numbers import grouped


@pytest.mark.parametrize(("language", "text"), [("en", "10,000"), ("id", "10.000")])
def test_thousands_are_parted_as_the_reader_parts_them(language: str, text: str) -> None:
    with translation.override(language):
        assert grouped(10_000) == text


def test_nothing_is_none() -> None:
    assert grouped(None) == "0"
