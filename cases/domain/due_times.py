"""What is due when, for a calendar: references, clocks and instants, nothing of a case's content."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.acting import Actor, acting_as
from cases.models import Case, Clock
from cases.models.queues import AGENCY_DUE, NEVER, OPERATOR_OWES
from sla.enums import ClockKind, ClockState

AT_MOST = 300
# What passed is of the desk; what passed just now may still be looked for.
BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline: ``key`` stays the same while the run does; ``changed_at``: when its case was."""

    key: str
    reference: str
    kind: ClockKind
    due_at: datetime
    changed_at: datetime


def due_times(actor: Actor, *, now: datetime) -> list[Due]:
    """Return the deadlines that run in the cases that ``actor`` may know of now, the next first.

    Of the :data:`AT_MOST` cases that are due first. Two queries. A clock that is stopped is
    due at no instant and not among them.
    """
    with acting_as(actor):
        found = _due_first(actor, now)
        clocks = Clock.objects.visible_to(actor).filter(
            case__in=found, state=ClockState.RUNNING, due_at__gt=now - BACK
        )
        rows = list(clocks.order_by("due_at", "pk"))
    return [
        Due(
            key=f"{found[row.case_id].reference}-{row.kind}-{row.run}",
            reference=found[row.case_id].reference,
            kind=ClockKind(row.kind),
            due_at=row.due_at,
            changed_at=found[row.case_id].updated_at,
        )
        for row in rows
    ]


def _due_first(actor: Actor, now: datetime) -> dict[int, Case]:
    seen = Case.objects.visible_to(actor).only("reference", "updated_at")
    column = "operator_due_at" if actor.is_operator else "next_due_at"
    seen = seen.filter(OPERATOR_OWES if actor.is_operator else AGENCY_DUE)
    span = {f"{column}__gt": now - BACK, f"{column}__lt": NEVER}
    return {case.pk: case for case in seen.filter(**span).order_by(column, "pk")[:AT_MOST]}
