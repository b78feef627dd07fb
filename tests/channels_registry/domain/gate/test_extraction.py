import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels_registry.domain.gate import FoundLink, HostTable, find_links

HOSTS = HostTable.of([("tube.example", "tube", "generic")])


def found(text: str) -> list[str]:
    return [link.text for link in find_links(text, limit=500, hosts=HOSTS)]


CASES = [
    ("see https://t.me/durov, and t.me/abcd.", "https://t.me/durov t.me/abcd", "punctuation"),
    ("(https://t.me/a_bc/1) [t.me/abcd]!", "https://t.me/a_bc/1 t.me/abcd", "brackets"),
    ("<https://t.me/durov>", "https://t.me/durov", "angle brackets"),
    ('"https://t.me/a1" \u201ct.me/b\u201d', "https://t.me/a1 t.me/b", "quotes"),
    ("'https://t.me/durov' `t.me/abcd`", "https://t.me/durov t.me/abcd", "single quotes"),
    ("[here](https://t.me/durov) **t.me/abcd**", "https://t.me/durov t.me/abcd", "Markdown"),
    ("_https://t.me/du_rov_", "https://t.me/du_rov", "Markdown underscores"),
    ('<a href="https://t.me/x1">https://t.me/y1</a>', "https://t.me/x1 https://t.me/y1", "HTML"),
    ("&lt;https://t.me/durov&gt;", "https://t.me/durov", "escaped HTML"),
    ('=HYPERLINK("https://t.me/durov";"durov")', "https://t.me/durov", "a spreadsheet's formula"),
    ("=HYPERLINK('https://t.me/durov','x')", "https://t.me/durov", "a formula in single quotes"),
    (
        "hxxps://t[.]me/x1 https[:]//host[.]example",
        "hxxps://t[.]me/x1 https[:]//host[.]example",
        "defanged",
    ),
    (
        "hxxps://news[.]site[.]example/a,hxxps://www[.]b[.]co[.]id/x",
        "hxxps://news[.]site[.]example/a hxxps://www[.]b[.]co[.]id/x",
        "defanged hosts of several labels",
    ),
    ("http[://]t[.]me/x1 h**ps://t.me/y1", "http[://]t[.]me/x1 h**ps://t.me/y1", "defanged schemes"),
    (
        "evil[.]example evil(dot)example t\\.me/x1",
        "evil[.]example evil(dot)example t\\.me/x1",
        "defanged dots",
    ),
    ("HTTPS://T.ME/X1 http:t.me/x1", "HTTPS://T.ME/X1 http:t.me/x1", "capitals and missing slashes"),
    ("tg:resolve?domain=durov tg://join?invite=Ab", "tg:resolve?domain=durov tg://join?invite=Ab", "tg"),
    ("@durov, (@abcd) a@mail.example @x", "@durov @abcd", "names, no addresses of mail"),
    ("@durov@social.example @durov.site.example", "", "names of other networks"),
    ("https://tube.example/@user", "https://tube.example/@user", "a name inside a link"),
    (
        "t\u200b.me/du\u200brov \u202ehttps://t.me/x1\u202c",
        "t\u200b.me/du\u200brov https://t.me/x1",
        "invisible marks",
    ),
    ("https://t.me/a1https://t.me/b1", "https://t.me/a1 https://t.me/b1", "glued together"),
    (
        "t.me/a1,t.me/b1;https://t.me/c1,@durov",
        "t.me/a1 t.me/b1 https://t.me/c1 @durov",
        "commas, no spaces",
    ),
    (
        "t.me/a1|t.me/b1 t.me/c1\tt.me/d1\nt.me/e1",
        "t.me/a1 t.me/b1 t.me/c1 t.me/d1 t.me/e1",
        "bars, tabs and lines",
    ),
    ("Link:t.me/durov Tautan:https://t.me/x1", "t.me/durov https://t.me/x1", "labels"),
    ("\u89c1https://t.me/durov\uff0c\u8c22\u8c22\u3002", "https://t.me/durov", "Chinese punctuation"),
    ("\u0627\u0646\u0638\u0631 https://t.me/durov\u060c", "https://t.me/durov", "Arabic punctuation"),
    (
        "https://t.me/iv?url=https://t.me/durov",
        "https://t.me/iv?url=https://t.me/durov",
        "a link in a link",
    ),
    (
        "https://archive.example/2020/https://t.me/x",
        "https://archive.example/2020/https://t.me/x",
        "an archived link",
    ),
    (
        "https://wiki.example/A_(b) (https://wiki.example/C_(d))",
        "https://wiki.example/A_(b) https://wiki.example/C_(d)",
        "brackets of the link",
    ),
    (
        "https://user:word@t.me/x ftp://files.example/a",
        "https://user:word@t.me/x ftp://files.example/a",
        "invalid links are not left out",
    ),
    ("http://10.0.0.1/x 10.0.0.1/x", "http://10.0.0.1/x 10.0.0.1/x", "IP addresses"),
    (
        "https://xn--e1afmkfd.example/ \u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/\u0430",
        "https://xn--e1afmkfd.example/ \u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/\u0430",
        "IDN",
    ),
    (
        "site.example/path durov.t.me tube.example t.me",
        "site.example/path durov.t.me tube.example t.me",
        "bare domains with a path or registered",
    ),
    (
        "1. situs.example\n2) lain.example.\n- third.example",
        "situs.example lain.example third.example",
        "bare domains alone on a line",
    ),
    (
        "README.md\nsurat.rtf.sig\nlaporan.pdf\ne.g. this. Not 1.5/2.0 and/or site.example here",
        "",
        "no files, no figures, no prose",
    ),
    ("No. 27-31-2015/\u0418\u04341959-15 \u2116 398-\u0424\u0417, art. 15(3)", "", "no file numbers"),
    (
        "https://t.me/a1,terror,2024 t.me/b1;judi;1",
        "https://t.me/a1 t.me/b1",
        "cells behind Telegram's links",
    ),
    ("https://site.example/,NEWS,News", "https://site.example/", "a cell behind a slash"),
    (
        "https://site.example/a,b?c=1;d",
        "https://site.example/a,b?c=1;d",
        "a comma that may be the link's own",
    ),
    ("no,url,note\n1,https://site.example/a,b", "https://site.example/a", "cells of a sheet with a heading"),
    (
        "Nomor;Tautan\n1;https://site.example/a;b",
        "https://site.example/a",
        "semicolons of a sheet with a heading",
    ),
    (
        "t.me/a1?single&amp;comment=5",
        "t.me/a1?single&amp;comment=5",
        "an escaped ampersand is no end of a cell",
    ),
    ("https//t.me/a1 https:/t.me/b1", "https//t.me/a1 https:/t.me/b1", "wrong slashes are not left out"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(
    ("text", "links"), [pytest.param(text, links, id=rule) for text, links, rule in CASES]
)
def test_links_are_found_as_people_write_them(text: str, links: str) -> None:
    assert found(text) == links.split()


def test_ten_links_in_one_line_are_ten() -> None:
    links = [f"https://t.me/channel{n}/{n}" for n in range(10)]
    assert found("Laporan: " + " ".join(links)) == links


def test_place_in_the_text_is_kept() -> None:
    assert find_links("a \u200bt.\u200bme/durov!", limit=9) == [FoundLink("t.\u200bme/durov", 3, 14)]


def test_exact_repeat_is_folded_into_the_first() -> None:
    text = "t.me/a1 https://t.me/a1 t.me/a1 t.\u200bme/a1"
    assert [(link.text, link.start) for link in find_links(text, limit=9)] == [
        ("t.me/a1", 0),
        ("https://t.me/a1", 8),
    ]


def test_no_more_than_the_limit_is_returned() -> None:
    text = " ".join(f"t.me/a{n}" for n in range(20))
    assert [link.text for link in find_links(text, limit=3)] == ["t.me/a0", "t.me/a1", "t.me/a2"]
    assert find_links(text, limit=0) == []


@settings(max_examples=500, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("at.me/:@ \n<>()[]\u200b\u202e\u043ehpsx,;%#&=?'\"*_-\\|+1\x00\ud800"),
        max_size=80,
    )
)
def test_every_found_link_is_a_piece_of_the_text(text: str) -> None:
    links = find_links(text, limit=50)
    assert [text[link.start : link.end] for link in links] == [link.text for link in links]
    assert all(one.end <= other.start for one, other in zip(links, links[1:], strict=False))


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "@a",
        "a.b/",
        "https://",
        "(",
        "http://a,",
        "\u200b.",
        "a-",
        "x,y.z/",
        "[.]",
        "a" * 63 + ".",
        "&gt;",
        "tg:",
        "://",
        "ab+",
        "\n1. a.com",
        "t.me/x ",
        "h",
        "%",
        "'",
    ],
)
def test_time_grows_no_faster_than_the_paste(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        find_links(text, limit=501)
        return time.process_time() - began

    # Generous: a shared machine. What it must catch, time that grows with the square, is 64 times.
    assert seconds(400_000) < 20 * max(seconds(50_000), 0.02)
