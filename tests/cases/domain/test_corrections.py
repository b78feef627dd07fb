"""A step that was taken back stays on the record, and fires once more where its run goes on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import clarification, receipt, supervision
from cases.domain.clock_faces import faces_of, ladder_of
from cases.domain.sweep import next_due, sweep
from cases.enums import ClarificationGround, VerifiedOutcome
from cases.models import Case, Escalation
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState
from tests.cases.domain.walking import MINUTE, NOON, clock_of, removed, verified
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db

ANSWERED = NOON + 100 * MINUTE
SWEPT = NOON + 241 * MINUTE
SEEN = NOON + 300 * MINUTE
WITH_AGENCY = SEEN - ANSWERED
Line = tuple[str, timedelta, bool, bool]


def answered_behind_the_sweep(desk: Desk) -> Case:
    """Effect is due after 240 minutes and answered after 100; the sweep of minute 241 came first."""
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON, signer_name="Moderator")
    sweep(now=SWEPT)
    removed(case, desk, ANSWERED)
    return case


def steps(case: Case) -> list[Line]:
    """Step, due after so long, skipped, standing."""
    with acting_as(COMMAND):
        rows = Escalation.objects.filter(case=case, clock__kind=ClockKind.EFFECT).order_by("due_at", "id")
        return [(row.step, row.due_at - NOON, row.skipped, row.corrected_at is None) for row in rows]


def told(case: Case, step: str) -> int:
    context = {"context__reference": case.reference, "context__clock": ClockKind.EFFECT}
    return Outbox.objects.filter(context__step=step, **context).count()


TAKEN_BACK: list[Line] = [
    ("half", 120 * MINUTE, True, False),
    ("three-quarters", 180 * MINUTE, True, False),
    ("breach", 240 * MINUTE, False, False),
    ("technical", 240 * MINUTE, False, False),
]


def test_an_answer_in_time_takes_back_what_had_fired_and_what_was_skipped() -> None:
    case = answered_behind_the_sweep(make_desk())
    assert steps(case) == TAKEN_BACK
    assert clock_of(case, ClockKind.EFFECT).state == ClockState.MET


def test_where_the_answer_proves_void_they_fire_once_more_as_much_later() -> None:
    desk = make_desk()
    case = answered_behind_the_sweep(desk)
    told_of_breach = told(case, "breach")
    verified(case, desk, VerifiedOutcome.STILL_UP, SEEN)
    clock = clock_of(case, ClockKind.EFFECT)
    assert (clock.run, clock.state, clock.due_at) == (
        1,
        ClockState.RUNNING,
        NOON + 240 * MINUTE + WITH_AGENCY,
    )
    assert clock.next_step_at == NOON + 120 * MINUTE + WITH_AGENCY
    while (due := next_due()) is not None and due <= clock.due_at:
        sweep(now=due)
    assert sweep(now=clock.due_at).steps == 0
    assert steps(case) == TAKEN_BACK + [
        (step, after + WITH_AGENCY, False, True) for step, after, _, _ in TAKEN_BACK
    ]
    assert told(case, "breach") == 2 * told_of_breach
    assert told_of_breach > 0


def test_what_stood_before_the_answer_does_not_fire_again() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON, signer_name="Moderator")
    sweep(now=NOON + 120 * MINUTE)
    sweep(now=SWEPT)
    removed(case, desk, NOON + 130 * MINUTE)
    verified(case, desk, VerifiedOutcome.STILL_UP, SEEN)
    sweep(now=SEEN + timedelta(days=1))
    assert [line for line in steps(case) if line[0] == "half"] == [("half", 120 * MINUTE, False, True)]


def test_the_ladder_shows_them_taken_back_and_ahead() -> None:
    desk = make_desk()
    case = answered_behind_the_sweep(desk)
    verified(case, desk, VerifiedOutcome.STILL_UP, SEEN)
    with acting_as(desk.analyst):
        [face] = [face for face in faces_of(desk.analyst, [case])[case.pk] if face.kind == ClockKind.EFFECT]
        ladder = ladder_of(desk.analyst, face, Escalation.objects.filter(case=case))
    drawn = [(step.due_at - NOON, step.fired is None) for step in ladder]
    assert drawn[:8] == [(after, False) for _, after, _, _ in TAKEN_BACK] + [
        (after + WITH_AGENCY, True) for _, after, _, _ in TAKEN_BACK
    ]


def test_the_database_keeps_one_standing_step_beside_those_taken_back() -> None:
    desk = make_desk()
    case = answered_behind_the_sweep(desk)
    verified(case, desk, VerifiedOutcome.STILL_UP, SEEN)
    sweep(now=SEEN + timedelta(days=1))
    with acting_as(COMMAND):
        rows = Escalation.objects.filter(case=case, clock__kind=ClockKind.EFFECT, step="breach")
        assert rows.count() == 2
        with pytest.raises(IntegrityError, match="step_exactly_once"), transaction.atomic():
            rows.update(corrected_at=None)


def swept_first(desk: Desk) -> Case:
    """A case whose effect is due after 240 minutes, swept in minute 241."""
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON, signer_name="Moderator")
    sweep(now=SWEPT)
    return case


def corrections(case: Case) -> set[str]:
    rows = Outbox.objects.filter(kind=NoticeKind.CORRECTION, subject_id=case.reference)
    return {step for row in rows for step in row.context["steps"]}


JUST_IN_TIME = NOON + 239 * MINUTE
STAYS: list[Line] = [
    ("half", 120 * MINUTE, True, True),
    ("three-quarters", 180 * MINUTE, True, True),
]
CAME_TOO_SOON: list[Line] = [
    ("breach", 240 * MINUTE, False, False),
    ("technical", 240 * MINUTE, False, False),
]


def test_a_question_in_time_takes_back_what_a_later_look_had_fired_and_it_fires_when_it_is_due() -> None:
    desk = make_desk()
    case = swept_first(desk)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which post?",
        now=JUST_IN_TIME,
    )
    assert steps(case) == STAYS + CAME_TOO_SOON
    assert corrections(case) == {"breach", "technical"}
    clarification.answer(
        actor=desk.analyst, reference=case.reference, text="This.", now=JUST_IN_TIME + 60 * MINUTE
    )
    sweep(now=NOON + 300 * MINUTE)
    again: list[Line] = [(step, due + 60 * MINUTE, False, True) for step, due, *_ in CAME_TOO_SOON]
    assert steps(case) == STAYS + CAME_TOO_SOON + again


def test_an_extension_in_time_takes_back_what_a_later_look_had_fired_and_it_fires_when_it_is_due() -> None:
    desk = make_desk()
    case = swept_first(desk)
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.EFFECT,
        minutes=30,
        reason="Their night.",
        now=JUST_IN_TIME,
    )
    assert steps(case) == STAYS + CAME_TOO_SOON
    assert corrections(case) == {"breach", "technical"}
    sweep(now=NOON + 270 * MINUTE)
    again: list[Line] = [(step, due + 30 * MINUTE, False, True) for step, due, *_ in CAME_TOO_SOON]
    assert steps(case) == STAYS + CAME_TOO_SOON + again


def test_a_deadline_waived_in_time_takes_back_what_a_later_look_had_fired() -> None:
    desk = make_desk()
    case = swept_first(desk)
    supervision.waive(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.EFFECT,
        reason="Moot.",
        now=JUST_IN_TIME,
    )
    assert steps(case) == STAYS + CAME_TOO_SOON
    assert corrections(case) == {"breach", "technical"}


def test_what_was_reached_before_an_extension_stays_fired() -> None:
    desk = make_desk()
    case = swept_first(desk)
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.EFFECT,
        minutes=30,
        reason="Their night.",
        now=NOON + 240 * MINUTE + timedelta.resolution,
    )
    assert all(standing for *_, standing in steps(case))
    assert corrections(case) == set()
