"""The shared and the internal thread stand apart, and nothing crosses from one into the other."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import thread
from cases.domain.notes import read_notes, write_note
from cases.models import Case, Message
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, opened, words_of
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
INTERNAL = "?thread=internal"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return opened(desk)


def page_for(actor: Any, case: Case, query: str = "", **headers: str) -> Any:
    return browser_of(actor).get(f"/cases/{case.reference}/{query}", headers=headers)


def post(actor: Any, case: Case, step: str, **body: str) -> Any:
    return browser_of(actor).post(f"/cases/{case.reference}/{step}/", body)


def noted(actor: Any, case: Case) -> list[str]:
    with acting_as(actor):
        return [row.text for row in read_notes(actor, case)]


def said(desk: Desk) -> list[str]:
    with acting_as(desk.analyst):
        return list(Message.objects.values_list("text", flat=True))


def test_the_shared_thread_is_shown_first_and_says_who_reads_it(desk, case):
    words = words_of(page_for(desk.analyst, case))
    assert f"{desk.agency.name} and {desk.platform.name} both read this" in words
    assert "Only" not in words.partition("both read this")[2].partition("Timeline")[0]


def test_the_internal_thread_names_the_one_house_that_reads_it(desk, case):
    for actor, house in ((desk.analyst, desk.agency), (desk.moderator, desk.operator)):
        words = words_of(page_for(actor, case, INTERNAL))
        assert f"Only {house.name} reads this" in words
        assert "both read this" not in words


def test_a_note_is_kept_in_its_own_house_alone(desk, case):
    for actor, text in (
        (desk.analyst, "Planted by the agency."),
        (desk.moderator, "Planted by the platform."),
    ):
        answer = post(actor, case, "note", note=text)
        assert (answer.status_code, answer.url) == (302, f"/cases/{case.reference}/{INTERNAL}#thread")
    for actor, own, theirs in (
        (desk.analyst, "Planted by the agency.", "Planted by the platform."),
        (desk.moderator, "Planted by the platform.", "Planted by the agency."),
    ):
        for query in ("", INTERNAL):
            assert theirs not in page_for(actor, case, query).content.decode()
        assert own in words_of(page_for(actor, case, INTERNAL))
        assert own not in words_of(page_for(actor, case))
    assert said(desk) == []


def test_a_note_that_is_sent_to_the_address_of_messages_is_refused_and_the_other_way_round(desk, case):
    assert post(desk.analyst, case, "message", note="Between us.").status_code == 422
    assert post(desk.analyst, case, "note", text="For both.").status_code == 422
    assert (said(desk), noted(desk.analyst, case)) == ([], [])


def test_the_tab_counts_and_keeps_what_else_the_address_says(desk, case):
    write_note(actor=desk.analyst, reference=case.reference, text="One.", now=minutes_ago(3))
    page = page_for(desk.analyst, case, "?items=all")
    [shared, internal] = page.context["thread_tabs"]
    assert (shared["count"], internal["count"]) == ("", 1)
    assert internal["url"] == "?items=all&thread=internal#thread"


def test_htmx_gets_the_threads_alone(desk, case):
    answer = page_for(desk.analyst, case, INTERNAL, HX_Request="true", HX_Target="thread")
    source = answer.content.decode()
    assert source.lstrip().startswith("<section")
    assert "Only" in source
    assert "timeline" not in source


def test_one_s_own_note_can_be_taken_back_from_the_page(desk, case):
    post(desk.analyst, case, "note", note="A slip.")
    own, colleague = page_for(desk.analyst, case, INTERNAL), page_for(desk.supervisor, case, INTERNAL)
    [note] = own.context["notes"]
    assert "Take back" not in words_of(colleague)
    answer = browser_of(desk.analyst).post(note.take_back_url)
    assert (answer.status_code, noted(desk.analyst, case)) == (302, [])


def test_a_note_that_stands_says_so(desk, case):
    write_note(actor=desk.analyst, reference=case.reference, text="Older.", now=minutes_ago(3))
    page = page_for(desk.analyst, case, INTERNAL)
    assert "Take back" not in words_of(page)
    with acting_as(desk.analyst):
        [row] = read_notes(desk.analyst, case)
    answer = browser_of(desk.analyst).post(f"/cases/{case.reference}/notes/{row.public_id}/take-back/")
    assert answer.status_code == 409
    assert "This one stands." in words_of(answer)


def test_an_auditor_reads_both_threads_and_is_offered_no_form(desk, case):
    thread.write(actor=desk.analyst, reference=case.reference, text="To both.", now=minutes_ago(3))
    write_note(actor=desk.analyst, reference=case.reference, text="To us.", now=minutes_ago(3))
    auditor = make_actor(desk.agency, Role.AUDITOR)
    assert "To both." in words_of(page_for(auditor, case))
    page = page_for(auditor, case, INTERNAL)
    assert "To us." in words_of(page)
    assert page.context["note_form"] is None


def test_of_a_draft_there_is_only_the_internal_thread(desk):
    with acting_as(desk.analyst):
        draft = desk._draft(minutes_ago(10), "urgent")
    assert page_for(desk.analyst, draft).context["shown_thread"] == "internal"
