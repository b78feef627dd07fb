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
        ("line.me", "line", "generic"),
        ("facebook.com", "facebook", "generic"),
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


@pytest.mark.parametrize(
    "url",
    [
        "https://chat.whatsapp.com/AbCdSecret", "https://wa.me/6281234567", "https://m.me/AbCdSecret",
        "https://api.whatsapp.com/send?phone=6281234567", "https://web.whatsapp.com/", "https://discord.gg/AbCdSecret",
        "https://www.discord.com/channels/123/AbCdSecret", "https://discord.com/invite/AbCdSecret",
        "https://signal.group/#AbCdSecret", "https://www.messenger.com/t/AbCdSecret",
        "https://m.facebook.com/messages/t/AbCdSecret", "https://www.instagram.com/direct/t/AbCdSecret",
        "https://ig.me/m/AbCdSecret", "https://www.tiktok.com/messages?x=AbCdSecret", "https://x.com/messages/AbCdSecret",
        "https://twitter.com/i/bookmarks", "https://mobile.x.com/i/chat/AbCdSecret", "https://line.me/R/ti/g/AbCdSecret",
        "https://line.me/ti/p/AbCdSecret", "https://www.youtube.com/feed/history", "https://studio.youtube.com/video/a",
    ],
)  # fmt: skip
def test_closed_door_of_another_service_is_private_registered_or_not(url: str) -> None:
    for hosts in (HOSTS, HostTable.builtin()):
        found = judge(url, hosts)
        assert (found.verdict, found.key, found.reason) == (Verdict.PRIVATE, "", ReasonCode.PRIVATE_AREA)
        assert "AbCdSecret" not in found.shown
        assert "62812" not in found.shown


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.facebook.com/groups/123", ReasonCode.MEMBERS_AREA),
        ("https://www.instagram.com/stories/user/1", ReasonCode.MEMBERS_AREA),
        ("https://x.com/i/lists/1", ReasonCode.MEMBERS_AREA),
        ("https://line.me/ti/g2/AbCd", ReasonCode.MEMBERS_AREA),
        ("https://bit.ly/AbCd", ReasonCode.SHORT_LINK),
        ("https://t.co/AbCd", ReasonCode.SHORT_LINK),
        ("https://vm.tiktok.com/AbCd/", ReasonCode.SHORT_LINK),
        ("https://www.tiktok.com/t/AbCd/", ReasonCode.SHORT_LINK),
        ("https://lin.ee/AbCd", ReasonCode.SHORT_LINK),
    ],
)
def test_what_cannot_be_told_keeps_its_key_for_the_analysts_statement(url: str, reason: ReasonCode) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.reason, bool(found.key)) == (Verdict.UNDETERMINABLE, reason, True)


def test_public_person_of_line_is_no_closed_door() -> None:
    found = judge("https://line.me/R/ti/p/@shop", HOSTS)
    assert (found.verdict, found.platform, found.key) == (Verdict.PUBLIC, "line", "R/ti/p/@shop")


@pytest.mark.parametrize(
    "url",
    [
        "https://search.example/url?q=https://t.me/%2BAbCdSecret",
        "https://search.example/url?q=https%3A%2F%2Ft.me%2Fjoinchat%2FAbCdSecret&sa=D",
        "https://search.example/url?q=https://t.me/+AbCdSecret",
        "https://archive.example/web/2020/https://t.me/joinchat/AbCdSecret",
        "https://tube.example/redirect?to=tg%3A%2F%2Fjoin%3Finvite%3DAbCdSecret",
        "https://tube.example/https://telegram.me/s/s/+AbCdSecret",
    ],
)
def test_private_link_carried_by_another_address_stays_private(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.key, found.reason) == (
        Verdict.PRIVATE, "telegram", "", ReasonCode.TELEGRAM_INVITE
    )  # fmt: skip
    assert "AbCdSecret" not in found.shown


def test_public_link_carried_by_another_address_leaves_it_a_site() -> None:
    found = judge("https://archive.example/web/2020/https://t.me/durov/5", HOSTS)
    assert (found.verdict, found.key) == (Verdict.PUBLIC, "archive.example/web/2020/https:/t.me/durov/5")
