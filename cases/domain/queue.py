"""The queues: what waits for whom, by time left. Reads only; run inside ``acting_as``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import User
from cases.domain.clock_faces import ClockFace, face_shown, faces_of
from cases.domain.holding import COLUMNS
from cases.enums import CaseState, Side, Verb
from cases.models import Case, Item
from cases.models.queues import (
    AGENCY_CHECKS,
    AGENCY_DUE,
    AGENCY_LIVE,
    AGENCY_OWES,
    AGENCY_UNASSIGNED,
    OPERATOR_LIVE,
    OPERATOR_OWES,
    OPERATOR_UNASSIGNED,
    OPERATOR_WAITS,
    ORDERS,
    REPLAYS,
    TO_APPROVE,
)
from kernel.compiled import Given, Prepared, named
from sla.enums import ClockState


class QueueTab(TextChoices):
    """What a queue shows."""

    MINE = "mine", _("Mine")
    UNASSIGNED = "unassigned", _("Unassigned")
    DUE = "due", _("Due next")
    US = "us", _("Waiting for us")
    THEM = "them", _("Waiting for them")
    BREACHED = "breached", _("Breached")
    APPROVE = "approve", _("To approve")
    VERIFY = "verify", _("To verify")
    ALL = "all", _("All")
    REPLAYS = "replays", _("Replays")


AGENCY_TABS = tuple(QueueTab)
# What an operator owes is due next: no tab of its own.
OPERATOR_TABS = (
    QueueTab.MINE,
    QueueTab.UNASSIGNED,
    QueueTab.US,
    QueueTab.THEM,
    QueueTab.BREACHED,
    QueueTab.ALL,
)

COUNTED_UP_TO = 1_000
_OF_OPERATOR = {
    QueueTab.UNASSIGNED: OPERATOR_UNASSIGNED,
    QueueTab.US: OPERATOR_OWES,
    QueueTab.THEM: OPERATOR_WAITS,
}
_OF_AGENCY = {
    QueueTab.UNASSIGNED: AGENCY_UNASSIGNED,
    QueueTab.DUE: AGENCY_DUE,
    QueueTab.US: AGENCY_OWES,
    QueueTab.THEM: OPERATOR_OWES,
    QueueTab.APPROVE: TO_APPROVE,
    QueueTab.VERIFY: AGENCY_CHECKS,
}
_STATES = tuple(ClockState)
_OWN = (QueueTab.US, QueueTab.APPROVE, QueueTab.VERIFY)
_EITHER = (QueueTab.MINE, QueueTab.UNASSIGNED, QueueTab.DUE)


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many items a case has, and of which kind where all are alike and may be known."""

    number: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue: the clock of the side that it shows, what is due, who of us has it."""

    case: Case
    clock: ClockFace | None
    items: ItemCount
    holder: User | None = None

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
    if actor.is_operator or actor.has(Role.ANALYST, Role.SUPERVISOR):
        return QueueTab.US
    return QueueTab.APPROVE if actor.has(Role.APPROVER) else QueueTab.ALL


def side_of(actor: Actor, tab: QueueTab) -> Side | None:
    """Return whose clock a row shows and rows are sorted by; None: the one due first of both."""
    if actor.is_operator:
        return Side.OPERATOR
    if tab in _EITHER:
        return None
    return Side.AGENCY if tab in _OWN else Side.OPERATOR


def sort_of(actor: Actor, tab: QueueTab) -> str:
    """Return the column of the keyset: the deadline of the side that is shown."""
    side = side_of(actor, tab)
    if side is None:
        return "next_due_at"
    return "agency_due_at" if side == Side.AGENCY else "operator_due_at"


def condition_of(actor: Actor, tab: QueueTab, now: datetime) -> Q:
    """Return which cases a tab shows. "Breached" is computed, never a stored flag.

    A replay waits for nobody: it has a tab of its own.
    """
    if tab == QueueTab.REPLAYS:
        return REPLAYS
    if tab == QueueTab.ALL:
        return ORDERS
    if tab == QueueTab.BREACHED:
        return OPERATOR_OWES & Q(operator_due_at__lt=now)
    if tab == QueueTab.MINE and actor.is_operator:
        return OPERATOR_LIVE & Q(operator_assignee=actor.user_id or 0)
    if tab == QueueTab.MINE:
        return AGENCY_LIVE & Q(agency_assignee=actor.user_id or 0)
    return (_OF_OPERATOR if actor.is_operator else _OF_AGENCY)[tab]


def count_tabs(
    rows: QuerySet[Case], actor: Actor, tabs: Sequence[QueueTab], now: datetime
) -> dict[QueueTab, int]:
    """Return how many of ``rows`` each tab shows, exact up to ``COUNTED_UP_TO``, else one more. One query."""
    with connection.cursor() as cursor:
        cursor.execute(*_counting(rows, actor, tabs, now))
        return dict(zip(tabs, cursor.fetchone(), strict=True))


def count_every(actor: Actor, tabs: Sequence[QueueTab], now: datetime) -> dict[QueueTab, int]:
    """Return the same of all cases that ``actor`` may know of. One query, planned once."""
    # Of what the counts depend on nothing but the numbers below differs from person to person.
    anybody = replace(
        actor, id="", label="", name="", organisation_id=0, user_id=0, language="", time_zone=""
    )
    counts = _counts_of(anybody, tuple(tabs))
    [found] = counts.rows(organisation=actor.organisation_id, user=actor.user_id or 0, now=now)
    return dict(zip(tabs, found, strict=True))


@lru_cache(maxsize=256)
def _counts_of(anybody: Actor, tabs: tuple[QueueTab, ...]) -> Prepared:
    somebody: Any = {"organisation_id": Given("organisation"), "user_id": Given("user")}
    actor, now = replace(anybody, **somebody), cast(datetime, Given("now"))
    sql, params = _counting(Case.objects.visible_to(actor), actor, tabs, now)
    return Prepared(named(sql, params))


def _counting(
    rows: QuerySet[Case], actor: Actor, tabs: Sequence[QueueTab], now: datetime
) -> tuple[str, list[Any]]:
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
    return f"SELECT {', '.join(parts)}", params


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
    """Return the lines of a page of the queue. A handful of queries, whatever their number."""
    side = side_of(actor, tab)
    faces = faces_of(actor, cases)
    items = count_items(actor, cases)
    column = COLUMNS[Side.OPERATOR if actor.is_operator else Side.AGENCY]
    holders = {case.pk: getattr(case, column) for case in cases}
    people = User.objects.in_bulk({held for held in holders.values() if held})
    return [
        QueueRow(case, _clock_shown(faces[case.pk], side), items[case.pk], people.get(holders[case.pk] or 0))
        for case in cases
    ]


def _clock_shown(faces: Sequence[ClockFace], side: Side | None) -> ClockFace | None:
    if side is None:
        both = [face for each in Side if (face := _clock_shown(faces, each)) is not None]
        # What runs before what stands still before what has ended.
        return min(both, key=lambda face: (_STATES.index(face.state), face.due_at), default=None)
    # How the agency met a deadline of its own house is of no use to whoever works there.
    shown = face_shown(faces, side)
    return shown if shown is not None and (shown.is_open or side == Side.OPERATOR) else None
