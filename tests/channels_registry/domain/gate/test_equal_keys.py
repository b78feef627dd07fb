"""The same post in any spelling is one post; a private link in any spelling stays private."""

from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from channels_registry.domain.gate import HostTable, find_links, judge
from channels_registry.domain.gate.cleaning import clean
from channels_registry.enums import Verdict
from tests.channels_registry.domain.gate.other_spellings import other_private_links, spellings_of_targets
from tests.channels_registry.domain.gate.spellings import NAMES, NUMBERS, private_links, spellings_of

HOSTS = HostTable.builtin()
MANY = settings(max_examples=200, deadline=None)


@MANY
@given(st.data(), NAMES, NUMBERS)
def test_every_spelling_of_a_post_has_its_key(data: st.DataObject, name: str, number: int) -> None:
    found = judge(data.draw(spellings_of(name, number)), HOSTS)
    assert (found.verdict, found.key, found.kind) == (Verdict.PUBLIC, f"{name}/{number}", "post")
    assert found.parent == name


@MANY
@given(st.data(), NAMES)
def test_every_spelling_of_a_channel_has_its_key(data: st.DataObject, name: str) -> None:
    found = judge(data.draw(spellings_of(name, 0)), HOSTS)
    assert (found.verdict, found.key) == (Verdict.PUBLIC, name)


@MANY
@given(private_links())
def test_private_link_is_private_in_every_spelling_and_its_secret_stays_out(link: tuple[str, str]) -> None:
    url, secret = link
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.kind, found.key) == (Verdict.PRIVATE, "telegram", "", "")
    assert secret not in found.shown


_SPOILED = [
    lambda url: url.replace("t.me", "t.me:8443"),
    lambda url: url.replace("//t.me", "//user:word@t.me"),
    lambda url: url.replace("https://", "https:"),
    lambda url: url.replace("t.me", "t%252eme"),
    lambda url: url.replace("/+", "/%252B"),
    lambda url: url.replace("joinchat", "j\u043einchat"),
    lambda url: url.replace("https", "ftp"),
    lambda url: url.replace("t.me/", "t.me/ "),
    lambda url: url + "\x00",
    lambda url: url + "/" * 4096,
]


@MANY
@given(private_links(), st.sampled_from(_SPOILED))
def test_spoiled_private_link_is_never_public_and_its_secret_is_not_shown(
    link: tuple[str, str], spoil: object
) -> None:
    url, secret = link
    found = judge(spoil(url), HOSTS)
    assert found.verdict in (Verdict.PRIVATE, Verdict.INVALID)
    assert found.key == ""
    assert secret not in found.shown


@MANY
@given(st.data(), st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=10, unique=True))
def test_links_of_a_text_are_found_in_order_and_judged_alike(
    data: st.DataObject, posts: list[tuple[str, int]]
) -> None:
    urls = [
        f"{data.draw(st.sampled_from(['https://', 'hxxps://', '']))}t.me/{name}/{number}"
        for name, number in posts
    ]
    text = data.draw(st.sampled_from([" ", "\n", ", ", "; ", " dan ", "\t", '","'])).join(urls)
    found = find_links(text, limit=500)
    assert [judge(link.text, HOSTS).key for link in found] == [f"{name}/{number}" for name, number in posts]
    assert [text[link.start : link.end] for link in found] == [link.text for link in found]


@MANY
@given(spellings_of_targets())
def test_every_spelling_of_a_target_on_another_service_has_its_key(link: tuple[str, str, str]) -> None:
    url, platform, key = link
    found = judge(url, HOSTS)
    assert (found.verdict, found.platform, found.key) == (Verdict.PUBLIC, platform, key)


@MANY
@given(other_private_links())
def test_private_link_on_another_service_is_private_in_every_spelling(link: tuple[str, str]) -> None:
    url, secret = link
    found = judge(url, HOSTS)
    assert (found.verdict, found.key) == (Verdict.PRIVATE, "")
    assert secret not in found.shown


@MANY
@given(
    other_private_links(),
    st.sampled_from(
        ["https://site.example/go?u={}", "https://site.example/{}", "https://l.facebook.com/l.php?u={}"]
    ),
)
def test_private_link_is_private_inside_another_address_too(link: tuple[str, str], wrapper: str) -> None:
    url, secret = link
    found = judge(wrapper.format(quote(clean(url), safe="/")), HOSTS)
    assert found.verdict in (Verdict.PRIVATE, Verdict.INVALID)
    assert secret not in found.shown
