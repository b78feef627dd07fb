"""Why a deadline is what it is: what a clock began with, what stopped it, and what adds up."""

from datetime import date, datetime, timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain import (
    clarification,
    closing,
    receipt,
    response,
    restoring,
    supervision,
    withdrawing,
)
from cases.domain.case_file import open_file
from cases.domain.clock_why import Why, whys_of
from cases.domain.sweep import sweep
from cases.enums import ClarificationGround, VerifiedOutcome
from cases.models import Case
from sla.enums import Began, ClockKind, PauseCause, StartEvent, StepAction, StopEffect, WhyPolicy
from tests.cases.domain.walking import MINUTE, NOON, removed, verified
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_calendar

pytestmark = pytest.mark.django_db


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


def whys(actor: Actor, case: Case, now: datetime) -> dict[tuple[ClockKind, int], Why]:
    with acting_as(actor):
        file = open_file(actor, case.reference)
        return {(why.kind, why.run): why for why in whys_of(file, file.clocks, now)}


def asked(desk: Desk, case: Case, now: datetime) -> None:
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=now,
    )


def told(desk: Desk, case: Case, now: datetime) -> None:
    clarification.answer(actor=desk.analyst, reference=case.reference, text="This.", now=now)


@pytest.mark.parametrize(
    ("starts", "began"), [(StartEvent.SENT, Began.SENT), (StartEvent.ACKNOWLEDGED, Began.ACKNOWLEDGED)]
)
def test_a_clock_to_give_effect_says_what_began_it(starts: StartEvent, began: Began) -> None:
    desk = make_desk(effect_starts=starts)
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(5))
    assert whys(desk.moderator, case, at(6))[ClockKind.EFFECT, 1].began == began


def test_a_receipt_that_is_deemed_is_told_from_one_that_is_signed() -> None:
    desk = make_desk()
    signed, silent = desk.sent_case(NOON), desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=signed.reference, now=at(5))
    sweep(now=at(60))
    receipt.open_and_sign(actor=desk.moderator, reference=silent.reference, now=at(70))
    effects = [whys(desk.analyst, case, at(71))[ClockKind.EFFECT, 1] for case in (signed, silent)]
    assert [(why.began, why.started_at) for why in effects] == [
        (Began.SIGNED, at(5)),
        (Began.DEEMED, at(60)),
    ]


def test_every_stop_is_named_and_what_all_add_makes_the_deadline() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    asked(desk, case, at(10))
    told(desk, case, at(30))
    removed(case, desk, at(40))
    verified(case, desk, VerifiedOutcome.STILL_UP, at(100))
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.EFFECT,
        minutes=15,
        reason="Asked.",
        now=at(110),
    )
    for actor in (desk.analyst, desk.moderator):
        why = whys(actor, case, at(120))[ClockKind.EFFECT, 1]
        assert [(stop.cause, stop.started_at, stop.ended_at) for stop in why.stops] == [
            (PauseCause.CLARIFICATION, at(10), at(30)),
            (PauseCause.WITH_AGENCY, at(40), at(100)),
        ]
        assert (why.allowance, why.extension, why.stopped) == (240 * MINUTE, 15 * MINUTE, 80 * MINUTE)
        assert why.due_at == at(240 + 15 + 80)
        assert why.next_step is not None
        assert (why.next_step.action, why.next_step.due_at) == (StepAction.REMIND, at(255 / 2 + 80))
        assert (why.chosen.why, why.chosen.agreement) == (WhyPolicy.DEFAULT, "")


def test_a_stop_counts_what_of_it_lies_in_the_hours_of_the_calendar() -> None:
    # Noon in UTC is seven in the evening in Jakarta, on a Monday; Tuesday is a holiday.
    office = make_calendar("Mon-Fri 08:00-20:00", date(2026, 11, 3))
    desk = make_desk(calendars={ClockKind.EFFECT: office})
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    asked(desk, case, at(30))
    told(desk, case, at(30 + 38 * 60))  # Wednesday, 09:30
    why = whys(desk.moderator, case, at(40 * 60))[ClockKind.EFFECT, 1]
    (stop,) = why.stops
    assert stop.counted == (30 + 90) * MINUTE
    assert (why.calendar, why.due_at) == (office, at(30 + 38 * 60 + 210))


def test_a_run_that_starts_anew_says_so_and_whether_a_stop_or_the_content_made_it() -> None:
    desk = make_desk(stop=StopEffect.RESTART)
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    asked(desk, case, at(10))
    told(desk, case, at(30))
    removed(case, desk, at(40))
    verified(case, desk, VerifiedOutcome.DOWN, at(50))
    closing.close(actor=desk.analyst, reference=case.reference, now=at(55))
    verified(case, desk, VerifiedOutcome.BACK_UP, at(60))
    found = whys(desk.analyst, case, at(61))
    assert [found[ClockKind.EFFECT, run].began for run in (1, 2, 3)] == [
        Began.SIGNED,
        Began.ANEW,
        Began.BACK_UP,
    ]
    assert found[ClockKind.EFFECT, 3].due_at == at(60 + 240)


def test_the_other_clocks_say_what_began_them() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    asked(desk, case, at(5))
    told(desk, case, at(10))
    removed(case, desk, at(20))
    verified(case, desk, VerifiedOutcome.DOWN, at(30))
    closing.close(actor=desk.analyst, reference=case.reference, now=at(35))
    withdrawing.withdraw(actor=desk.analyst, reference=case.reference, reason="An error.", now=at(40))
    restoring.report_restored(actor=desk.moderator, reference=case.reference, text="", now=at(45))
    found = whys(desk.analyst, case, at(50))
    began = {kind: (why.began, why.started_at) for (kind, _run), why in found.items()}
    assert began == {
        ClockKind.ACKNOWLEDGE: (Began.SENT, NOON),
        ClockKind.EFFECT: (Began.SIGNED, at(5)),
        ClockKind.CLARIFY: (Began.ASKED, at(5)),
        ClockKind.VERIFY: (Began.ANSWERED, at(20)),
        ClockKind.RECHECK: (Began.CLOSED, at(35)),
        ClockKind.REINSTATE: (Began.WITHDRAWN, at(40)),
    }


def test_an_operator_learns_neither_the_clocks_nor_the_next_step_of_the_agencys_house() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    removed(case, desk, at(20))
    assert {kind for kind, _run in whys(desk.moderator, case, at(21))} == {
        ClockKind.ACKNOWLEDGE,
        ClockKind.EFFECT,
    }
    late = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=late.reference, now=NOON)
    now = at(240 + 60)
    sweep(now=now)
    assert whys(desk.moderator, late, now)[ClockKind.EFFECT, 1].next_step is None
    theirs = whys(desk.analyst, late, now)[ClockKind.EFFECT, 1].next_step
    assert theirs is not None
    assert (theirs.action, theirs.due_at - now) == (StepAction.PROPOSE_WARNING, timedelta(hours=1))
