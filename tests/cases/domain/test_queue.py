"""Whose clock a queue shows, and by which it is sorted."""

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import receipt
from cases.domain.queue import ItemCount, QueueTab, count_items, first_tab, side_of, sort_of, tabs_of
from cases.enums import Side
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_an_agencys_own_work_is_sorted_by_its_own_deadlines() -> None:
    analyst = make_desk().analyst
    sides = {tab: (side_of(analyst, tab), sort_of(analyst, tab)) for tab in tabs_of(analyst)}
    own, theirs = (Side.AGENCY, "agency_due_at"), (Side.OPERATOR, "operator_due_at")
    assert sides == {
        QueueTab.US: own,
        QueueTab.VERIFY: own,
        QueueTab.THEM: theirs,
        QueueTab.LATE: theirs,
        QueueTab.ALL: theirs,
        QueueTab.REPLAYS: theirs,
    }


def test_an_operators_queue_is_always_sorted_by_his_own_deadlines() -> None:
    moderator = make_desk().moderator
    assert {sort_of(moderator, tab) for tab in tabs_of(moderator)} == {"operator_due_at"}


def test_who_has_no_work_here_begins_with_all() -> None:
    desk = make_desk()
    assert first_tab(desk.moderator) == QueueTab.US
    assert first_tab(desk.approver) == QueueTab.US
    assert first_tab(make_actor(desk.agency, Role.AUDITOR)) == QueueTab.ALL


def test_the_kind_of_items_is_known_to_a_platform_only_after_the_receipt() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON, items=3)
    with acting_as(desk.moderator):
        assert count_items(desk.moderator, [case]) == {case.pk: ItemCount(3)}
    with acting_as(desk.analyst):
        assert count_items(desk.analyst, [case]) == {case.pk: ItemCount(3, "channel")}
    case = receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    with acting_as(desk.moderator):
        assert count_items(desk.moderator, [case]) == {case.pk: ItemCount(3, "channel")}
