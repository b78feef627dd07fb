"""How the engine fares, for whoever keeps it running: numbers only, of no case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.figures_rows import span_between
from cases.domain.figures_times import Spread, spread_of
from cases.enums import CaseKind
from cases.models import Clock, Escalation, Parked

LATENESS_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class EngineState:
    """Cases set aside because their steps raised, and how late the steps of the last hour were.

    ``behind``: how long ago the oldest step was due that nobody has fired, parked cases aside.
    """

    parked: int
    lateness: Spread
    behind: timedelta


def engine_state(*, now: datetime) -> EngineState:
    """Return how the engine fares at ``now``. Replays are left out: their steps are long past."""
    with acting_as(ENGINE):
        noticed = Escalation.objects.filter(noticed_at__gt=now - LATENESS_SPAN, noticed_at__lte=now).exclude(
            case__kind=CaseKind.REPLAY
        )
        took = noticed.annotate(took=span_between("due_at", "noticed_at"))
        parked = Parked.objects.count()
        return EngineState(parked=parked, lateness=spread_of(took), behind=_behind(now))


def _behind(now: datetime) -> timedelta:
    aside = Exists(Parked.objects.filter(case_id=OuterRef("case_id"), retry_at__gt=now))
    due = Clock.objects.filter(next_step_at__lte=now).exclude(aside).order_by("next_step_at")
    oldest = due.values_list("next_step_at", flat=True).first()
    return timedelta(0) if oldest is None else now - oldest
