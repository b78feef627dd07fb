"""How the engine fares, for whoever keeps it running: numbers only, of no case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.figures_rows import span_between
from cases.domain.figures_times import Spread, spread_of
from cases.enums import CaseKind
from cases.models import Escalation, Parked

LATENESS_SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class EngineState:
    """Cases set aside because their steps raised, and how late the steps of the last hour were."""

    parked: int
    lateness: Spread


def engine_state(*, now: datetime) -> EngineState:
    """Return how the engine fares at ``now``. Replays are left out: their steps are long past."""
    with acting_as(ENGINE):
        noticed = Escalation.objects.filter(noticed_at__gt=now - LATENESS_SPAN, noticed_at__lte=now).exclude(
            case__kind=CaseKind.REPLAY
        )
        took = noticed.annotate(took=span_between("due_at", "noticed_at"))
        return EngineState(parked=Parked.objects.count(), lateness=spread_of(took))
