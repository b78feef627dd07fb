"""The issuer withdraws, and the case goes on with the agency that had joined it."""

from datetime import datetime, timedelta

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from audit.domain.verifying import verify
from audit.models import Entry
from cases.domain import clarification, objections, receipt, response, sweep, verifying, withdrawing
from cases.domain.figures import figure
from cases.domain.figures_rows import Asked
from cases.domain.response import ItemDecision
from cases.enums import CaseState, ClarificationGround, CoSignatureState, Outcome, Span, VerifiedOutcome
from cases.models import (
    Approval,
    Case,
    Claim,
    Clock,
    CoSignature,
    Escalation,
    Filing,
    Finding,
    Item,
    Letter,
    Message,
    Note,
    Receipt,
)
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState
from tests.factories.cases import CONSIDERED, NOON, REASONS, make_sent_case
from tests.factories.desk import Desk, make_second_desk
from tests.factories.joining import OWN_CONSIDERED, OWN_REASONS, make_joined, make_joined_case

pytestmark = pytest.mark.django_db

SOON = NOON + timedelta(minutes=20)


def withdrawn(desk: Desk, case: Case, now: datetime = SOON) -> Case:
    """Withdraw the case; return the one that continues it."""
    withdrawing.withdraw(actor=desk.analyst, reference=case.reference, reason="Not our matter.", now=now)
    with acting_as(COMMAND):
        return Case.objects.select_related("agency", "organisation").get(continues=case)


def decided(desk: Desk, case: Case, now: datetime) -> None:
    with acting_as(COMMAND):
        items = [item.public_id for item in Item.objects.filter(case=case)]
    decisions = [ItemDecision(item, Outcome.REMOVED) for item in items]
    response.decide(actor=desk.moderator, reference=case.reference, decisions=decisions, text="", now=now)


def knows(actor: Actor, case: Case) -> bool:
    with acting_as(actor):
        return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def test_the_joined_agency_gets_a_case_of_its_own_on_its_own_basis_and_reasons() -> None:
    first, second, case, joined = make_joined_case(("room/1", "room/2"))
    new = withdrawn(first, case)
    assert (new.agency, new.state, new.sent_at) == (second.agency, CaseState.SENT, NOON)
    assert (new.reasons, new.considerations) == (OWN_REASONS, OWN_CONSIDERED)
    assert new.issuing_official == second.approver.name
    with acting_as(COMMAND):
        items = Item.objects.filter(case=new).order_by("position").values_list("key", "legal_basis_id")
        filing, approval = Filing.objects.get(case=new), Approval.objects.get(case=new)
        joined.refresh_from_db()
    assert list(items) == [("room/1", second.basis.pk), ("room/2", second.basis.pk)]
    assert (filing.filer_id, filing.agency_id) == (second.analyst.user_id, second.agency.pk)
    assert (approval.filer_id, approval.decided_by_id) == (second.analyst.user_id, second.approver.user_id)
    assert (joined.state, joined.became) == (CoSignatureState.PASSED_ON, new)


def test_each_agency_sees_its_own_of_the_two_cases_and_the_operator_both() -> None:
    first, second, case, joined = make_joined_case()
    new = withdrawn(first, case)
    assert (knows(first.analyst, case), knows(first.analyst, new)) == (True, False)
    assert (knows(second.analyst, case), knows(second.analyst, new)) == (False, True)
    assert (knows(first.moderator, case), knows(first.moderator, new)) == (True, True)


def test_claims_are_handed_over_without_an_instant_of_freedom() -> None:
    first, second, case, joined = make_joined_case(("room/1", "room/2"))
    new = withdrawn(first, case)
    with acting_as(COMMAND):
        held = Claim.objects.filter(released_at=None).values_list("case", "agency", "key").order_by("key")
        assert list(held) == [(new.pk, second.agency.pk, key) for key in ("room/1", "room/2")]
        assert not Claim.objects.filter(case=case).exists()


def test_every_deadline_stays_and_no_step_fires_twice() -> None:
    first, second, case, joined = make_joined_case()
    sweep.sweep(now=NOON + timedelta(minutes=31))
    with acting_as(COMMAND):
        before = Clock.objects.get(case=case, kind=ClockKind.ACKNOWLEDGE)
    new = withdrawn(first, case, NOON + timedelta(minutes=32))
    sweep.sweep(now=NOON + timedelta(minutes=33))
    with acting_as(COMMAND):
        after = Clock.objects.get(case=new, kind=ClockKind.ACKNOWLEDGE)
        before.refresh_from_db()
        steps = list(Escalation.objects.filter(clock=after).values_list("step", flat=True))
    assert (after.started_at, after.due_at, after.state) == (NOON, before.due_at, ClockState.RUNNING)
    assert (new.operator_due_at, before.state) == (after.due_at, ClockState.ENDED)
    assert steps == ["half"]
    assert Outbox.objects.filter(kind="reminder", subject_id=new.reference).count() == 0


def test_what_the_platform_did_stands_and_nothing_is_restored() -> None:
    first, second, case, joined = make_joined_case()
    decided(first, case, NOON + timedelta(minutes=10))
    new = withdrawn(first, case)
    with acting_as(COMMAND):
        item = Item.objects.get(case=new)
        receipts = list(Receipt.objects.filter(case=new).values_list("kind", "at"))
        restoring = Clock.objects.filter(kind=ClockKind.REINSTATE)
        assert not restoring.exists()
    assert (item.outcome, item.outcome_at) == (Outcome.REMOVED, NOON + timedelta(minutes=10))
    assert receipts == [("signed", NOON + timedelta(minutes=10))]
    assert (new.state, new.received_at) == (CaseState.ANSWERED, NOON + timedelta(minutes=10))


def test_the_new_agency_goes_on_as_the_first_would_have() -> None:
    first, second, case, joined = make_joined_case()
    decided(first, case, NOON + timedelta(minutes=10))
    new = withdrawn(first, case)
    with acting_as(COMMAND):
        item = Item.objects.get(case=new).public_id
    seen = {item: VerifiedOutcome.STILL_UP}
    later = NOON + timedelta(minutes=40)
    verifying.verify(actor=second.analyst, reference=new.reference, verdicts=seen, now=later)
    with acting_as(COMMAND):
        effect = Clock.objects.get(case=new, kind=ClockKind.EFFECT)
    # Ten minutes to the answer, then half an hour with the agencies.
    assert (effect.state, effect.due_at) == (ClockState.RUNNING, NOON + timedelta(minutes=10 + 30 + 240))


def test_an_open_question_is_answered_by_the_new_agency() -> None:
    first, second, case, joined = make_joined_case()
    clarification.ask(
        actor=first.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which page?",
        now=NOON + timedelta(minutes=10),
    )
    new = withdrawn(first, case)
    assert new.state == CaseState.CLARIFICATION
    answered = clarification.answer(
        actor=second.analyst, reference=new.reference, text="The first.", now=SOON + timedelta(minutes=5)
    )
    assert answered.state == CaseState.ACKNOWLEDGED


def test_nothing_of_the_first_agency_s_house_comes_along() -> None:
    first, second, case, joined = make_joined_case()
    new = withdrawn(first, case)
    with acting_as(COMMAND):
        [letter] = Letter.objects.filter(case=new)
        [said] = Message.objects.filter(case=new)
        assert not Note.objects.filter(case=new).exists()
        report = Filing.objects.get(case=new).report
    words = f"{letter.content} {said.text} {new.reasons} {new.considerations}"
    assert REASONS not in words
    assert CONSIDERED not in words
    assert (letter.content["official"], letter.content["reasons"]) == (second.approver.name, OWN_REASONS)
    assert report == joined.report


def test_the_platform_reads_in_thread_and_letter_who_orders_now() -> None:
    first, second, case, joined = make_joined_case()
    new = withdrawn(first, case)
    with acting_as(first.moderator):
        assert not Message.objects.visible_to(first.moderator).filter(case=new).exists()  # not signed yet
    receipt.open_and_sign(actor=first.moderator, reference=new.reference, now=SOON + timedelta(minutes=1))
    with acting_as(first.moderator):
        [said] = Message.objects.visible_to(first.moderator).filter(case=new)
        [letter] = Letter.objects.visible_to(first.moderator).filter(case=new)
    assert (case.reference in said.text, second.agency.name in said.text) == (True, True)
    assert letter.content["agency"]["name"] == second.agency.name
    told = Outbox.objects.filter(subject_id=new.reference, kind="passed_on")
    assert told.filter(organisation_id=first.operator.pk).exists()
    assert told.filter(user_id=second.analyst.user_id).exists()


def test_the_records_of_both_cases_say_it_and_are_whole() -> None:
    first, second, case, joined = make_joined_case()
    new = withdrawn(first, case)
    of_old = Entry.objects.get(subject_id=case.reference, verb="withdraw")
    of_new = Entry.objects.get(subject_id=new.reference, verb="pass_on")
    assert of_old.changes["passed_on"] == second.agency.pk
    assert new.reference not in str(of_old.changes)
    assert (of_new.changes["continues"], of_new.actor_kind) == (case.reference, "engine")
    assert verify().faults == []


def test_the_report_of_the_new_agency_names_its_case() -> None:
    first, second, case, joined = make_joined_case()
    new = withdrawn(first, case)
    with acting_as(COMMAND):
        assert Finding.objects.get(report=joined.report).case == new


def test_the_first_who_joined_goes_on_and_the_others_join_him() -> None:
    first, second, case, joined = make_joined_case()
    third = make_second_desk(first)
    further = make_joined(case, third)
    new = withdrawn(first, case)
    assert new.agency == second.agency
    with acting_as(third.analyst):
        assert list(Case.objects.joined_by(third.analyst)) == [new]
    told = Outbox.objects.filter(kind="passed_on", user_id=third.analyst.user_id)
    assert list(told.values_list("context__reference", flat=True)) == [new.reference]
    newest = withdrawn(second, new, SOON + timedelta(minutes=5))
    with acting_as(COMMAND):
        further = CoSignature.objects.get(pk=further.pk)
    assert (newest.agency, further.became) == (third.agency, newest)


def test_a_joining_that_nobody_confirmed_takes_nothing_over() -> None:
    first, second, case, joined = make_joined_case()
    with acting_as(COMMAND):
        CoSignature.objects.filter(pk=joined.pk).update(
            state=CoSignatureState.ASKED, decided_by=None, decided_at=None
        )
    withdrawing.withdraw(actor=first.analyst, reference=case.reference, reason="We erred.", now=SOON)
    with acting_as(COMMAND):
        assert not Case.objects.filter(continues=case).exists()
        assert not Claim.objects.filter(released_at=None).exists()


def test_an_objection_that_was_upheld_passes_nothing_on_and_tells_who_had_joined() -> None:
    first, second, case, joined = make_joined_case()
    objections.object_to(actor=first.moderator, reference=case.reference, text="It is art.", now=SOON)
    objections.decide(
        actor=first.supervisor, reference=case.reference, upheld=True, reason="It is.", now=SOON
    )
    with acting_as(COMMAND):
        assert not Case.objects.filter(continues=case).exists()
    told = Outbox.objects.filter(kind="withdrawn", user_id=second.analyst.user_id)
    assert list(told.values_list("context__path", flat=True)) == [f"/joined/{joined.public_id}/"]


def test_the_operator_s_figures_count_what_was_passed_on_once() -> None:
    first, second, case, joined = make_joined_case()
    decided(first, case, NOON + timedelta(minutes=10))
    asked = Asked(first.moderator, SOON + timedelta(minutes=10), Span.ALL)
    with acting_as(first.moderator):
        before = {code: figure(code, asked).count for code in ("share-met", "to-receipt", "to-effect")}
    withdrawn(first, case)
    with acting_as(first.moderator):
        after = {code: figure(code, asked).count for code in ("share-met", "to-receipt", "to-effect")}
    assert before == after == {"share-met": 2, "to-receipt": 1, "to-effect": 1}


def test_a_case_that_nobody_joined_is_withdrawn_as_ever() -> None:
    first, second, case, joined = make_joined_case()
    other = make_sent_case(first, ("room/9",))
    decided(first, other, SOON)
    withdrawing.withdraw(actor=first.analyst, reference=other.reference, reason="We erred.", now=SOON)
    with acting_as(COMMAND):
        assert Clock.objects.filter(case=other, kind=ClockKind.REINSTATE).exists()
        assert not Case.objects.filter(continues=other).exists()
