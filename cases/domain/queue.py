"""The queues: what waits for whom, by time left. Reads only; run inside ``acting_as``."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.domain.clock_faces import ClockFace, face_shown, faces_of
from cases.enums import OPEN_STATES, CaseKind, CaseState, Side, Verb
from cases.models import NEVER, Case, Item


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

_OPERATOR_OWES = Q(operator_due_at__lt=NEVER)
_AGENCY_OWES = Q(agency_due_at__lt=NEVER) | Q(
    state__in=(CaseState.CLARIFICATION, CaseState.DISPUTED, CaseState.VERIFIED)
)
_TO_VERIFY = Q(state=CaseState.ANSWERED) | Q(state=CaseState.CLOSED, agency_due_at__lt=NEVER)


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
        return Q(kind=CaseKind.REPLAY)
    order = Q(kind=CaseKind.ORDER)
    if tab == QueueTab.ALL:
        return order
    if tab == QueueTab.LATE:
        return order & Q(operator_due_at__lt=now)
    if actor.is_operator:
        conditions = {
            QueueTab.US: _OPERATOR_OWES | Q(state=CaseState.IMPOSSIBLE),
            QueueTab.THEM: Q(state__in=OPEN_STATES, operator_due_at=NEVER) & ~Q(state=CaseState.IMPOSSIBLE),
        }
    else:
        conditions = {
            QueueTab.US: _AGENCY_OWES & ~_TO_VERIFY,
            QueueTab.VERIFY: _TO_VERIFY,
            QueueTab.THEM: _OPERATOR_OWES | Q(state=CaseState.IMPOSSIBLE),
        }
    return order & conditions[tab]


def count_tabs(
    rows: QuerySet[Case], actor: Actor, tabs: Sequence[QueueTab], now: datetime
) -> dict[QueueTab, int]:
    """Return how many of ``rows`` each tab shows. One query."""
    counts = rows.order_by().aggregate(
        **{tab.value: Count("pk", filter=condition_of(actor, tab, now)) for tab in tabs}
    )
    return {tab: counts[tab.value] for tab in tabs}


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
