import pytest
from django.template import Context, Template

from dashboard.templatetags.icons import IconMissing, icon


def test_an_icon_is_inlined_and_silent() -> None:
    drawing = icon("clock", size=20)
    assert drawing.startswith('<svg class="ic " width="20" height="20" viewBox="0 0 24 24"')
    assert drawing.endswith("</svg>")
    assert (drawing.count('aria-hidden="true"'), drawing.count("M0 0h24v24H0z"), drawing.count("<path")) == (
        1,
        0,
        2,
    )


def test_a_label_is_read_in_its_place_and_escaped() -> None:
    drawing = Template("{% load desk %}{% icon 'lock' label=label %}").render(Context({"label": "<i>"}))
    assert drawing.endswith('</svg><span class="visually-hidden">&lt;i&gt;</span>')


@pytest.mark.parametrize("name", ["no-such-icon", "../../../package", "Clock", "", "a/b"])
def test_a_name_that_is_not_in_the_set_fails_loudly(name: str) -> None:
    with pytest.raises(IconMissing):
        icon(name)
