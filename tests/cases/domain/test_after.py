"""What the agency makes of an answer: verify, close, withdraw, decide an objection."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from cases.domain import (
    objections,
    response,
    restoring,
    withdrawing,
)
from cases.domain.response import ItemDecision
from cases.domain.sweep import sweep
from cases.enums import (
    CaseState,
    EndReason,
    Outcome,
    Side,
    VerifiedOutcome,
)
from cases.models import (
    Claim,
    Clock,
    Escalation,
    PlatformResponse,
    Review,
)
from kernel.errors import Conflict, NotAllowed
from sla.enums import ClockKind, ClockState
from tests.cases.domain.walking import (
    MINUTE,
    NOON,
    clock_of,
    closed_case,
    fresh,
    items_of,
    objected,
    removed,
    verified,
)
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db


def test_still_up_voids_the_outcome_and_the_same_run_goes_on() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 30 * MINUTE)
    verified(case, desk, VerifiedOutcome.STILL_UP, NOON + 90 * MINUTE)
    effect = clock_of(case, ClockKind.EFFECT)
    with_agency = 60 * MINUTE
    assert (effect.run, effect.state) == (1, ClockState.RUNNING)
    assert effect.due_at == NOON + 30 * MINUTE + 240 * MINUTE + with_agency
    assert {item.outcome for item in items_of(case)} == {""}
    assert fresh(case).state == CaseState.ACKNOWLEDGED


def test_still_up_says_nothing_against_a_label() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON, items=1)
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(items_of(case)[0].public_id, Outcome.LABELLED)],
        text="",
        now=NOON + MINUTE,
    )
    verified(case, desk, VerifiedOutcome.STILL_UP, NOON + 2 * MINUTE)
    assert fresh(case).state == CaseState.VERIFIED
    assert items_of(case)[0].outcome == Outcome.LABELLED


def test_closing_releases_the_claims_and_the_agency_looks_again() -> None:
    case = closed_case(make_desk())
    assert not Claim.objects.filter(case=case, released_at=None).exists()
    assert clock_of(case, ClockKind.RECHECK).started_at == NOON + 30 * MINUTE
    assert fresh(case).state == CaseState.CLOSED


def test_back_up_after_closing_is_a_new_run_and_takes_the_claim_again() -> None:
    desk = make_desk()
    case = closed_case(desk)
    at = NOON + timedelta(days=2)
    verified(case, desk, VerifiedOutcome.BACK_UP, at)
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.run, effect.started_at, effect.due_at) == (2, at, at + 240 * MINUTE)
    assert Claim.objects.filter(case=case, released_at=None).count() == 2
    assert fresh(case).state == CaseState.REOPENED
    first = Clock._base_manager.get(case=case, kind=ClockKind.EFFECT, run=1)
    assert first.state == ClockState.MET


def test_an_answer_after_closing_is_recorded_and_reopens_nothing() -> None:
    desk = make_desk()
    case = closed_case(desk)
    removed(case, desk, NOON + timedelta(days=1))
    assert fresh(case).state == CaseState.CLOSED
    assert clock_of(case, ClockKind.EFFECT).run == 1


def test_withdrawing_after_a_measure_asks_to_restore_under_its_own_clock() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE)
    at = NOON + 60 * MINUTE
    withdrawing.withdraw(actor=desk.analyst, reference=case.reference, reason="It was satire.", now=at)
    reinstate = clock_of(case, ClockKind.REINSTATE)
    assert (reinstate.side, reinstate.started_at) == (Side.OPERATOR, at)
    assert not Claim.objects.filter(case=case, released_at=None).exists()
    restoring.report_restored(actor=desk.moderator, reference=case.reference, text="", now=at + MINUTE)
    assert clock_of(case, ClockKind.REINSTATE).met_at == at + MINUTE
    with pytest.raises(Conflict):
        restoring.report_restored(
            actor=desk.moderator, reference=case.reference, text="", now=at + 2 * MINUTE
        )


def test_withdrawing_before_any_measure_ends_every_clock_and_asks_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    withdrawing.withdraw(
        actor=desk.analyst, reference=case.reference, reason="Sent in error.", now=NOON + MINUTE
    )
    with acting_as(COMMAND):
        states = set(Clock.objects.filter(case=case).values_list("state", "end_reason"))
    assert states == {(ClockState.ENDED, EndReason.WITHDRAWN)}
    sweep(now=NOON + timedelta(days=9))
    with acting_as(COMMAND):
        assert not Escalation.objects.filter(case=case).exists()


def test_an_objection_pauses_effect_and_a_rejected_one_lets_it_go_on() -> None:
    desk = make_desk()
    case = objected(desk)
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.PAUSED
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=False,
        reason="It calls for violence.",
        now=NOON + 61 * MINUTE,
    )
    assert fresh(case).state == CaseState.ACKNOWLEDGED
    assert clock_of(case, ClockKind.EFFECT).due_at == NOON + MINUTE + 240 * MINUTE + 60 * MINUTE


def test_an_upheld_objection_withdraws_the_case() -> None:
    desk = make_desk()
    case = objected(desk)
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=True,
        reason="Right.",
        now=NOON + 2 * MINUTE,
    )
    assert fresh(case).state == CaseState.WITHDRAWN


def test_whoever_filed_or_approved_cannot_decide_an_objection() -> None:
    desk = make_desk()
    case = objected(desk)
    for actor in (desk.analyst, desk.approver):
        both = Actor(
            **{
                **{name: getattr(actor, name) for name in Actor.__slots__},
                "roles": frozenset({Role.SUPERVISOR}),
            }
        )
        with pytest.raises(NotAllowed):
            objections.decide(actor=both, reference=case.reference, upheld=False, reason="No.", now=NOON)
    with acting_as(COMMAND):
        answer = PlatformResponse.objects.get(case=case, kind="objection")
        with pytest.raises(IntegrityError, match="review_by_a_third_person"), transaction.atomic():
            Review.objects.create(
                response=answer,
                case=case,
                agency=desk.agency,
                filer_id=desk.analyst.user_id,
                approver_id=desk.approver.user_id,
                decided_by_id=desk.analyst.user_id,
                upheld=False,
                at=NOON,
            )


def test_answering_everything_while_disputed_meets_effect_and_verification_waits() -> None:
    desk = make_desk()
    case = objected(desk)
    removed(case, desk, NOON + 5 * MINUTE)
    assert fresh(case).state == CaseState.DISPUTED
    assert clock_of(case, ClockKind.EFFECT).met_at == NOON + 5 * MINUTE
    objections.decide(
        actor=desk.supervisor,
        reference=case.reference,
        upheld=False,
        reason="It stands.",
        now=NOON + 10 * MINUTE,
    )
    assert fresh(case).state == CaseState.ANSWERED
    assert clock_of(case, ClockKind.VERIFY).started_at == NOON + 10 * MINUTE
