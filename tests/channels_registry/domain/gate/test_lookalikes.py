import pytest

from channels_registry.domain.gate.lookalikes import looks_like


@pytest.mark.parametrize(
    "host",
    [
        "t.me.evil.example",
        "www.t.me.evil.example",
        "t.men",
        "t.menu",
        "t.media",
        "t.me-login.example",
        "telegram.me.evil.example",
        "web.telegram.org.evil.example",
        "telegram.example",
        "web.telegram.example",
        "te1egram.org",
        "teiegram.me",
        "telegrarn.org",
        "t-me.example",
        "telegram-me.example",
        "telegram-org.example",
        "xn--r1a.me",
        "xn--tlegram-7gg.me",
    ],
)
def test_host_that_imitates_telegram_is_marked(host: str) -> None:
    assert looks_like(host) == "telegram"


@pytest.mark.parametrize(
    "host",
    [
        "site.example",
        "telegramchannels.example",
        "at.me.example",
        "start.me",
        "about.me",
        "m.example",
        "8.8.8.8",
        "[2606:4700::1]",
        "xn--mnchen-3ya.example",
        "xn--",
        "team.example",
        "tme.example",
        "xn--99999999999.example",
    ],
)
def test_ordinary_host_is_not_marked(host: str) -> None:
    assert looks_like(host) == ""
