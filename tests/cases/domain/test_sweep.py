"""The sweep on real rows: what is due exists exactly once, dated when it was due."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import clarification, receipt, response
from cases.domain.firing import fire
from cases.domain.sweep import Fire, next_due, sweep
from cases.enums import CaseState, ClarificationGround, ReceiptKind
from cases.models import Case, Clock, Escalation, Parked, Receipt
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState, StepAction, StopEffect
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATE = 7 * timedelta(seconds=1)


def steps_of(case: Case, kind: ClockKind) -> list[tuple[str, timedelta, bool]]:
    with acting_as(COMMAND):
        return [
            (step.step, step.due_at - NOON, step.skipped)
            for step in Escalation.objects.filter(case=case, clock__kind=kind).order_by("due_at", "id")
        ]


def clock_of(case: Case, kind: ClockKind) -> Clock:
    with acting_as(COMMAND):
        return Clock.objects.filter(case=case, kind=kind).latest("run")


def test_nothing_fires_before_its_instant_and_it_fires_at_it() -> None:
    case = make_desk().sent_case(NOON)
    assert sweep(now=NOON + 30 * MINUTE - timedelta.resolution).steps == 0
    assert sweep(now=NOON + 30 * MINUTE).steps == 1
    assert steps_of(case, ClockKind.ACKNOWLEDGE) == [("half", 30 * MINUTE, False)]


def test_a_second_sweep_at_the_same_instant_changes_nothing() -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + 61 * MINUTE)
    first = steps_of(case, ClockKind.ACKNOWLEDGE)
    with acting_as(COMMAND):
        told = Outbox.objects.count()
    assert sweep(now=NOON + 61 * MINUTE).steps == 0
    assert steps_of(case, ClockKind.ACKNOWLEDGE) == first
    assert Outbox.objects.count() == told


def test_due_and_noticed_are_two_instants() -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + 30 * MINUTE + LATE)
    with acting_as(COMMAND):
        step = Escalation.objects.get(case=case)
    assert (step.due_at, step.noticed_at) == (NOON + 30 * MINUTE, NOON + 30 * MINUTE + LATE)


def test_silence_does_not_stop_time_a_receipt_is_deemed_and_effect_runs_from_it() -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + 90 * MINUTE)
    with acting_as(COMMAND):
        deemed = Receipt.objects.get(case=case)
        case.refresh_from_db()
    assert (deemed.kind, deemed.at) == (ReceiptKind.DEEMED, NOON + 60 * MINUTE)
    assert (case.state, case.received_at) == (CaseState.SENT, None)
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.started_at, effect.due_at) == (NOON + 60 * MINUTE, NOON + 300 * MINUTE)


def test_a_case_left_alone_climbs_its_whole_ladder_step_by_step() -> None:
    case = make_desk().sent_case(NOON)
    while (due := next_due()) is not None:
        sweep(now=due)
    start = 60 * MINUTE  # deemed receipt
    assert steps_of(case, ClockKind.EFFECT) == [
        ("half", start + 120 * MINUTE, False),
        ("three-quarters", start + 180 * MINUTE, False),
        ("breach", start + 240 * MINUTE, False),
        ("technical", start + 240 * MINUTE, False),
        ("legal", start + 270 * MINUTE, False),
        ("executive", start + 300 * MINUTE, False),
        ("level-1", start + 300 * MINUTE, False),
        ("supervisor", start + 300 * MINUTE, False),
        ("warning", start + 360 * MINUTE, False),
        ("block", start + 420 * MINUTE, False),
    ]
    with acting_as(COMMAND):
        case.refresh_from_db()
    assert case.level == 3


def test_after_downtime_one_sweep_catches_up_and_stale_warnings_are_skipped() -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + timedelta(days=2))
    assert [(step, skipped) for step, _, skipped in steps_of(case, ClockKind.EFFECT)] == [
        ("half", True),
        ("three-quarters", True),
        ("breach", False),
        ("technical", False),
        ("legal", False),
        ("executive", False),
        ("level-1", False),
        ("supervisor", False),
        ("warning", False),
        ("block", False),
    ]


def test_a_binding_step_is_only_proposed() -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + timedelta(days=2))
    with acting_as(COMMAND):
        proposals = list(
            Escalation.objects.filter(case=case).open_proposals().values_list("action", flat=True)
        )
        case.refresh_from_db()
    assert proposals == [StepAction.PROPOSE_WARNING, StepAction.PROPOSE_BLOCK]
    assert case.state == CaseState.SENT


def test_an_answer_in_time_that_waited_behind_the_sweep_counts_and_the_step_is_taken_back() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    answered_at = NOON + 60 * MINUTE - timedelta(seconds=1)
    sweep(now=NOON + 60 * MINUTE + LATE)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=answered_at)
    clock = clock_of(case, ClockKind.ACKNOWLEDGE)
    assert (clock.state, clock.met_at) == (ClockState.MET, answered_at)
    with acting_as(COMMAND):
        taken_back = Escalation.objects.filter(clock=clock, corrected_at=answered_at)
        assert sorted(step.step for step in taken_back) == ["breach", "deemed-receipt"]


def test_an_answer_at_the_very_instant_of_the_deadline_is_in_time() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=NOON + 60 * MINUTE)
    assert [step for step, _, _ in steps_of(case, ClockKind.ACKNOWLEDGE)] == ["half"]


def test_an_answer_after_the_deadline_first_fires_what_fell_due() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=NOON + 61 * MINUTE)
    assert [step for step, _, _ in steps_of(case, ClockKind.ACKNOWLEDGE)] == [
        "half",
        "deemed-receipt",
        "breach",
    ]


def test_a_question_pauses_the_clock_and_its_answer_lets_it_go_on() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which post?",
        now=NOON + 10 * MINUTE,
    )
    sweep(now=NOON + timedelta(days=3))
    assert steps_of(case, ClockKind.EFFECT) == []
    clarification.answer(
        actor=desk.analyst,
        reference=case.reference,
        text="The first.",
        now=NOON + timedelta(days=3, minutes=1),
    )
    effect = clock_of(case, ClockKind.EFFECT)
    stood_still = timedelta(days=3, minutes=1) - 10 * MINUTE
    assert effect.due_at == NOON + 10 * MINUTE + 240 * MINUTE + stood_still


def test_where_the_policy_says_so_the_clock_starts_anew_after_the_answer() -> None:
    desk = make_desk(stop=StopEffect.RESTART)
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON, signer_name="Moderator")
    sweep(now=NOON + 130 * MINUTE)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.MANIFEST_ERROR,
        text="The link names nobody.",
        now=NOON + 140 * MINUTE,
    )
    answered_at = NOON + 200 * MINUTE
    clarification.answer(actor=desk.analyst, reference=case.reference, text="Here it is.", now=answered_at)
    effect = clock_of(case, ClockKind.EFFECT)
    assert (effect.run, effect.due_at) == (2, answered_at + 240 * MINUTE)
    sweep(now=answered_at + 120 * MINUTE)
    fired = [step for step, _, _ in steps_of(case, ClockKind.EFFECT)]
    assert fired == ["half", "half"]


def raising_for(*poisoned: Case, looks: list[int] | None = None) -> Fire:
    keys = {case.pk for case in poisoned}

    def raises(cases: Sequence[Case], rows: Sequence[Clock], now: datetime) -> int:
        if looks is not None:
            looks.append(len(cases))
        if keys & {case.pk for case in cases}:
            raise ValueError("poisoned row")
        return fire(cases, rows, now)

    return raises


def test_a_poisoned_case_is_set_aside_with_its_error_and_the_others_go_on() -> None:
    desk = make_desk()
    poisoned, sound = desk.sent_case(NOON), desk.sent_case(NOON)

    due = NOON + 30 * MINUTE
    swept = sweep(now=due, fire_steps=raising_for(poisoned))
    assert (swept.steps, swept.parked) == (1, 1)
    assert [step for step, _, _ in steps_of(sound, ClockKind.ACKNOWLEDGE)] == ["half"]
    parked = Parked.objects.get(case=poisoned)
    assert "poisoned row" in parked.error
    assert sweep(now=due).steps == 0
    assert sweep(now=parked.retry_at).steps == 1
    assert not Parked.objects.filter(case=poisoned).exists()


def test_a_server_of_another_version_of_the_program_sets_no_case_aside() -> None:
    make_desk().sent_case(NOON)
    due = next_due()
    assert due is not None

    def ahead_of_its_server(*_given: object) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT of_tomorrow FROM cases_clock")
        raise AssertionError

    with pytest.raises(ProgrammingError):
        sweep(now=due, fire_steps=ahead_of_its_server)
    assert not Parked.objects.exists()


def test_a_poisoned_case_among_many_is_found_by_halves() -> None:
    desk = make_desk()
    cases = [desk.sent_case(NOON) for _ in range(33)]
    looks: list[int] = []
    swept = sweep(now=NOON + 30 * MINUTE, fire_steps=raising_for(cases[20], looks=looks))
    assert (swept.steps, swept.parked) == (32, 1)
    # Each look is a transaction: two for each halving, where one a case would be 34.
    assert looks == [33, 16, 17, 8, 4, 4, 2, 1, 1, 2, 9]


def test_what_is_told_late_says_when_it_happened() -> None:
    make_desk().sent_case(NOON)
    sweep(now=NOON + 45 * MINUTE)
    with acting_as(COMMAND):
        told = Outbox.objects.filter(kind="reminder")
        assert set(told.values_list("happened_at", "created_at")) == {
            (NOON + 30 * MINUTE, NOON + 45 * MINUTE)
        }
