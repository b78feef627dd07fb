import pytest

from channels_registry.domain.gate.lookalikes import imitated, latin, looks_like, name_skeleton


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


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("facebook.com.evil.example", "facebook"),
        ("faceb00k.com", "facebook"),
        ("xn--fcebook-2fg.com", "facebook"),
        ("youtube.example", "youtube"),
        ("youtu.be.evil.example", "youtube"),
        ("www.x.com.evil.example", "x"),
        ("lnstagram.com", "instagram"),
        ("whatsapp-com.example", "whatsapp"),
        ("wwhatsapp.example", ""),
        ("threads.example", ""),
        ("line.example", ""),
        ("x.example", ""),
    ],
)
def test_host_that_imitates_another_service_is_marked_with_it(host: str, service: str) -> None:
    assert looks_like(host) == service


@pytest.mark.parametrize(
    ("key", "known", "alike"),
    [
        ("dur0v", ["other", "durov"], "durov"),
        ("durov_lndonesia", ["durov_indonesia"], "durov_indonesia"),
        ("rnedia", ["media"], "media"),
        ("durov", ["durov", "dur0v"], ""),
        ("durov2", ["durov"], ""),
        ("@%D1%81%D0%B0%D1%80%D0%B0", ["@capa"], "@capa"),
    ],
)
def test_name_that_a_reader_takes_for_a_known_one_is_told(key: str, known: list[str], alike: str) -> None:
    assert imitated(key, known) == alike


def test_foreign_letters_are_read_as_those_that_they_imitate() -> None:
    assert latin("Dur\u043ev_\u0421hannel") == "durov_channel"
    assert name_skeleton("Dur\u043ev") == name_skeleton("durov") == name_skeleton("DUR0V")
