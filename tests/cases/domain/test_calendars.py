"""Clocks of a calendar on real rows: they start, stop, step and are due in its hours alone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import clarification, receipt
from cases.domain.clock_faces import faces_of, ladder_of
from cases.domain.due_preview import preview
from cases.domain.sweep import next_due, sweep
from cases.enums import ClarificationGround
from cases.models import Case, Clock, Escalation
from sla.enums import ClockKind, StopEffect, Urgency
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_calendar

pytestmark = pytest.mark.django_db
EFFECT = ClockKind.EFFECT
JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of December 2026 in Jakarta; the 24th is a Thursday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=JAKARTA)


@pytest.fixture
def desk() -> Desk:
    office = make_calendar("Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00", date(2026, 12, 25))
    return make_desk(calendars={EFFECT: office})


def clock_of(case: Case) -> Clock:
    with acting_as(COMMAND):
        return Clock.objects.filter(case=case, kind=EFFECT).latest("run")


def received(desk: Desk, now: datetime) -> Case:
    case = desk.sent_case(now)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=now)


def test_a_clock_runs_in_the_hours_of_its_calendar_and_the_others_at_all_hours(desk: Desk) -> None:
    case = received(desk, at(24, 14, 30))
    # Half past two to four, then Christmas and the weekend, then eight to half past ten.
    assert clock_of(case).due_at == at(28, 10, 30)
    with acting_as(COMMAND):
        assert Clock.objects.get(case=case, kind=ClockKind.ACKNOWLEDGE).due_at == at(24, 15, 30)


def test_the_sweep_fires_each_step_when_the_calendars_clock_reaches_it(desk: Desk) -> None:
    case = received(desk, at(24, 14, 30))
    while (due := next_due()) is not None:
        sweep(now=due)
    with acting_as(COMMAND):
        fired = Escalation.objects.filter(case=case, clock__kind=EFFECT)
        steps = {step.step: step.due_at for step in fired}
    assert steps == {
        "half": at(28, 8, 30),
        "three-quarters": at(28, 9, 30),
        "breach": at(28, 10, 30),
        "technical": at(28, 10, 30),
        "legal": at(28, 11, 0),
        "executive": at(28, 11, 30),
        "level-1": at(28, 11, 30),
        "supervisor": at(28, 11, 30),
        "warning": at(28, 13, 30),
        "block": at(28, 14, 30),
    }


def test_a_stop_counts_as_far_as_it_lies_in_the_hours(desk: Desk) -> None:
    case = received(desk, at(21, 14, 0))
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=at(21, 15, 0),
    )
    # If it went on where it stopped: one hour today, two tomorrow.
    assert clock_of(case).due_at == at(22, 10, 0)
    clarification.answer(actor=desk.analyst, reference=case.reference, text="This.", now=at(22, 9, 0))
    assert clock_of(case).due_at == at(22, 12, 0)
    with acting_as(desk.moderator):
        face = next(face for face in faces_of(desk.moderator, [case])[case.pk] if face.kind == EFFECT)
        ahead = ladder_of(desk.moderator, face, [])
    assert (face.stopped(at(22, 9, 0)), face.left(at(22, 9, 0))) == (timedelta(hours=2), timedelta(hours=3))
    assert ahead[0].due_at == at(22, 10, 0)


def test_a_run_that_starts_anew_has_the_whole_allowance_in_the_hours() -> None:
    office = make_calendar("Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00")
    desk = make_desk(calendars={EFFECT: office}, stop=StopEffect.RESTART)
    case = received(desk, at(21, 14, 0))
    said = {"reference": case.reference, "text": "Which?"}
    clarification.ask(
        actor=desk.moderator, ground=ClarificationGround.INSUFFICIENT, now=at(21, 15, 0), **said
    )
    clarification.answer(actor=desk.analyst, now=at(21, 20, 0), **said)
    assert (clock_of(case).run, clock_of(case).due_at) == (2, at(22, 12, 0))


def test_the_preview_promises_what_the_clocks_then_say(desk: Desk) -> None:
    now = at(24, 14, 30)
    promised = preview(
        agency=desk.agency,
        platform=desk.platform,
        category=desk.category,
        urgency=Urgency.URGENT,
        now=now,
    )
    assert (promised.acknowledge_by, promised.effect_by) == (at(24, 15, 30), at(28, 10, 30))
    # Deemed after an hour.
    assert promised.effect_at_latest == at(28, 11, 30)
    case = desk.sent_case(now)
    sweep(now=at(24, 15, 30))
    assert clock_of(case).due_at == promised.effect_at_latest
