"""What a page reads of a case that it shows is what each row's own rule lets its reader see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain import clarification, receipt, thread
from cases.domain.enforcing import enforce
from cases.domain.rows_of_cases import RowsOfCases
from cases.models import (
    Amendment,
    Approval,
    Case,
    Clock,
    Escalation,
    Filing,
    Item,
    Message,
    Pause,
    PlatformResponse,
    Receipt,
    SetAside,
)
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KINDS = (
    *(Amendment, Approval, Clock, Escalation, Filing, Item),
    *(Message, Pause, PlatformResponse, Receipt, SetAside),
)


def at(minutes: float) -> datetime:
    """Return an instant after the case was sent."""
    return NOON + timedelta(minutes=minutes)


def walked(desk: Desk) -> Case:
    """Return a case that was opened, asked about, written on and late."""
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(6)
    )
    thread.write(actor=desk.analyst, reference=case.reference, text="The second.", now=at(7))
    enforce(now=at(10_000), runner="test")
    return case


@pytest.mark.parametrize("model", KINDS)
def test_it_returns_of_shown_cases_what_the_row_says_itself(model: Any) -> None:
    desk = make_desk()
    cases = [walked(desk), desk.sent_case(NOON)]
    rows: RowsOfCases[Any] = RowsOfCases(model, "id")

    def of(actor: Actor, own: list[Case]) -> tuple[list[Any], list[Any]]:
        with acting_as(actor):
            shown = list(Case.objects.visible_to(actor).filter(pk__in=[case.pk for case in own]))
            said = model.objects.visible_to(actor).filter(case__in=own).order_by("case_id", "id")
            return rows.of(actor, shown), list(said)

    for actor in (desk.analyst, desk.moderator):
        for own in ([], cases[:1], cases[1:], cases):
            found, said = of(actor, own)
            assert found == said


def test_an_operator_reads_nothing_of_the_agency_and_the_cover_alone_of_what_is_not_opened() -> None:
    desk = make_desk()
    pks = [walked(desk).pk, desk.sent_case(NOON).pk]
    with acting_as(desk.moderator):
        opened, closed = Case.objects.visible_to(desk.moderator).filter(pk__in=pks).order_by("pk")
        assert RowsOfCases(Filing).of(desk.moderator, [opened]) == []
        assert len(RowsOfCases(Item).of(desk.moderator, [opened])) > 0
        assert RowsOfCases(Item).of(desk.moderator, [closed]) == []
        assert {clock.case_id for clock in RowsOfCases(Clock).of(desk.moderator, [opened, closed])} == {
            opened.pk,
            closed.pk,
        }


def test_only_those_rows_of_which_it_holds() -> None:
    desk = make_desk()
    case = walked(desk)
    with acting_as(desk.analyst):
        found = RowsOfCases(Clock, "kind", "run", kind="effect").of(desk.analyst, [case])
    assert [clock.kind for clock in found] == ["effect"]
