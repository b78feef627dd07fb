"""What a letter only cites is told apart from what it complains of."""

import pytest

from cases.domain.citations import Placed, citations
from cases.enums import Citation
from channels_registry.domain.gate import HostTable, find_links, judge
from tests.cases.domain.letters_in import CHINESE, ENGLISH, SHORT

HOSTS = HostTable.of([("kanal.example", "kanal", "generic")])


def cited(text: str) -> dict[str, Citation | None]:
    """Return every link of a text as written, and why it is proposed as a citation, if it is."""
    placed = [Placed(judge(link.text, HOSTS), link) for link in find_links(text, limit=100, hosts=HOSTS)]
    found = citations(text, placed)
    return {each.at.text: found.get(place) for place, each in enumerate(placed)}


def test_an_indonesian_letter_reports_its_list_and_cites_the_rest() -> None:
    assert cited(SHORT) == {
        "https://peraturan.contoh.example/uu-11-2008": Citation.LAW,
        "https://jdih.contoh.go.id/permen-5-2020.pdf": Citation.LAW,
        "https://kanal.example/judi_hoki/12": None,
        "hxxps://kanal[.]example/judi_hoki/13": None,
        # A government's page in the list: it was broken into.
        "https://dinas-hutan.contoh.go.id/slot-gacor/": None,
        "https://t.me/+AbCdEfGhIjKlMn0p": None,
        "https://play.google.com/store/apps/details?id=example.contoh.aduan": Citation.FURTHER,
        "https://apps.apple.com/id/app/aduan/id123456789": Citation.FURTHER,
        "https://www.contoh.go.id/aduan": Citation.GOVERNMENT,
        "https://aduan-contoh.example/bantuan": Citation.SENDER,
    }


def test_an_english_letter_reports_the_page_in_its_sentence() -> None:
    assert cited(ENGLISH) == {
        "https://someone.pages.example/die-fast/": None,
        "https://register.example.gov/docs/149.pdf": Citation.GOVERNMENT,
        "http://register.example.gov/en/": Citation.GOVERNMENT,
    }


def test_a_chinese_letter_cites_nothing() -> None:
    assert set(cited(CHINESE).values()) == {None}


def test_a_mere_list_cites_nothing() -> None:
    links = "https://dinas.contoh.go.id/slot\nhttps://eur-lex.europa.eu/x\nhttps://site.example"
    assert set(cited(links).values()) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "Mohon hapus halaman yang diretas ini segera:\n\nhttps://dinas.contoh.go.id/slot\n\nTerima kasih.",
        "Please remove these two hacked pages now.\n\nhttps://one.contoh.go.id/slot\nhttps://two.contoh.go.id/slot",
        "Please see to this hacked page now.\n- https://one.contoh.go.id/slot\nThank you very much.",
    ],
)
def test_a_governments_page_that_stands_in_a_list_is_reported(text: str) -> None:
    assert set(cited(text).values()) == {None}


def test_a_law_in_brackets_is_cited_wherever_it_is_kept() -> None:
    text = (
        "Under the Online Safety Act (https://site.example/act.pdf) the page https://bad.example/x must go."
    )
    assert list(cited(text).values()) == [Citation.LAW, None]


def test_mail_that_anybody_can_have_says_nothing_of_a_sender() -> None:
    text = "Please write to piket.contoh@gmail.com when the page https://gmail.com/x is gone, thank you."
    assert list(cited(text).values()) == [None]


def test_an_app_that_is_complained_of_is_reported() -> None:
    text = "Please take this gambling app out of your shop: https://play.google.com/store/apps/details?id=x.y"
    assert list(cited(text).values()) == [None]


def test_a_link_on_a_registered_service_is_never_a_citation() -> None:
    hosts = HostTable.of([("kanal.example", "kanal", "generic"), ("data.gov", "data", "generic")])
    text = "The posts at https://data.gov/someone/12 call for violence at a named place and day."
    placed = [Placed(judge(link.text, hosts), link) for link in find_links(text, limit=9, hosts=hosts)]
    assert citations(text, placed) == {}
