"""The queues: what waits for whom, by time left. Reads only; run inside ``acting_as``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.domain.clock_faces import ClockFace, face_shown, faces_of
from cases.enums import CaseState, Side, Verb
from cases.models import Case, Item
from cases.models.queues import (
    AGENCY_CHECKS,
    AGENCY_OWES,
    OPERATOR_OWES,
    OPERATOR_WAITS,
    ORDERS,
    REPLAYS,
)


class QueueTab(TextChoices):
    """What a queue shows."""

    US = "us", _("Waiting for us")
    VERIFY = "verify", _("To verify")
    THEM = "them", _("Waiting for them")
    LATE = "late", _("Overdue")
    ALL = "all", _("All")
    REPLAYS = "replays", _("Replays")


AGENCY_TABS = tuple(QueueTab)
OPERATOR_TABS = (QueueTab.US, QueueTab.THEM, QueueTab.LATE, QueueTab.ALL)

COUNTED_UP_TO = 1_000
_OF_OPERATOR = {QueueTab.US: OPERATOR_OWES, QueueTab.THEM: OPERATOR_WAITS}
_OF_AGENCY = {QueueTab.US: AGENCY_OWES, QueueTab.VERIFY: AGENCY_CHECKS, QueueTab.THEM: OPERATOR_OWES}


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items a case has, and of which kind where all are alike and may be known."""

    number: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue: the clock of the side that it shows, and what is due."""

    case: Case
    clock: ClockFace | None
    items: ItemCount

    @property
    def due(self) -> str:
        """What is owed: by the clock, or by the state where no clock runs for it."""
        if self.clock is not None and self.clock.is_open:
            return str(self.clock.kind.label)
        waits = {CaseState.DISPUTED: Verb.DECIDE_OBJECTION, CaseState.VERIFIED: Verb.CLOSE}
        verb = waits.get(CaseState(self.case.state))
        return str(verb.label) if verb else ""


def tabs_of(actor: Actor) -> tuple[QueueTab, ...]:
    """Return the tabs of the actor's side."""
    return OPERATOR_TABS if actor.is_operator else AGENCY_TABS


def first_tab(actor: Actor) -> QueueTab:
    """Return where the actor begins: with his own work; an auditor, who has none, with all."""
    works = actor.is_operator or actor.has(Role.ANALYST, Role.APPROVER, Role.SUPERVISOR)
    return QueueTab.US if works else QueueTab.ALL


def side_of(actor: Actor, tab: QueueTab) -> Side:
    """Return whose clock a row shows and rows are sorted by."""
    if actor.is_operator or tab not in (QueueTab.US, QueueTab.VERIFY):
        return Side.OPERATOR
    return Side.AGENCY


def sort_of(actor: Actor, tab: QueueTab) -> str:
    """Return the column of the keyset: the deadline of the side that is shown."""
    return "agency_due_at" if side_of(actor, tab) == Side.AGENCY else "operator_due_at"


def condition_of(actor: Actor, tab: QueueTab, now: datetime) -> Q:
    """Return which cases a tab shows. "Overdue" is computed, never a stored flag.

    A replay waits for nobody: it has a tab of its own.
    """
    if tab == QueueTab.REPLAYS:
        return REPLAYS
    if tab == QueueTab.ALL:
        return ORDERS
    if tab == QueueTab.LATE:
        return OPERATOR_OWES & Q(operator_due_at__lt=now)
    return (_OF_OPERATOR if actor.is_operator else _OF_AGENCY)[tab]


def count_tabs(
    rows: QuerySet[Case], actor: Actor, tabs: Sequence[QueueTab], now: datetime
) -> dict[QueueTab, int]:
    """Return how many of ``rows`` each tab shows, exact up to ``COUNTED_UP_TO``, else one more. One query."""
    parts, params = [], list[Any]()
    for tab in tabs:
        # In the order of the tab's index: without one PostgreSQL may take to reading the table.
        shown = rows.filter(condition_of(actor, tab, now)).order_by(sort_of(actor, tab), "pk")
        some = shown.values("pk")[: COUNTED_UP_TO + 1]
        try:
            sql, given = some.query.sql_with_params()
        except EmptyResultSet:  # a filter that nothing can fit
            parts.append("0")
            continue
        parts.append(f'(SELECT count(*) FROM ({sql}) AS "{tab.value}")')  # noqa: S608  made by the ORM
        params.extend(given)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(tabs, cursor.fetchone(), strict=True))


def count_items(actor: Actor, cases: Sequence[Case]) -> dict[int, ItemCount]:
    """Return the number of items of each case. One query.

    The number stands on the cover; of which kind they are is known after *open and sign*.
    """
    counted = (
        Item.objects.filter(case_id__in=[case.pk for case in cases])
        .order_by()
        .values("case_id", "kind")
        .annotate(number=Count("pk"))
    )
    kinds: dict[int, dict[str, int]] = defaultdict(dict)
    for row in counted:
        kinds[row["case_id"]][row["kind"]] = row["number"]
    found = {}
    for case in cases:
        of_case = kinds[case.pk]
        alike = len(of_case) == 1 and not (actor.is_operator and case.received_at is None)
        found[case.pk] = ItemCount(sum(of_case.values()), next(iter(of_case)) if alike else "")
    return found


def rows_of(actor: Actor, tab: QueueTab, cases: Sequence[Case]) -> list[QueueRow]:
    """Return the lines of a page of the queue. Three queries, whatever their number."""
    side = side_of(actor, tab)
    faces = faces_of(actor, [case.pk for case in cases])
    items = count_items(actor, cases)
    return [QueueRow(case, _clock_shown(faces[case.pk], side), items[case.pk]) for case in cases]


def _clock_shown(faces: Sequence[ClockFace], side: Side) -> ClockFace | None:
    # How the agency met a deadline of its own house is of no use to whoever works there.
    shown = face_shown(faces, side)
    return shown if shown is not None and (shown.is_open or side == Side.OPERATOR) else None
