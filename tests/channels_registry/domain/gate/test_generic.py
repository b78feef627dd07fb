"""Registered hosts without a grammar of their own, and sites that nobody has registered."""

import pytest

from channels_registry.domain.gate import HostTable, judge
from channels_registry.enums import ReasonCode, TargetKind, Verdict

HOSTS = HostTable.of(
    [
        ("tube.example", "tube", "generic"),
        ("tu.example", "tube", "generic"),
        ("xn--mnchen-3ya.example", "stadt", "generic"),
        ("fb.example", "face", "generic"),
    ]
)


@pytest.mark.parametrize(
    "url",
    [
        "https://tube.example/User/Video?a=1&b=2",
        "http://TUBE.example/User/Video/?b=2&a=1",
        "https://www.tube.example/User/Video?a=1&b=2&utm_source=x&UTM_Medium=y",
        "https://m.tube.example/User/Video?a=1&b=2&fbclid=x&gclid=y&igshid=z",
        "https://mobile.tube.example:443/User/Video?si=x&ref=y&a=1&b=2#t=5",
        "https://tu.example/User//Video?a=1&&b=2",
        "https://tube.example/User/./x/../Video?a=1&b=2",
        "https://tube.example/%55ser/Vide%6f?a=1&b=%32",
        "hxxps://tube[.]example/User/Video?a=1&amp;b=2",
        "https://tube.example/U\u200bser/Video?a=1&b=2",
        "https://tube.example/User/Video?a=1&b=2&access_token=Secret&password=Secret",
        "tube.example/User/Video?a=1&b=2",
        "https://tube.example./User/Video?a=1&b=2",
        "https:\\\\tube.example\\User/Video?a=1&b=2",
    ],
)
def test_every_spelling_of_a_registered_address_has_one_key(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.PUBLIC, "tube", TargetKind.POST, "User/Video?a=1&b=2", ReasonCode.PLATFORM_ADDRESS
    )  # fmt: skip
    assert "Secret" not in found.shown


@pytest.mark.parametrize(
    ("url", "kind", "key"),
    [
        ("https://tube.example/user", "channel", "user"),
        ("https://tube.example/User", "channel", "User"),
        ("https://tube.example/@user", "channel", "@user"),
        ("https://tube.example/user/1", "post", "user/1"),
        ("https://tube.example/watch?v=1", "post", "watch?v=1"),
        ("https://tube.example/?id=1", "post", "?id=1"),
        ("https://tube.example/a%2fb", "channel", "a%2Fb"),
        ("https://tube.example/caf\u00e9", "channel", "caf%C3%A9"),
        ("https://tube.example/cafe\u0301", "channel", "caf%C3%A9"),
        ("https://tube.example/100%", "channel", "100%25"),
        ("https://m\u00fcnchen.example/a", "channel", "a"),
    ],
)
def test_one_part_is_a_channel_and_more_are_a_post(url: str, kind: str, key: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.kind, found.key) == (Verdict.PUBLIC, kind, key)


@pytest.mark.parametrize(
    "word", ["messages", "direct", "dm", "inbox", "invite", "join", "chat", "Invite", "%6Aoin"]
)
def test_private_word_first_is_private_on_a_registered_host(word: str) -> None:
    found = judge(f"https://tube.example/{word}/AbCdSecret?x=AbCdSecret", HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.PRIVATE, "tube", "", "", ReasonCode.PRIVATE_AREA
    )  # fmt: skip
    assert "AbCdSecret" not in found.shown


@pytest.mark.parametrize(
    "url", ["https://tube.example", "tube.example/", "https://www.tube.example/?utm_source=x#top"]
)
def test_whole_platform_is_no_content(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.key, found.reason) == (
        Verdict.NOT_CONTENT, "tube", "", ReasonCode.WHOLE_PLATFORM
    )  # fmt: skip


def test_other_port_of_a_registered_host_is_invalid() -> None:
    assert judge("https://tube.example:8080/user", HOSTS).reason == ReasonCode.BAD_PORT


def test_name_below_a_registered_host_is_another_site() -> None:
    found = judge("https://someone.tube.example/user", HOSTS)
    assert (found.platform, found.key) == ("site", "someone.tube.example/user")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://site.example/", "site.example"),
        ("https://site.example/A/b/?q=1#x", "site.example/A/b?q=1"),
        ("https://site.example:8080/a", "site.example:8080/a"),
        ("http://site.example:80/a", "site.example/a"),
        ("https://site.example/?q=1", "site.example/?q=1"),
        ("https://www.site.example/a", "www.site.example/a"),
        ("http://m\u00fcnchen.example/", "xn--mnchen-3ya.example"),
        ("https://\U0001f4a9.example/a", "xn--ls8h.example/a"),
        ("https://a_b.site.example/a", "a_b.site.example/a"),
        ("http://8.8.8.8/a", "8.8.8.8/a"),
        ("http://[2606:4700:4700:0::1111]/a", "[2606:4700:4700::1111]/a"),
        ("https://site.example/invite/AbCdSecret?token=AbCdSecret", "site.example/invite"),
        ("https://site.example/a?session=AbCdSecret&page=2", "site.example/a?page=2"),
    ],
)
def test_unregistered_host_is_a_public_site(url: str, key: str) -> None:
    hosts = HostTable.builtin()
    found = judge(url, hosts)
    assert (found.verdict, found.platform, found.kind, found.key, found.reason) == (
        Verdict.PUBLIC, "site", TargetKind.SITE, key, ReasonCode.SITE_ADDRESS
    )  # fmt: skip
    assert "AbCdSecret" not in found.shown
    assert found.lookalike_of == ""


def test_key_fits_its_column_and_still_tells_long_addresses_apart() -> None:
    long = "https://tube.example/user/" + "a" * 2000
    keys = {judge(long + end, HOSTS).key for end in ("", "b", "c", "/")}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {500}


@pytest.mark.parametrize("url", ["https://bit.ly/AbCd", "https://www.t.co/AbCd", "http://s.id/AbCd/"])
def test_short_link_keeps_its_key_for_the_analysts_statement(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.reason, found.kind, found.key.endswith("/AbCd")) == (
        Verdict.UNDETERMINABLE, ReasonCode.SHORT_LINK, TargetKind.SITE, True
    )  # fmt: skip
