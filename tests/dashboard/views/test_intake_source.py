"""A letter in the report's form: words around its links, ticks, and the two offers of its head."""

import re

import pytest

from accounts.domain.acting import acting_as
from cases.domain.links import token_of
from cases.models import Item, Report
from channels_registry.enums import Grammar
from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.dashboard.views.test_intake_report import blank, fields
from tests.factories.cases import link_on, make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


LETTER = """Nomor : B-417/KC.3/09/2025
Jakarta, 12 September 2025

Berdasarkan Undang-Undang Nomor 11 Tahun 2008 (https://jdih.contoh.go.id/uu-11), kami mohon {link} ditangani.
"""


def test_words_around_a_link_are_shown_and_a_citation_is_not_ticked(desk):
    page = browser_of(desk.analyst).post("/reports/links/", {"paste": LETTER.format(link=link_on(desk))})
    shown = page.content.decode()
    assert "kami mohon" in words_of(page)
    assert "A text of law that the letter cites." in words_of(page)
    law, post = token_of("", "jdih.contoh.go.id/uu-11"), token_of(desk.platform.slug, "room/1")
    assert f'name="ticked" value="{law} {post}"' in shown
    assert re.findall(r'name="reported" value="(\w+)" id="[^"]+"( checked)?', shown) == [
        (law, ""),
        (post, " checked"),
    ]


def test_a_tick_that_is_taken_off_keeps_the_link_out_of_the_case(desk):
    one, other = (token_of(desk.platform.slug, f"room/{number}") for number in (1, 2))
    paste = f"{link_on(desk, 'room/1')} {link_on(desk, 'room/2')}"
    sent = fields(desk, paste, ticked=f"{one} {other}", reported=[other], **blank(desk.analyst))
    browser_of(desk.analyst).post("/reports/new/", sent)
    with acting_as(desk.analyst):
        assert list(Item.objects.values_list("key", flat=True)) == ["room/2"]


def test_number_and_date_of_a_letter_are_offered_and_never_set(desk):
    browser = browser_of(desk.analyst)
    page = browser.post("/reports/links/", {"paste": LETTER.format(link=link_on(desk))})
    assert "Use number B-417/KC.3/09/2025" in words_of(page)
    assert "Use date 12 September 2025" in words_of(page)
    sent = fields(desk, LETTER.format(link=link_on(desk)), action="save", **blank(desk.analyst))
    browser.post("/reports/new/", sent)
    with acting_as(desk.analyst):
        assert list(Report.objects.values_list("file_number", "letter_date")) == [("", None)]


def test_an_offer_that_is_pressed_fills_its_field_and_saves_nothing(desk):
    sent = fields(desk, LETTER.format(link=link_on(desk)), **blank(desk.analyst))
    del sent["action"]
    page = browser_of(desk.analyst).post("/reports/new/", {**sent, "take": "letter_date=2025-09-12"})
    assert page.status_code == 200
    assert re.search(r'name="letter_date" value="2025-09-12"', page.content.decode())
    assert "Use number B-417/KC.3/09/2025" in words_of(page)
    assert "Use date" not in words_of(page)
    with acting_as(desk.analyst):
        assert Report.objects.count() == 0


def test_only_the_two_fields_of_the_letter_are_taken_over(desk):
    sent = fields(desk, LETTER.format(link=link_on(desk)), **blank(desk.analyst))
    page = browser_of(desk.analyst).post("/reports/new/", {**sent, "take": "reasons=Other words"})
    assert "Other words" not in page.content.decode()


def test_a_name_that_looks_like_a_reported_one_says_which(desk):
    make_sent_case(desk, ["kanal_info"])
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    paste = f"{link_on(desk, 'kanal_lnfo')} https://t.me/k\u0430nal_info"
    said = words_of(browser_of(desk.analyst).post("/reports/links/", {"paste": paste}))
    assert said.count("Looks like kanal_info, which has been reported, but is another name.") == 2
    assert "It reads like kanal_info." in said
    assert "hxxps://t[.]me/k⟨U+0430⟩nal_info" in said


def test_a_link_on_a_service_that_nobody_registered_names_it(desk):
    said = words_of(
        browser_of(desk.analyst).post("/reports/links/", {"paste": "https://x.com/some_user/status/12"})
    )
    assert "hxxps://x[.]com/i/status/12 X · Post" in said
