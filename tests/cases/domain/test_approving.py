from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.approving import (
    approve_and_send,
    authors_of,
    confirm,
    mark_seen,
    return_to_author,
    send_urgent,
)
from cases.domain.drafting import submit
from cases.domain.withdrawing import withdraw
from cases.enums import ApprovalDecision, CaseState, EndReason
from cases.models import Approval, Case, Claim, Clock, Look
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState, Urgency
from tests.factories.cases import NOON, edit, file_cases, make_waiting_case, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=20)


@pytest.fixture
def desk() -> Desk:
    return make_desk(single_signature_urgent=True)


def approve(desk: Desk, case: Case, *, actor: Actor | None = None, seen: str = "") -> Case:
    return approve_and_send(
        actor=actor or desk.approver,
        reference=case.reference,
        content_hash=seen or seen_hash(desk.approver, case.reference),
        now=LATER,
    )


def send_alone(desk: Desk, case: Case, *, actor: Actor | None = None) -> Case:
    return send_urgent(
        actor=actor or desk.analyst, reference=case.reference, edit_version=case.edit_version, now=NOON
    )


def give_back(desk: Desk, case: Case, *, actor: Actor | None = None, reason: str = "Too vague.") -> Case:
    return return_to_author(
        actor=actor or desk.approver,
        reference=case.reference,
        reason=reason,
        content_hash=seen_hash(desk.approver, case.reference),
        now=LATER,
    )


def the_approval(desk: Desk) -> Approval:
    with acting_as(desk.analyst):
        return Approval.objects.get()


def the_clock(desk: Desk, kind: ClockKind = ClockKind.APPROVE) -> Clock:
    with acting_as(desk.analyst):
        return Clock.objects.get(kind=kind)


def test_an_approved_case_is_sent_on_the_approvers_name_and_post(desk):
    case = approve(desk, make_waiting_case(desk))
    assert (case.state, case.sent_at) == (CaseState.SENT, LATER)
    assert (case.issuing_official, case.issuing_post) == (desk.approver.name, "Desk officer")


def test_approving_decides_the_approval_and_meets_its_clock(desk):
    approve(desk, make_waiting_case(desk))
    approval, clock = the_approval(desk), the_clock(desk)
    assert (approval.decision, approval.decided_by_id, approval.decided_at) == (
        ApprovalDecision.APPROVED,
        desk.approver.user_id,
        LATER,
    )
    assert (clock.state, clock.met_at) == (ClockState.MET, LATER)


def test_approving_twice_is_a_conflict_and_sends_once(desk):
    case = make_waiting_case(desk)
    seen = seen_hash(desk.approver, case.reference)
    approve(desk, case, seen=seen)
    with pytest.raises(Conflict):
        approve(desk, case, seen=seen)
    assert verbs_of("case", case.reference) == ["file", "send"]


def test_an_approval_of_what_has_changed_since_is_a_conflict(desk):
    case = make_waiting_case(desk)
    seen = seen_hash(desk.approver, case.reference)
    edited = edit(desk, case, reasons="Quite another reason.")
    submit(actor=desk.analyst, reference=case.reference, edit_version=edited.edit_version, now=NOON)
    with pytest.raises(Conflict) as refused:
        approve(desk, case, seen=seen)
    assert refused.value.code == "content_changed"
    with acting_as(desk.analyst):
        assert Case.objects.get().state == CaseState.AWAITING_APPROVAL


def test_the_filer_cannot_approve_even_as_an_approver(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    [case] = file_cases(desk, actor=both)
    with pytest.raises(NotAllowed) as refused:
        approve(desk, case, actor=both)
    assert refused.value.code == "another_person"


def test_whoever_edited_the_case_cannot_approve_it(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    case = make_waiting_case(desk)
    edited = edit(desk, case, actor=both, reasons="Mine.")
    submit(actor=desk.analyst, reference=case.reference, edit_version=edited.edit_version, now=NOON)
    with acting_as(both):
        assert authors_of(case) == {desk.analyst.user_id, both.user_id}
    with pytest.raises(NotAllowed):
        approve(desk, case, actor=both)


def test_the_database_refuses_a_second_signature_by_the_filer(desk):
    make_waiting_case(desk)
    with acting_as(desk.analyst), pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(
            decision=ApprovalDecision.APPROVED, decided_by_id=desk.analyst.user_id, decided_at=NOON
        )


def test_an_analyst_alone_cannot_approve(desk):
    case = make_waiting_case(desk)
    with pytest.raises(NotAllowed):
        approve(desk, case, actor=make_actor(desk.agency, Role.ANALYST))


def test_another_agencys_approver_cannot_know_of_it(desk):
    case = make_waiting_case(desk)
    with pytest.raises(NotKnown):
        approve(desk, case, actor=make_actor(make_agency(), Role.APPROVER))


def test_an_item_that_another_case_took_meanwhile_does_not_stop_the_rest(desk):
    first, second = make_waiting_case(desk, ["room/1"]), make_waiting_case(desk, ["room/1", "room/2"])
    approve(desk, first)
    sent = approve(desk, second)
    with acting_as(desk.analyst):
        held = Claim.objects.filter(case=second).values_list("key", flat=True)
        assert (sent.state, list(held)) == (CaseState.SENT, ["room/2"])
        assert Approval.objects.get(case=second).decision == ApprovalDecision.APPROVED


def test_a_returned_case_has_its_reason_and_its_clock_ended(desk):
    case = give_back(desk, make_waiting_case(desk))
    approval, clock = the_approval(desk), the_clock(desk)
    assert (case.state, approval.decision, approval.reason) == (
        CaseState.RETURNED,
        ApprovalDecision.RETURNED,
        "Too vague.",
    )
    assert (clock.state, clock.end_reason) == (ClockState.ENDED, EndReason.RETURNED)
    told = Outbox.objects.filter(kind=NoticeKind.RETURNED).values_list("user_id", flat=True)
    assert list(told) == [desk.analyst.user_id]


def test_a_case_is_returned_with_a_reason_or_not_at_all(desk):
    with pytest.raises(Invalid) as refused:
        give_back(desk, make_waiting_case(desk), reason=" ")
    assert refused.value.field == "reason"


def test_an_author_cannot_return_his_own_case(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    [case] = file_cases(desk, actor=both)
    with pytest.raises(NotAllowed):
        give_back(desk, case, actor=both)


def test_marking_as_read_keeps_what_was_seen(desk):
    case = make_waiting_case(desk)
    seen = seen_hash(desk.approver, case.reference)
    mark_seen(actor=desk.approver, reference=case.reference, content_hash=seen, now=NOON)
    with acting_as(desk.approver):
        look = Look.objects.get()
    assert (look.user_id, look.content_hash, look.at) == (desk.approver.user_id, seen, NOON)
    assert look.content["reasons"] == case.reasons
    assert verbs_of("case", case.reference) == ["file", "mark_seen"]


def test_only_the_last_look_is_kept(desk):
    case = make_waiting_case(desk)
    for at in (NOON, LATER):
        seen = seen_hash(desk.approver, case.reference)
        mark_seen(actor=desk.approver, reference=case.reference, content_hash=seen, now=at)
    with acting_as(desk.approver):
        assert Look.objects.get().at == LATER


def test_what_changed_cannot_be_marked_as_read_from_a_stale_page(desk):
    case = make_waiting_case(desk)
    with pytest.raises(Conflict):
        mark_seen(actor=desk.approver, reference=case.reference, content_hash="0" * 64, now=NOON)


def test_every_decision_is_a_look(desk):
    give_back(desk, make_waiting_case(desk))
    with acting_as(desk.approver):
        assert Look.objects.get().at == LATER


def test_an_urgent_case_goes_out_on_the_filers_signature_with_the_approval_open(desk):
    case = send_alone(desk, make_waiting_case(desk))
    approval, clock = the_approval(desk), the_clock(desk)
    assert (case.state, case.issuing_official) == (CaseState.SENT, "")
    assert (approval.single_signature, approval.decision) == (True, "")
    assert (clock.state, clock.next_step_at) == (ClockState.RUNNING, clock.due_at)


def test_sending_alone_from_a_draft_asks_for_the_approval_too(desk):
    case = make_waiting_case(desk)
    edited = edit(desk, case, reasons="Clearer.")
    send_alone(desk, edited)
    with acting_as(desk.analyst):
        decisions = Approval.objects.order_by("asked_at", "pk").values_list("decision", "single_signature")
        assert list(decisions) == [(ApprovalDecision.VOIDED, False), ("", True)]


def test_only_the_filer_signs_alone(desk):
    case = make_waiting_case(desk)
    with pytest.raises(NotAllowed) as refused:
        send_alone(desk, case, actor=make_actor(desk.agency, Role.ANALYST))
    assert refused.value.code == "filer_only"


def test_an_ordinary_case_needs_two_signatures(desk):
    [case] = file_cases(desk, urgency=Urgency.ORDINARY)
    with pytest.raises(NotAllowed) as refused:
        send_alone(desk, case)
    assert refused.value.code == "two_signatures"


def test_a_policy_may_want_two_signatures_for_urgent_cases_too():
    strict = make_desk(single_signature_urgent=False)
    case = make_waiting_case(strict)
    with pytest.raises(NotAllowed) as refused:
        send_alone(strict, case)
    assert refused.value.code == "two_signatures"


def test_sending_alone_twice_is_a_conflict(desk):
    case = make_waiting_case(desk)
    send_alone(desk, case)
    with pytest.raises(Conflict):
        send_alone(desk, case)


def test_another_person_confirms_what_went_out_on_one_signature_and_answers_for_it(desk):
    case = send_alone(desk, make_waiting_case(desk))
    seen = seen_hash(desk.approver, case.reference)
    case = confirm(actor=desk.approver, reference=case.reference, content_hash=seen, now=LATER)
    assert case.issuing_official == desk.approver.name
    approval, clock = the_approval(desk), the_clock(desk)
    assert (approval.decision, approval.decided_by_id) == (
        ApprovalDecision.CONFIRMED,
        desk.approver.user_id,
    )
    assert (clock.state, clock.met_at) == (ClockState.MET, LATER)
    assert verbs_of("case", case.reference) == ["file", "send_urgent", "confirm"]


def test_the_filer_cannot_confirm_his_own_signature(desk):
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    [case] = file_cases(desk, actor=both)
    send_alone(desk, case, actor=both)
    with pytest.raises(NotAllowed):
        confirm(
            actor=both,
            reference=case.reference,
            content_hash=seen_hash(both, case.reference),
            now=LATER,
        )


def test_a_case_with_both_signatures_has_nothing_to_confirm(desk):
    case = approve(desk, make_waiting_case(desk))
    with pytest.raises(Conflict) as refused:
        confirm(
            actor=desk.approver,
            reference=case.reference,
            content_hash=seen_hash(desk.approver, case.reference),
            now=LATER,
        )
    assert refused.value.code == "nothing_asked"


def test_another_person_can_withdraw_what_went_out_on_one_signature(desk):
    case = send_alone(desk, make_waiting_case(desk))
    withdraw(actor=desk.approver, reference=case.reference, reason="Satire.", now=LATER)
    approval = the_approval(desk)
    assert (approval.decision, approval.decided_by_id) == (
        ApprovalDecision.WITHDRAWN,
        desk.approver.user_id,
    )


def test_the_platform_sees_nothing_of_the_clock_of_the_approval(desk):
    send_alone(desk, make_waiting_case(desk))
    with acting_as(desk.moderator):
        kinds = Clock.objects.visible_to(desk.moderator).values_list("kind", flat=True)
        assert list(kinds) == [ClockKind.ACKNOWLEDGE]
