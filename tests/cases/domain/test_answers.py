"""What the platform says: receipt, acknowledgement, decision, impossibility."""

from uuid import uuid4

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import (
    clarification,
    impossibility,
    receipt,
    response,
)
from cases.domain.response import ItemDecision
from cases.enums import (
    CaseState,
    ClarificationGround,
    EndReason,
    ImpossibilityGround,
    Outcome,
    RefusalGround,
)
from cases.models import (
    Claim,
    Clock,
    Pause,
    Receipt,
)
from kernel.errors import Conflict, Invalid
from sla.enums import ClockKind, ClockState, PauseCause, StartEvent
from tests.cases.domain.walking import MINUTE, NOON, clock_of, fresh, items_of, removed, verbs_of
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db


def test_sending_starts_the_acknowledge_clock_and_claims_every_item() -> None:
    case = make_desk().sent_case(NOON)
    clock = clock_of(case, ClockKind.ACKNOWLEDGE)
    assert (clock.state, clock.due_at) == (ClockState.RUNNING, NOON + 60 * MINUTE)
    claims = Claim.objects.filter(case=case, released_at=None).order_by("key")
    assert [claim.key for claim in claims] == sorted(item.key for item in items_of(case))
    assert fresh(case).operator_due_at == NOON + 60 * MINUTE


def test_a_receipt_is_signed_once_by_a_name_and_starts_effect() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    at = NOON + 5 * MINUTE
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at)
    with acting_as(COMMAND):
        signed = Receipt.objects.get(case=case)
    assert (signed.at, signed.signer_name) == (at, desk.moderator.name)
    assert clock_of(case, ClockKind.EFFECT).due_at == at + 240 * MINUTE
    with pytest.raises(Conflict):
        receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at)


def test_acknowledging_implies_the_receipt() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=NOON + MINUTE)
    after = fresh(case)
    assert (after.state, after.received_at) == (CaseState.ACKNOWLEDGED, NOON + MINUTE)
    assert verbs_of(case) == ["send", "open_and_sign", "acknowledge"]


def test_effect_starts_when_the_policy_says_at_sending_or_at_acknowledgement() -> None:
    at_once = make_desk(effect_starts=StartEvent.SENT)
    case = at_once.sent_case(NOON)
    assert clock_of(case, ClockKind.EFFECT).started_at == NOON
    later = make_desk(effect_starts=StartEvent.ACKNOWLEDGED)
    case = later.sent_case(NOON)
    receipt.open_and_sign(actor=later.moderator, reference=case.reference, now=NOON + MINUTE)
    with acting_as(COMMAND):
        assert not Clock.objects.filter(case=case, kind=ClockKind.EFFECT).exists()
    response.acknowledge(actor=later.moderator, reference=case.reference, now=NOON + 9 * MINUTE)
    assert clock_of(case, ClockKind.EFFECT).started_at == NOON + 9 * MINUTE


def test_a_partial_answer_stops_nothing_and_the_last_item_meets_effect() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE, count=1)
    assert fresh(case).state == CaseState.ACKNOWLEDGED
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.RUNNING
    rest = [item for item in items_of(case) if not item.outcome]
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(rest[0].public_id, Outcome.REFUSED, RefusalGround.NOT_ILLEGAL)],
        text="We read it as reporting.",
        now=NOON + 20 * MINUTE,
    )
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.state, effect.met_at) == (ClockState.MET, NOON + 20 * MINUTE)
    assert fresh(case).state == CaseState.ANSWERED
    assert clock_of(case, ClockKind.VERIFY).started_at == NOON + 20 * MINUTE


def test_a_refusal_needs_its_ground_and_an_answer_needs_an_item() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    item = items_of(case)[0].public_id
    for decisions, code in (
        ([ItemDecision(item, Outcome.REFUSED)], "no_ground"),
        ([ItemDecision(uuid4(), Outcome.REMOVED)], "item_unknown"),
        ([], "nothing_decided"),
    ):
        with pytest.raises(Invalid) as refused:
            response.decide(
                actor=desk.moderator,
                reference=case.reference,
                decisions=decisions,
                text="",
                now=NOON,
            )
        assert refused.value.code == code
    assert fresh(case).state == CaseState.SENT


def test_an_impossibility_pauses_effect_and_its_end_lets_it_go_on() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    impossibility.declare(
        actor=desk.moderator,
        reference=case.reference,
        ground=ImpossibilityGround.TECHNICAL,
        text="The moderation system is down.",
        now=NOON + 10 * MINUTE,
    )
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.PAUSED
    impossibility.end(
        actor=desk.moderator, reference=case.reference, text="It is up.", now=NOON + 70 * MINUTE
    )
    effect = clock_of(case, ClockKind.EFFECT)
    assert effect.due_at == NOON + (10 + 240 + 60) * MINUTE
    with acting_as(COMMAND):
        pause = Pause.objects.get(clock=effect)
    assert (pause.cause, pause.ended_at) == (PauseCause.IMPOSSIBILITY, NOON + 70 * MINUTE)


def test_deciding_everything_settles_an_open_question() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=NOON + MINUTE,
    )
    removed(case, desk, NOON + 5 * MINUTE)
    assert fresh(case).state == CaseState.ANSWERED
    clarify = clock_of(case, ClockKind.CLARIFY)
    assert (clarify.state, clarify.end_reason) == (ClockState.ENDED, EndReason.MOOT)
