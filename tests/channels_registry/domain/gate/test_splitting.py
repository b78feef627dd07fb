"""The fast way of taking an address apart says what the thorough one says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels_registry.domain.gate.cleaning import clean
from channels_registry.domain.gate.findings import InvalidLink
from channels_registry.domain.gate.splitting import Parts, split_shared, split_url

_SIGNS = st.sampled_from(
    [*"aZ0-._~/@$+=&%:;?#\\ ()[]|", "//", "..", "/./", "%2e", "&amp;", "\u200b", "\u043e"]
)


def said(text: str, way: object) -> object:
    try:
        return way(text)  # type: ignore[operator]
    except InvalidLink as refused:
        return refused.reason


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(["https://t.me", "http://a.b.example", "https://127.0.0.1", "HTTPS://x.com", "x.com"]),
    st.lists(_SIGNS, max_size=12).map("".join),
)
def test_fast_way_equals_the_thorough_one_or_stands_back(begin: str, rest: str) -> None:
    fast = said(begin + rest, split_shared)
    assert fast is None or fast == said(begin + rest, lambda text: split_url(clean(text)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://t.me/durov/5?single#x", Parts("t.me", 0, "/durov/5", "single", "x")),
        ("https://youtu.be/a-_b?si=c%20d", Parts("youtu.be", 0, "/a-_b", "si=c%20d", "")),
        ("http://site.example", Parts("site.example", 0, "", "", "")),
    ],
)
def test_address_as_browsers_share_it_goes_the_fast_way(text: str, parts: Parts) -> None:
    assert split_shared(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me:8443/x",
        "https://u@t.me/x",
        "hxxps://t.me/x",
        "https://t.me/x.",
        "https://t.me/%2Bx",
        "t.me/x",
        "",
    ],
)
def test_all_else_goes_the_thorough_way(text: str) -> None:
    assert split_shared(text) is None
