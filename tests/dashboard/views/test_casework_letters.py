"""Letters in the pages: their list, one as a page in either language, one as PDF."""

import hashlib
from typing import Any

import pytest

from accounts.domain.acting import Actor
from cases.domain import receipt
from cases.models import Case
from tests.cases.domain.letters.letter_scene import letters_of
from tests.cases.domain.letters.reading_pdfs import text_of
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    case = desk.sent_case(minutes_ago(30))
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(20))


def address_of(case: Case, rest: str = "") -> str:
    letter = letters_of(case)[0]
    return f"/cases/{case.reference}/letters/{letter.public_id}/{rest}"


def get(actor: Actor, address: str) -> Any:
    return browser_of(actor).get(address)


def test_both_sides_find_the_order_letter_on_the_page_of_the_case(desk: Desk, case: Case) -> None:
    for actor in (desk.analyst, desk.moderator):
        page = get(actor, f"/cases/{case.reference}/")
        assert [line.title for line in page.context["letters"]] == ["Takedown order"]
        assert f'href="{address_of(case)}"' in page.content.decode()


def test_the_cover_shows_no_letter(desk: Desk) -> None:
    case = desk.sent_case(minutes_ago(10))
    assert "letters" not in get(desk.moderator, f"/cases/{case.reference}/").context
    assert get(desk.moderator, address_of(case)).status_code == 404


def test_a_letter_is_read_in_the_language_that_is_asked_for_else_in_the_readers(
    desk: Desk, case: Case
) -> None:
    own, other = get(desk.analyst, address_of(case)), get(desk.analyst, address_of(case, "?language=id"))
    assert (own.context["sheet"].title, other.context["sheet"].title) == (
        "Takedown order",
        "Perintah Takedown",
    )
    assert '<article class="letter" lang="id">' in other.content.decode()
    assert get(desk.analyst, address_of(case, "?language=tlh")).status_code == 422


def test_on_the_page_a_link_is_text_and_in_the_pdf_it_is_exact(desk: Desk, case: Case) -> None:
    url = letters_of(case)[0].content["items"][0]["url"]
    page = words_of(get(desk.moderator, address_of(case)))
    assert url.replace("https", "hxxps").replace(".example", "[.]example") in page
    assert url not in page
    pdf = browser_of(desk.moderator).post(address_of(case, "pdf/?language=en"), follow=True)
    assert url in text_of(pdf.content).replace(" ", "")


def test_a_pdf_is_there_once_somebody_has_had_it_made(desk: Desk, case: Case) -> None:
    address = address_of(case, "pdf/?language=id")
    assert get(desk.analyst, address).status_code == 404
    made = browser_of(desk.analyst).post(address)
    assert (made.status_code, made.headers["Location"]) == (302, address)
    pdf = get(desk.moderator, address)
    assert pdf.headers["Content-Type"] == "application/pdf"
    name = f"{case.reference}-order-1-id.pdf"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    shown = get(desk.moderator, f"/cases/{case.reference}/").context["letters"][0].pdfs
    assert [line.hash for line in shown] == ["", hashlib.sha256(pdf.content).hexdigest()]
