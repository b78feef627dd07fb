"""A private link inside another address is refused, wherever it leads and however it is wrapped."""

import pytest

from channels_registry.domain.gate import HostTable, judge
from channels_registry.enums import ReasonCode, Verdict

HOSTS = HostTable.of([("tube.example", "tube", "generic")])


@pytest.mark.parametrize(
    "url",
    [
        "https://search.example/url?q=https://t.me/%2BAbCdSecret",
        "https://search.example/url?q=https%3A%2F%2Ft.me%2Fjoinchat%2FAbCdSecret&sa=D",
        "https://search.example/url?q=https://t.me/+AbCdSecret",
        "https://archive.example/web/2020/https://t.me/joinchat/AbCdSecret",
        "https://tube.example/redirect?to=tg%3A%2F%2Fjoin%3Finvite%3DAbCdSecret",
        "https://tube.example/https://telegram.me/s/s/+AbCdSecret",
        "https://search.example/url?q=https%253A%252F%252Ft%252Eme%252Fjoinchat%252FAbCdSecret",
        "https://search.example/url?q=https%25253A%25252F%25252Ft.me%25252F%25252BAbCdSecret",
    ],
)
def test_invitation_carried_by_another_address_stays_private(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.key, found.reason) == (
        Verdict.PRIVATE, "telegram", "", ReasonCode.TELEGRAM_INVITE
    )  # fmt: skip
    assert "AbCdSecret" not in found.shown


@pytest.mark.parametrize(
    ("carried", "platform"),
    [
        ("https%3A%2F%2Fchat.whatsapp.com%2FAbCdSecret", "whatsapp"),
        ("wa.me/6281234AbCdSecret", "whatsapp"),
        ("https://api.whatsapp.com/send?phone=AbCdSecret", "whatsapp"),
        ("https%3A%2F%2Fdiscord.gg%2FAbCdSecret", "discord"),
        ("https://discord.com/channels/1/AbCdSecret", "discord"),
        ("https://signal.group/%23AbCdSecret", "signal"),
        ("https%3A%2F%2Fline.me%2FR%2Fti%2Fg%2FAbCdSecret", "line"),
        ("https://line.me/ti/p/AbCdSecret", "line"),
        ("https://m.me/AbCdSecret", "facebook"),
        ("https%3A%2F%2Fwww.facebook.com%2Fmessages%2Ft%2FAbCdSecret", "facebook"),
        ("https://www.instagram.com/direct/t/AbCdSecret", "instagram"),
        ("https%3A%2F%2Fx.com%2Fmessages%2FAbCdSecret", "x"),
        ("https://www.tiktok.com/messages/AbCdSecret", "tiktok"),
        ("https://%77ww%2Ex.%63om/messages/AbCdSecret", "x"),
        ("https://m.www.x.com/messages/AbCdSecret", "x"),
        ("https://x.com../messages/AbCdSecret", "x"),
        ("https://x.com/messages;a=b/AbCdSecret", "x"),
        ("https://x.com/\\messages/AbCdSecret", "x"),
        ("https://l.facebook.com/l.php?u=https%253A%252F%252Fm.me%252FAbCdSecret", "facebook"),
    ],
)
@pytest.mark.parametrize(
    "wrapper",
    [
        "https://search.example/url?sa=D&q={}",
        "https://tube.example/away/{}",
        "https://somewhere.youtube.com/?u={}",
        "https://bit.ly/x?to={}",
    ],
)
def test_private_form_of_every_service_is_refused_inside_another_address(
    wrapper: str, carried: str, platform: str
) -> None:
    found = judge(wrapper.format(carried), HOSTS)
    assert (found.verdict, found.platform, found.key) == (Verdict.PRIVATE, platform, "")
    assert "AbCdSecret" not in found.shown


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.example/web/2020/https://t.me/durov/5",
        "https://archive.example/https://x.com/someuser",
        "https://site.example/notline.me/ti/g/x",
        "https://site.example/read-me.com/wa.media",
    ],
)
def test_public_link_carried_by_another_address_leaves_it_a_site(url: str) -> None:
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.key) == (
        Verdict.PUBLIC, "site", url.removeprefix("https://").replace("https://", "https:/")
    )  # fmt: skip
