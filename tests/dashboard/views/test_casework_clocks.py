"""The why of a clock: the sum that makes its deadline, line by line."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain import clarification, receipt, response, supervision
from cases.domain.case_file import open_file
from cases.models import Case
from dashboard.views.casework_clocks import ClockPanel, other_zone, panels_of
from sla.enums import ClockKind, Standing, StopEffect
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """Return an instant after the case was sent."""
    return NOON + timedelta(minutes=minutes)


def panel(actor: Actor, case: Case, kind: ClockKind, now: datetime) -> ClockPanel:
    """Return one clock as ``actor`` sees it."""
    with acting_as(actor):
        panels = panels_of(open_file(actor, case.reference), now)
    return next(panel for panel in panels if panel.face.kind == kind)


def sums(shown: ClockPanel) -> list[tuple[str, str, timedelta | datetime | None]]:
    """Return sign, label and value of each line."""
    lines = shown.reasons.lines
    return [(line.sign, line.label, line.span if line.span is not None else line.at) for line in lines]


def test_the_lines_add_up_to_the_deadline() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    reference = case.reference
    receipt.open_and_sign(actor=desk.moderator, reference=reference, now=at(5))
    clarification.ask(
        actor=desk.moderator, reference=reference, ground="insufficient", text="Which?", now=at(10)
    )
    clarification.answer(actor=desk.analyst, reference=reference, text="The first.", now=at(30))
    supervision.extend(
        actor=desk.supervisor,
        reference=reference,
        kind=ClockKind.EFFECT,
        minutes=15,
        reason="Asked.",
        now=at(40),
    )
    shown = panel(desk.moderator, case, ClockKind.EFFECT, at(50))
    assert sums(shown) == [
        ("", "started with the signed receipt", at(5)),
        ("+", "allowed", timedelta(minutes=240)),
        ("+", "extended", timedelta(minutes=15)),
        ("+", "Clarification asked", timedelta(minutes=20)),
        ("=", "in all", timedelta(minutes=275)),
    ]
    assert shown.face.due_at == at(5 + 275)


def test_the_rule_is_named_with_its_standing() -> None:
    desk = make_desk()
    shown = panel(desk.analyst, desk.sent_case(NOON), ClockKind.ACKNOWLEDGE, at(5))
    assert shown.reasons.rule == str(desk.version)
    assert shown.reasons.citation == f"{desk.version.policy.code}, acknowledge"
    assert shown.reasons.standing == Standing.OUR_DEFAULT


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (StopEffect.PAUSE, "stands still, 3 h 55 m left"),
        (StopEffect.RESTART, "stands still, and will start anew"),
    ],
)
def test_a_clock_that_stands_still_says_how_it_will_go_on(stop: StopEffect, words: str) -> None:
    desk = make_desk(stop=stop)
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(10)
    )
    assert panel(desk.moderator, case, ClockKind.EFFECT, at(50)).standstill == words


def test_open_clocks_come_first_and_a_drafts_wait_is_left_out() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(5))
    with acting_as(desk.analyst):
        panels = panels_of(open_file(desk.analyst, case.reference), at(10))
    assert [panel.face.kind for panel in panels] == [ClockKind.EFFECT, ClockKind.ACKNOWLEDGE]


def test_the_next_step_is_the_first_that_has_not_fired() -> None:
    desk = make_desk()
    shown = panel(desk.moderator, desk.sent_case(NOON), ClockKind.ACKNOWLEDGE, at(5))
    assert shown.reasons.next_step is not None
    assert shown.reasons.next_step.due_at == at(30)
    assert [step["state"] for step in shown.reasons.ladder] == ["current", "todo", "todo"]


def test_each_side_sees_the_others_zone_beside_its_own() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    with acting_as(desk.moderator):
        assert other_zone(open_file(desk.moderator, case.reference)) == desk.agency.time_zone
    with acting_as(desk.analyst):
        assert other_zone(open_file(desk.analyst, case.reference)) == desk.operator.time_zone
