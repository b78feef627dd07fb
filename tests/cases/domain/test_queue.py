"""Whose clock a queue shows, and by which it is sorted."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import queue, receipt
from cases.domain.queue import (
    ItemCount,
    QueueTab,
    condition_of,
    count_every,
    count_items,
    count_tabs,
    first_tab,
    side_of,
    sort_of,
    tabs_of,
)
from cases.enums import Side
from cases.models import Case
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_an_agencys_own_work_is_sorted_by_its_own_deadlines() -> None:
    analyst = make_desk().analyst
    sides = {tab: (side_of(analyst, tab), sort_of(analyst, tab)) for tab in tabs_of(analyst)}
    own, theirs = (Side.AGENCY, "agency_due_at"), (Side.OPERATOR, "operator_due_at")
    either = (None, "next_due_at")
    assert sides == {
        QueueTab.MINE: either,
        QueueTab.UNASSIGNED: either,
        QueueTab.DUE: either,
        QueueTab.US: own,
        QueueTab.APPROVE: own,
        QueueTab.VERIFY: own,
        QueueTab.THEM: theirs,
        QueueTab.BREACHED: theirs,
        QueueTab.ALL: theirs,
        QueueTab.REPLAYS: theirs,
    }


def test_an_operators_queue_is_always_sorted_by_his_own_deadlines() -> None:
    moderator = make_desk().moderator
    assert {sort_of(moderator, tab) for tab in tabs_of(moderator)} == {"operator_due_at"}


def test_who_has_no_work_here_begins_with_all() -> None:
    desk = make_desk()
    assert first_tab(desk.moderator) == QueueTab.US
    assert first_tab(desk.analyst) == QueueTab.US
    assert first_tab(desk.approver) == QueueTab.APPROVE
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


def test_a_tab_counts_exactly_up_to_its_limit_and_then_says_that_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = make_desk()
    for _ in range(3):
        desk.sent_case(NOON)
    monkeypatch.setattr(queue, "COUNTED_UP_TO", 3)
    with acting_as(desk.moderator):
        rows = Case.objects.visible_to(desk.moderator)
        tabs = (QueueTab.US, QueueTab.THEM)
        assert count_tabs(rows, desk.moderator, tabs, NOON) == {QueueTab.US: 3, QueueTab.THEM: 0}
        monkeypatch.setattr(queue, "COUNTED_UP_TO", 1)
        assert count_tabs(rows, desk.moderator, tabs, NOON) == {QueueTab.US: 2, QueueTab.THEM: 0}
        assert count_tabs(rows.none(), desk.moderator, tabs, NOON) == {QueueTab.US: 0, QueueTab.THEM: 0}


def test_what_is_counted_of_all_is_counted_for_each_reader_alone() -> None:
    desk, other = make_desk(), make_desk()
    for place in range(3):
        desk.sent_case(NOON + timedelta(minutes=place))
    other.sent_case(NOON)
    auditor = make_actor(desk.agency, Role.AUDITOR)
    for actor in (desk.analyst, desk.moderator, other.analyst, other.moderator, desk.approver, auditor):
        for now in (NOON, NOON + timedelta(days=9)):
            with acting_as(actor):
                rows, tabs = Case.objects.visible_to(actor), tabs_of(actor)
                assert count_every(actor, tabs, now) == count_tabs(rows, actor, tabs, now)
    with acting_as(desk.moderator):
        assert count_every(desk.moderator, (QueueTab.ALL,), NOON) == {QueueTab.ALL: 3}


@pytest.mark.parametrize(
    ("side", "tab", "index"),
    [
        ("analyst", QueueTab.US, "case_agency_owes"),
        ("analyst", QueueTab.VERIFY, "case_agency_checks"),
        ("analyst", QueueTab.THEM, "case_agency_waits"),
        ("analyst", QueueTab.BREACHED, "case_agency_waits"),
        ("analyst", QueueTab.MINE, "case_agency_mine"),
        ("analyst", QueueTab.UNASSIGNED, "case_agency_unassigned"),
        ("analyst", QueueTab.DUE, "case_due_next"),
        ("analyst", QueueTab.APPROVE, "case_to_approve"),
        ("analyst", QueueTab.ALL, "case_waiting_for"),
        ("analyst", QueueTab.REPLAYS, "case_replays"),
        ("moderator", QueueTab.US, "case_operator_owes"),
        ("moderator", QueueTab.THEM, "case_operator_waits"),
        ("moderator", QueueTab.BREACHED, "case_operator_owes"),
        ("moderator", QueueTab.MINE, "case_operator_mine"),
        ("moderator", QueueTab.UNASSIGNED, "case_operator_unassigned"),
        ("moderator", QueueTab.ALL, "case_operator"),
    ],
)
def test_behind_each_tab_stands_an_index_in_its_order(side: str, tab: QueueTab, index: str) -> None:
    actor = getattr(make_desk(), side)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
        rows = Case.objects.filter(
            **{"organisation" if actor.is_operator else "agency": actor.organisation_id}
        ).filter(condition_of(actor, tab, NOON))
        assert index in rows.order_by(sort_of(actor, tab), "pk")[:51].explain().split()
