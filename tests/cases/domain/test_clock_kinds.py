"""Every kind of clock: what begins it, what ends it, and what each stop does to the time for effect."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import clarification, closing, impossibility, objections, receipt, response
from cases.domain.sweep import next_due, sweep
from cases.enums import ClarificationGround, EndReason, ImpossibilityGround, VerifiedOutcome
from cases.models import Case, Clock, Escalation
from sla.enums import ClockKind, ClockState, Lane, StartEvent, StopEffect, Urgency
from tests.cases.domain.walking import MINUTE, NOON, clock_of, removed, verified
from tests.factories.desk import PLATFORM_LADDER, Desk, make_desk
from tests.factories.law import BREACH_ONLY, make_agreement, make_category, make_flagger, make_policy
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db
EFFECT = ClockKind.EFFECT


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


def runs(case: Case, kind: ClockKind) -> list[tuple[int, str, str, datetime, datetime]]:
    with acting_as(COMMAND):
        rows = Clock.objects.filter(case=case, kind=kind).order_by("run")
        return [(row.run, row.state, row.end_reason, row.started_at, row.due_at) for row in rows]


Deed = Callable[[Desk, Case, datetime], object]


def ask(desk: Desk, case: Case, now: datetime) -> object:
    ground = ClarificationGround.INSUFFICIENT
    said = {"reference": case.reference, "text": "Which?", "now": now}
    return clarification.ask(actor=desk.moderator, ground=ground, **said)


def explain(desk: Desk, case: Case, now: datetime) -> object:
    return clarification.answer(actor=desk.analyst, reference=case.reference, text="This.", now=now)


def cannot(desk: Desk, case: Case, now: datetime) -> object:
    ground = ImpossibilityGround.TECHNICAL
    said = {"reference": case.reference, "text": "The tool is broken.", "now": now}
    return impossibility.declare(actor=desk.moderator, ground=ground, **said)


def can_again(desk: Desk, case: Case, now: datetime) -> object:
    return impossibility.end(actor=desk.moderator, reference=case.reference, text="Mended.", now=now)


def objects(desk: Desk, case: Case, now: datetime) -> object:
    return objections.object_to(actor=desk.moderator, reference=case.reference, text="It is satire.", now=now)


def reject(desk: Desk, case: Case, now: datetime) -> object:
    said = {"reference": case.reference, "reason": "It is none.", "now": now}
    return objections.decide(actor=desk.supervisor, upheld=False, **said)


STOPS: dict[str, tuple[Deed, Deed]] = {
    "clarification": (ask, explain),
    "impossibility": (cannot, can_again),
    "review": (objects, reject),
}
OUTCOMES = {
    # Effect began at noon with 240 minutes; the stop is from minute 30 to 90.
    StopEffect.PAUSE: [(1, ClockState.RUNNING, "", at(0), at(300))],
    StopEffect.CONTINUE: [(1, ClockState.RUNNING, "", at(0), at(240))],
    StopEffect.RESTART: [
        (1, ClockState.ENDED, EndReason.RESTARTED, at(0), at(300)),
        (2, ClockState.RUNNING, "", at(90), at(330)),
    ],
}


@pytest.mark.parametrize("cause", STOPS)
@pytest.mark.parametrize("effect", StopEffect)
def test_a_stop_does_to_the_time_for_effect_what_the_policy_says(cause: str, effect: StopEffect) -> None:
    desk = make_desk(stop=effect)
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    begin, end = STOPS[cause]
    begin(desk, case, at(30))
    stands = ClockState.RUNNING if effect == StopEffect.CONTINUE else ClockState.PAUSED
    assert clock_of(case, EFFECT).state == stands
    end(desk, case, at(90))
    assert runs(case, EFFECT) == OUTCOMES[effect]


def test_the_time_to_acknowledge_always_runs_from_sending_and_ends_with_the_acknowledgement() -> None:
    for starts in StartEvent:
        desk = make_desk(effect_starts=starts)
        case = desk.sent_case(NOON)
        assert runs(case, ClockKind.ACKNOWLEDGE) == [(1, ClockState.RUNNING, "", NOON, at(60))]
        receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(10))
        assert clock_of(case, ClockKind.ACKNOWLEDGE).state == ClockState.RUNNING
        response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(20))
        assert clock_of(case, ClockKind.ACKNOWLEDGE).met_at == at(20)


@pytest.mark.parametrize(
    ("starts", "begins"),
    [(StartEvent.SENT, 0), (StartEvent.RECEIVED, 10), (StartEvent.ACKNOWLEDGED, 20)],
)
def test_the_time_for_effect_begins_where_the_policy_says_and_once(starts: StartEvent, begins: int) -> None:
    desk = make_desk(effect_starts=starts)
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(10))
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(20))
    assert runs(case, EFFECT) == [(1, ClockState.RUNNING, "", at(begins), at(begins + 240))]


@pytest.mark.parametrize("starts", [StartEvent.SENT, StartEvent.ACKNOWLEDGED])
def test_a_receipt_is_deemed_for_the_clock_alone_that_begins_with_it(starts: StartEvent) -> None:
    desk = make_desk(effect_starts=starts)
    case = desk.sent_case(NOON)
    sweep(now=at(61))
    began = [start for _run, _state, _reason, start, _due in runs(case, EFFECT)]
    assert began == ([NOON] if starts == StartEvent.SENT else [])


def test_the_agencys_clocks_begin_and_end_with_what_it_owes() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    ask(desk, case, at(5))
    assert runs(case, ClockKind.CLARIFY) == [(1, ClockState.RUNNING, "", at(5), at(125))]
    explain(desk, case, at(10))
    assert clock_of(case, ClockKind.CLARIFY).met_at == at(10)
    removed(case, desk, at(20))
    assert runs(case, ClockKind.VERIFY) == [(1, ClockState.RUNNING, "", at(20), at(140))]
    verified(case, desk, VerifiedOutcome.DOWN, at(30))
    assert clock_of(case, ClockKind.VERIFY).met_at == at(30)
    closing.close(actor=desk.analyst, reference=case.reference, now=at(40))
    assert runs(case, ClockKind.RECHECK) == [(1, ClockState.RUNNING, "", at(40), at(40 + 1440))]
    verified(case, desk, VerifiedOutcome.DOWN, at(50))
    assert clock_of(case, ClockKind.RECHECK).met_at == at(50)


def test_a_second_question_is_a_second_run() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    ask(desk, case, at(5))
    explain(desk, case, at(10))
    ask(desk, case, at(15))
    assert [(run, start) for run, _state, _reason, start, _due in runs(case, ClockKind.CLARIFY)] == [
        (1, at(5)),
        (2, at(15)),
    ]


def test_a_partial_answer_stops_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON, items=3)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    removed(case, desk, at(30), count=2)
    assert runs(case, EFFECT) == [(1, ClockState.RUNNING, "", NOON, at(240))]


def climbed(case: Case) -> list[str]:
    """Return the steps of the time for effect, left alone to its end."""
    while (due := next_due()) is not None:
        sweep(now=due)
    with acting_as(COMMAND):
        steps = Escalation.objects.filter(case=case, clock__kind=EFFECT).order_by("due_at", "id")
        return list(steps.values_list("step", flat=True))


def received(desk: Desk, urgency: Urgency = Urgency.URGENT) -> Case:
    case = desk.sent_case(NOON, urgency=urgency)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def test_a_ladder_holds_for_the_category_urgency_and_service_that_were_agreed_and_for_no_other() -> None:
    desk = make_desk(steps={EFFECT: BREACH_ONLY})
    version = make_policy(is_default=False, steps={EFFECT: PLATFORM_LADDER})
    agreed = make_category()
    make_agreement(desk.agency, desk.platform, version, category=agreed, urgency=Urgency.URGENT)
    every = [step["key"] for step in PLATFORM_LADDER]
    assert climbed(received(desk)) == ["breach"]  # another category
    of_agreed = replace(desk, category=agreed)
    assert climbed(received(of_agreed)) == every
    assert climbed(received(of_agreed, Urgency.ORDINARY)) == ["breach"]
    elsewhere = replace(of_agreed, platform=make_platform(desk.operator))
    assert climbed(received(elsewhere)) == ["breach"]


def test_a_lane_climbs_a_ladder_of_its_own() -> None:
    desk = make_desk(trusted={EFFECT: 90})
    standard = received(desk)
    make_flagger(desk.agency, desk.platform)
    trusted = received(desk)
    assert (standard.lane, trusted.lane) == (Lane.STANDARD, Lane.TRUSTED)
    assert climbed(trusted) == ["breach"]
    assert len(climbed(standard)) == len(PLATFORM_LADDER)
