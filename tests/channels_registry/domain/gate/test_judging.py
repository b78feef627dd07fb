"""The gate answers everything with one judgement, whatever the text."""

import time

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from channels_registry.domain.gate import HostTable, find_links, judge, judge_line, reason_text
from channels_registry.enums import ReasonCode, TargetKind, Verdict

HOSTS = HostTable.of([("tube.example", "tube", "generic")])
_PIECES = [
    "t.me",
    "telegram.me",
    "tube.example",
    "x.com",
    "youtu.be",
    "l.facebook.com",
    "line.me",
    "wa.me",
    "l.php?u=",
    "messages",
    "ti/p/",
    "watch?v=",
    "web.telegram.org",
    "durov",
    "+",
    "joinchat",
    "AbCd",
    "/",
    "//",
    "?",
    "#",
    ":",
    "@",
    "tg:",
    "http:",
    "https://",
    "%2e",
    "%25",
    "%00",
    "[",
    "]",
    "[.]",
    ".",
    "..",
    "\\",
    " ",
    "\u200b",
    "\u202e",
    "\u043e",
    "\uff0e",
    "\ud800",
    "\x00",
    "xn--",
    "xn--a",
    "0x7f",
    "[::1]",
    "iv?url=",
    "&",
    "=",
    "s/",
    "c/",
    "99999",
    "\U0001f4a9",
    "-",
    "_",
    "*",
    "\u0130",
    "'",
    '"',
    "<",
    ">",
    "(",
    ")",
]
_KINDS = {"", *TargetKind.values}


def _is_well_formed(url: str) -> None:
    found = judge(url, HOSTS)
    assert found.url == url
    assert found.verdict in Verdict.values
    assert found.kind in _KINDS
    assert str(reason_text(found.reason))
    assert len(found.key) <= 500
    if found.verdict == Verdict.INVALID:
        assert (found.platform, found.kind, found.key) == ("", "", "")
    if found.verdict == Verdict.PUBLIC:
        assert found.platform
        assert found.key.isascii()
        assert found.key.isprintable()
        if len(found.key) < 400 and found.key[-1].isalnum():
            assert judge(found.shown, HOSTS).key == found.key
    assert find_links(url, limit=9) == find_links(url, limit=9)
    assert judge_line(url, HOSTS).url == url


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_judgement(url: str) -> None:
    _is_well_formed(url)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_any_mixture_of_pieces_of_links_gets_a_judgement(url: str) -> None:
    _is_well_formed(url)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [
            *("https://t.me/", "https://tube.example/", "http://", "tg://resolve?domain=", "@"),
            *("https://youtube.com/", "https://youtube.com/@", "https://x.com/", "https://x.com/hashtag/"),
            *("https://facebook.com/", "https://instagram.com/", "https://tiktok.com/@", "https://line.me/"),
            *(
                "https://whatsapp.com/",
                "https://threads.com/@",
                "https://discord.com/",
                "https://vm.tiktok.com/",
            ),
        ]
    ),
    st.text(),
)
def test_any_text_behind_a_known_beginning_gets_a_judgement(beginning: str, rest: str) -> None:
    _is_well_formed(beginning + rest)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", ReasonCode.EMPTY),
        (" \t\u200b ", ReasonCode.EMPTY),
        ("https://t.me/" + "a" * 4096, ReasonCode.TOO_LONG),
        ("https://t.me/du\x00rov", ReasonCode.CONTROL_CHARACTERS),
        ("https://t.me/du\x1brov", ReasonCode.CONTROL_CHARACTERS),
        ("https://t.me/\ud800", ReasonCode.CONTROL_CHARACTERS),
        ("durov", ReasonCode.NOT_A_LINK),
        ("two words", ReasonCode.NOT_A_LINK),
        ("...", ReasonCode.NOT_A_LINK),
        ("javascript:alert(1)", ReasonCode.FOREIGN_SCHEME),
        ("data:text/html,hello", ReasonCode.FOREIGN_SCHEME),
        ("file:///etc/passwd", ReasonCode.FOREIGN_SCHEME),
        ("ftp://files.example/a", ReasonCode.FOREIGN_SCHEME),
        ("mailto:person@mail.example", ReasonCode.FOREIGN_SCHEME),
        ("https://name:word@site.example/", ReasonCode.USERINFO),
        ("person@mail.example", ReasonCode.USERINFO),
        ("https://site.example:70000/", ReasonCode.BAD_PORT),
        ("https://site.example:\u0661/", ReasonCode.BAD_PORT),
        ("https://", ReasonCode.BAD_HOST),
        ("https:///t.me/durov", ReasonCode.BAD_HOST),
        ("https://[::1", ReasonCode.BAD_HOST),
        ("https://[zz]/", ReasonCode.BAD_HOST),
        ("https://a..example/", ReasonCode.BAD_HOST),
        ("https://-a-.example/", ReasonCode.BAD_HOST),
        ("https://a b.example/", ReasonCode.NOT_A_LINK),
        ("https://t.me%2fdurov", ReasonCode.BAD_HOST),
    ],
)
def test_what_is_no_link_says_why(url: str, reason: ReasonCode) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.INVALID, "", "", "", reason
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "parent"),
    [
        ("t.me/durov/123", "durov"),
        ("t.me/durov/123?comment=4", "durov"),
        ("t.me/durov", ""),
        ("https://tube.example/user/video/1?b=2", "user"),
        ("https://tube.example/watch?v=1/2", ""),
        ("https://evil.example/a/b", "evil.example"),
        ("https://evil.example/?x=1", "evil.example"),
        ("https://evil.example/", ""),
    ],
)
def test_parent_of_a_post_is_its_channel(url: str, parent: str) -> None:
    assert judge(url, HOSTS).parent == parent


def test_reason_is_a_sentence_in_the_readers_language() -> None:
    with override("en"):
        assert str(reason_text("empty")) == "There is no link here."
    with pytest.raises(ValueError, match="nonsense"):
        reason_text("nonsense")


@pytest.mark.parametrize(
    "url",
    [
        "(" * 4096,
        ")" * 4096,
        "[.]" * 1365,
        "https://" + "a." * 2040,
        "https://t.me/" + "s/" * 2040,
        "https://t.me/" + "../" * 1360,
        "t.me/boost/" * 370,
        "t.me/iv?url=" * 340,
        "https://a.example/?" + "a=1&" * 1015,
        "https://a.example/" + "%" * 4070,
        "https://a.example/?" + "u=t.me/a&" * 450,
        "https://a.example/" + "fb.me/" * 670,
        "https://a.example/?u=" + "l.facebook.com/l.php%3Fu%3D" * 150,
        " " * 2000 + "[" + " " * 2000,
        "<" * 2048 + ">" * 2048,
        "@" * 4096,
        "https://t.me/durov/" + "9" * 4000,
        "https://" + "9" * 4000,
        "https://" + "\u0645" * 4000,
    ],
    ids=lambda url: url[:20],
)
def test_longest_input_takes_no_more_than_a_tenth_of_a_second(url: str) -> None:
    began = time.process_time()
    judge(url, HOSTS)
    judge_line(url, HOSTS)
    assert time.process_time() - began < 0.1
