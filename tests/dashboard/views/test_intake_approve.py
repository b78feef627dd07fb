"""Draft and approval: what the second person sees, and what his click is bound to."""

from typing import Any

import pytest
from django.http import HttpResponse

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.approving import mark_seen, send_urgent
from cases.domain.drafting import submit
from cases.enums import ApprovalDecision, CaseState, Verb
from cases.models import Approval, Case, Look
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, reread, words_of
from tests.factories.cases import edit, file_cases, link_on, make_waiting_case, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk(single_signature_urgent=True)


@pytest.fixture
def waiting(desk) -> Case:
    return make_waiting_case(desk, ["room/1", "room/2"], now=minutes_ago(20))


def page_of(actor: Actor, case: Case) -> HttpResponse:
    return browser_of(actor).get(f"/cases/{case.reference}/approve/")


def press(
    actor: Actor, case: Case, step: str, page: HttpResponse | None = None, **typed: Any
) -> HttpResponse:
    """Send a form of the page as it was opened, ``page`` or the page as it is now."""
    shown = (page or page_of(actor, case)).context
    hidden = dict([*shown["seen"], *shown["version"]])
    return browser_of(actor).post(f"/cases/{case.reference}/{step}/", {**hidden, **typed})


def changed(desk: Desk, case: Case, **fields: Any) -> Case:
    edited = edit(desk, reread(desk, case), now=minutes_ago(10), **fields)
    return submit(
        actor=desk.analyst,
        reference=case.reference,
        edit_version=edited.edit_version,
        now=minutes_ago(9),
    )


def offered(actor: Actor, case: Case) -> set[str]:
    return {verb for verb, yes in page_of(actor, case).context["offers"].items() if yes}


def test_the_approver_sees_what_would_be_sent_and_who_filed(desk, waiting):
    page = words_of(page_of(desk.approver, waiting))
    shown = (
        waiting.reasons,
        waiting.considerations,
        desk.analyst.name,
        "room/1",
        "room/2",
        desk.basis.citation,
    )
    assert [word in page for word in shown] == [True] * 6


def test_links_that_were_left_out_are_shown_with_why(desk):
    [case] = file_cases(
        desk, f"{link_on(desk)} https://elsewhere.example/x https://t.me/+AbCdEfGhIj", now=minutes_ago(20)
    )
    page = words_of(page_of(desk.approver, case))
    assert "2 links of the report are left out" in page
    assert "No addressee hxxps://elsewhere[.]example/x" in page
    assert "Private hxxps://t[.]me/+…" in page


def test_both_deadlines_stand_beside_the_decision(desk, waiting):
    page = words_of(page_of(desk.approver, waiting))
    assert f"{desk.platform.name} must acknowledge by" in page


def test_each_reader_is_offered_what_he_may_do(desk, waiting):
    assert offered(desk.approver, waiting) >= {Verb.SEND, Verb.RETURN}
    assert offered(desk.analyst, waiting) & {Verb.SEND, Verb.RETURN, Verb.EDIT, Verb.SEND_URGENT} == {
        Verb.EDIT,
        Verb.SEND_URGENT,
    }
    colleague = make_actor(desk.agency, Role.ANALYST)
    assert offered(colleague, waiting) & {Verb.EDIT, Verb.SEND_URGENT} == {Verb.EDIT}


def test_approving_sends_the_case_and_leads_to_it(desk, waiting):
    answer = press(desk.approver, waiting, "send")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{waiting.reference}/")
    assert reread(desk, waiting).state == CaseState.SENT


def test_a_double_click_on_send_sends_once_and_says_so(desk, waiting):
    page = page_of(desk.approver, waiting)
    first, second = (press(desk.approver, waiting, "send", page) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "“Approve and send” is not possible: the case is now “Sent”." in words_of(second)


def test_a_stale_page_sends_nothing_and_shows_what_changed_since(desk, waiting):
    page = page_of(desk.approver, waiting)
    changed(desk, waiting, reasons="Shows how to build two bombs.")
    answer = press(desk.approver, waiting, "send", page)
    assert (answer.status_code, reread(desk, waiting).state) == (409, CaseState.AWAITING_APPROVAL)
    shown = words_of(answer)
    assert "The case was changed after you opened it." in shown
    assert "What changed since you opened the page Reasons Shows how to build a bomb. two bombs." in shown


def test_a_forged_hash_of_the_new_content_without_its_page_is_still_bound_to_the_content(desk, waiting):
    typed = {"content_hash": "0" * 64, "seen": "forged"}
    answer = browser_of(desk.approver).post(f"/cases/{waiting.reference}/send/", typed)
    assert (answer.status_code, reread(desk, waiting).state) == (409, CaseState.AWAITING_APPROVAL)


def test_after_a_look_the_next_page_shows_what_changed(desk, waiting):
    assert "You have not looked at this before." in words_of(page_of(desk.approver, waiting))
    press(desk.approver, waiting, "mark-read")
    assert "Nothing changed since you last looked," in words_of(page_of(desk.approver, waiting))
    changed(desk, waiting, urgency="ordinary")
    page = words_of(page_of(desk.approver, waiting))
    assert "What changed since you last looked" in page
    assert "Urgency Urgent Ordinary" in page


def test_opening_the_page_is_not_a_look(desk, waiting):
    page_of(desk.approver, waiting)
    with acting_as(desk.approver):
        assert Look.objects.count() == 0


def test_another_persons_look_is_not_mine(desk, waiting):
    seen = seen_hash(desk.approver, waiting.reference)
    mark_seen(actor=desk.approver, reference=waiting.reference, content_hash=seen, now=minutes_ago(5))
    other = make_actor(desk.agency, Role.APPROVER)
    assert "You have not looked at this before." in words_of(page_of(other, waiting))


def test_a_return_without_a_reason_is_refused_with_its_form_open(desk, waiting):
    answer = press(desk.approver, waiting, "return", reason="  ")
    assert (answer.status_code, reread(desk, waiting).state) == (422, CaseState.AWAITING_APPROVAL)
    assert list(answer.context["return_form"].errors) == ["reason"]


def test_a_return_gives_the_draft_back_with_its_reason(desk, waiting):
    answer = press(desk.approver, waiting, "return", reason="Too vague.")
    assert (answer.status_code, reread(desk, waiting).state) == (302, CaseState.RETURNED)
    page = words_of(page_of(desk.analyst, waiting))
    assert f"Returned by {desk.approver.name} Too vague." in page


def test_a_reason_typed_on_a_stale_page_is_still_there(desk, waiting):
    page = page_of(desk.approver, waiting)
    changed(desk, waiting, reasons="Other.")
    answer = press(desk.approver, waiting, "return", page, reason="Typed at length.")
    assert answer.status_code == 409
    assert "Typed at length." in words_of(answer)


def test_the_filer_cannot_approve_by_calling_the_address(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    [case] = file_cases(desk, actor=both, now=minutes_ago(10))
    answer = press(both, case, "send")
    assert (answer.status_code, reread(desk, case).state) == (403, CaseState.AWAITING_APPROVAL)
    assert "another person must decide" in words_of(answer)


def test_an_urgent_case_is_sent_on_one_signature_and_confirmed_by_another_person(desk, waiting):
    assert press(desk.analyst, waiting, "send-urgent").status_code == 302
    assert Verb.CONFIRM in offered(desk.approver, waiting)
    assert Verb.CONFIRM not in offered(desk.analyst, waiting)
    answer = press(desk.approver, waiting, "confirm")
    assert answer.status_code == 302
    with acting_as(desk.approver):
        assert Approval.objects.get().decision == ApprovalDecision.CONFIRMED


def test_a_stale_form_does_not_send_on_one_signature(desk, waiting):
    page = page_of(desk.analyst, waiting)
    edit(desk, waiting, now=minutes_ago(10), reasons="Edited by a colleague.")
    answer = press(desk.analyst, waiting, "send-urgent", page)
    assert (answer.status_code, reread(desk, waiting).state) == (409, CaseState.DRAFT)


def test_a_version_that_is_no_number_is_a_conflict(desk, waiting):
    answer = browser_of(desk.analyst).post(
        f"/cases/{waiting.reference}/send-urgent/", {"edit_version": "x" * 50}
    )
    assert answer.status_code == 409


def test_an_edited_draft_is_submitted_again_from_the_page(desk, waiting):
    edit(desk, waiting, now=minutes_ago(10), reasons="Other.")
    answer = press(desk.analyst, waiting, "submit")
    assert (answer.status_code, reread(desk, waiting).state) == (302, CaseState.AWAITING_APPROVAL)


def test_a_case_whose_links_all_are_in_hand_by_now_stays_and_says_why(desk):
    waiting = make_waiting_case(desk, ["room/9"], now=minutes_ago(20))
    other = make_waiting_case(desk, ["room/9"], now=minutes_ago(15))
    press(desk.approver, other, "send")
    answer = press(desk.approver, waiting, "send")
    assert answer.status_code == 409
    assert "Nothing was sent: every link here is in hand elsewhere, “room/9” since" in words_of(answer)


def test_what_is_in_hand_by_now_is_told_before_anybody_presses_send(desk, waiting):
    other = make_waiting_case(desk, ["room/2"], now=minutes_ago(15))
    press(desk.approver, other, "send")
    page = words_of(page_of(desk.approver, waiting))
    assert "1 item is in hand elsewhere: it is set aside when the rest is sent." in page
    assert other.reference in page


def test_after_sending_the_page_leads_to_the_case(desk, waiting):
    press(desk.approver, waiting, "send")
    page = page_of(desk.approver, waiting)
    assert (page.status_code, offered(desk.approver, waiting) & {Verb.SEND, Verb.RETURN, Verb.CONFIRM}) == (
        200,
        set(),
    )
    assert "Sent. Nothing is to be decided here." in words_of(page)


def test_a_case_sent_on_one_signature_can_be_withdrawn_from_the_page(desk, waiting):
    send_urgent(
        actor=desk.analyst,
        reference=waiting.reference,
        edit_version=waiting.edit_version,
        now=minutes_ago(5),
    )
    page = page_of(desk.approver, waiting).content.decode()
    assert f"/cases/{waiting.reference}/withdraw/" in page


@pytest.mark.parametrize(
    "step", ["approve", "edit", "submit", "mark-read", "return", "send", "send-urgent", "confirm"]
)
def test_a_stranger_finds_nothing(desk, waiting, step):
    stranger = browser_of(make_actor(make_agency(), Role.ANALYST, Role.APPROVER))
    address = f"/cases/{waiting.reference}/{step}/"
    read = step in ("approve", "edit")
    answer = stranger.get(address) if read else stranger.post(address, {"reason": "Mine.", "edit_version": 1})
    assert answer.status_code == 404


def test_the_addressed_operator_finds_nothing(desk, waiting):
    assert browser_of(desk.moderator).get(f"/cases/{waiting.reference}/approve/").status_code == 403


def test_approve_and_next_goes_on_to_what_is_due_next_and_is_not_ones_own(desk, waiting):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    file_cases(desk, link_on(desk, "own"), actor=both, now=minutes_ago(30))
    later = make_waiting_case(desk, ["room/3"], now=minutes_ago(10))
    done = press(both, waiting, "send", next="1")
    assert done["Location"] == f"/cases/{later.reference}/approve/"
    assert reread(desk, waiting).state == CaseState.SENT
    assert press(both, later, "send", next="1")["Location"] == "/approvals/"


def test_a_case_that_went_out_on_one_signature_is_confirmed_or_withdrawn_from_the_list(desk, waiting):
    send_urgent(
        actor=desk.analyst, reference=waiting.reference, edit_version=waiting.edit_version, now=minutes_ago(9)
    )
    page = browser_of(desk.approver).get("/approvals/").content.decode()
    offered_there = [f"/cases/{waiting.reference}/{step}/" in page for step in ("approve", "withdraw")]
    assert offered_there == [True, True]
    done = press(desk.approver, waiting, "confirm", next="1")
    assert done["Location"] == "/approvals/"
