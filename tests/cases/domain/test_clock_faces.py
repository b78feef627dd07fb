"""Clocks as pages show them: which one a row shows, what a ladder does next, for whom."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain import clarification, receipt, response
from cases.domain.case_file import open_file
from cases.domain.clock_faces import ClockFace, LadderStep, face_shown, faces_of, ladder_of
from cases.domain.enforcing import enforce
from cases.enums import Side
from cases.models import Case
from sla.enums import ClockKind, ClockState, StepAction
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """Return an instant after the case was sent."""
    return NOON + timedelta(minutes=minutes)


def faces(actor: Actor, case: Case) -> list[ClockFace]:
    """Return the clocks that ``actor`` sees."""
    with acting_as(actor):
        return faces_of(actor, [case])[case.pk]


def ladder(actor: Actor, case: Case, kind: ClockKind) -> list[LadderStep]:
    """Return the ladder of a clock as ``actor`` sees it."""
    with acting_as(actor):
        file = open_file(actor, case.reference)
        face = file.clock(kind)
        assert face is not None
        return ladder_of(actor, face, file.escalations)


def test_a_row_shows_the_running_clock_that_is_due_first() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    shown = face_shown(faces(desk.moderator, case), Side.OPERATOR)
    assert shown is not None
    assert shown.kind == ClockKind.ACKNOWLEDGE


def test_a_row_shows_a_clock_that_stands_still_where_none_runs() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(5)
    )
    shown = face_shown(faces(desk.moderator, case), Side.OPERATOR)
    assert shown is not None
    assert (shown.kind, shown.state) == (ClockKind.EFFECT, ClockState.PAUSED)
    assert shown.paused_at == at(5)
    assert shown.stopped(at(25)) == timedelta(minutes=20)


def test_a_row_shows_the_last_clock_that_was_met_where_none_is_open() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(5))
    acknowledge = [face for face in faces(desk.moderator, case) if face.kind == ClockKind.ACKNOWLEDGE]
    shown = face_shown(acknowledge, Side.OPERATOR)
    assert shown is not None
    assert shown.met_at == at(5)
    assert face_shown(acknowledge, Side.AGENCY) is None


def test_an_operator_sees_no_clock_of_the_agencys_own_house() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(5)
    )
    assert {face.kind for face in faces(desk.moderator, case)} == {
        ClockKind.ACKNOWLEDGE,
        ClockKind.EFFECT,
        ClockKind.CLARIFY,
    }


def test_a_ladder_tells_what_fired_and_what_is_ahead() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    enforce(now=at(121), runner="test")
    steps = ladder(desk.analyst, case, ClockKind.EFFECT)
    assert [(step.action, step.due_at, step.fired is not None) for step in steps[:4]] == [
        (StepAction.REMIND, at(120), True),
        (StepAction.REMIND, at(180), False),
        (StepAction.BREACH, at(240), False),
        (StepAction.NEXT_CONTACT, at(240), False),
    ]
    assert steps[-1].action == StepAction.PROPOSE_BLOCK


def test_an_operator_does_not_see_what_will_be_proposed_against_him() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    enforce(now=at(600), runner="test")
    seen = {step.action for step in ladder(desk.moderator, case, ClockKind.EFFECT)}
    assert seen == {StepAction.REMIND, StepAction.BREACH, StepAction.NEXT_CONTACT}


def test_a_clock_that_stands_still_promises_no_step() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(5)
    )
    assert ladder(desk.analyst, case, ClockKind.EFFECT) == []
