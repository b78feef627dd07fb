import pytest
from django.template import Context, Template

from dashboard.templatetags.links import defanged, may_open, spelled, visible


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://t.me/contoh/12", "hxxps://t[.]me/contoh/12"),
        ("http://t.me/contoh", "hxxp://t[.]me/contoh"),
        ("HTTPS://T.me/x", "hxxps://T[.]me/x"),
        ("t.me/contoh", "t[.]me/contoh"),
        ("t.me:443/contoh", "t[.]me:443/contoh"),
        ("https://a.b.example/file.html?v=1.5#s.t", "hxxps://a[.]b[.]example/file.html?v=1.5#s.t"),
        (
            "https://l.facebook.com/l.php?u=https://x.example/a",
            "hxxps://l[.]facebook[.]com/l.php?u=hxxps://x.example/a",
        ),
        ("https://user@t.me/x", "hxxps://user@t[.]me/x"),
        ("https:\\\\t.me\\x", "hxxps:\\\\t[.]me\\x"),
        ("tg://resolve?domain=contoh", "tg[:]//resolve?domain=contoh"),
        ("tg:resolve?domain=contoh", "tg[:]resolve?domain=contoh"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("@contoh", "@contoh"),
        ("https://t.me/\u202egpj.exe", "hxxps://t[.]me/⟨U+202E⟩gpj.exe"),
        ("https://t\u200b.me/x", "hxxps://t⟨U+200B⟩[.]me/x"),
        ("", ""),
    ],
)
def test_a_link_is_shown_as_text_that_no_program_takes_for_one(given: str, shown: str) -> None:
    assert defanged(given) == shown


@pytest.mark.parametrize("given", ["hxxps://t[.]me/x", "https[:]//t[.]me/x", "https://t.me/x"])
def test_a_link_comes_out_the_same_however_it_was_defanged(given: str) -> None:
    assert defanged(given) == "hxxps://t[.]me/x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text\nsecond line", "plain text\nsecond line"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"),
        ("pay\u200dpal", "pay⟨U+200D⟩pal"),
        ("pay\u00adpal", "pay⟨U+00AD⟩pal"),
        ("a\u00a0b\u3000c", "a⟨U+00A0⟩b⟨U+3000⟩c"),
        ("a\u3164b", "a⟨U+3164⟩b"),
        ("a\ufe0fb", "a⟨U+FE0F⟩b"),
        ("bell\x07", "bell⟨U+0007⟩"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("☺\ufe0f", "☺\ufe0f"),
        ("مرحبا 你好", "مرحبا 你好"),
        (None, ""),
    ],
)
def test_invisible_characters_are_shown_but_ordinary_spelling_is_left(text: str | None, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://t.me/x", True),
        ("http://warta.example/a", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("tg://resolve?domain=x", False),
        ("t.me/x", False),
        ("https://", False),
        ("https://t.me@evil.example/", False),
        ("https://t.me/\u202egpj", False),
        ("https://[::1", False),
    ],
)
def test_only_a_plain_web_address_may_be_opened(url: str, may: bool) -> None:
    assert may_open(url) is may


def rendered(source: str, **context: object) -> str:
    return Template("{% load desk %}" + source).render(Context(context))


def test_without_leave_to_open_there_is_no_anchor() -> None:
    html = rendered("{% content_link url %}", url="https://t.me/x")
    assert '<bdi class="flagged-text" dir="ltr">hxxps://t[.]me/x</bdi>' in html
    assert 'data-copy="https://t.me/x"' in html
    assert html.count("<a ") == 0


def test_opening_stands_behind_a_disclosure_and_tells_the_host_nothing() -> None:
    html = rendered("{% content_link url open=True %}", url="https://t.me/x")
    disclosed = html.split("<details")[1]
    assert 'href="https://t.me/x" target="_blank" rel="noopener noreferrer nofollow"' in disclosed
    assert 'referrerpolicy="no-referrer"' in disclosed


def test_what_is_not_a_web_address_is_never_an_anchor() -> None:
    assert rendered("{% content_link url open=True %}", url="javascript:alert(1)").count("<a ") == 0


def test_markup_in_a_link_is_text() -> None:
    html = rendered("{% content_link url open=True %}{{ url|defang }}", url='https://x.example/"><script>')
    assert html.count("<script") == 0


def test_letters_that_only_look_like_latin_ones_are_shown() -> None:
    assert spelled("hxxps://t[.]me/dur\u043ev\u200b…") == "hxxps://t[.]me/dur⟨U+043E⟩v⟨U+200B⟩…"
    assert spelled("hxxps://t[.]me/durov") == "hxxps://t[.]me/durov"
