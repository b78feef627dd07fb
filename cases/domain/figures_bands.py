"""The bands in which charts gather rows: hours left until due, and how late the engine was."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When

from cases.models import Clock, Escalation
from sla.enums import ClockState

# Bars of the board: one an hour for half a day, where the desk acts; then wider ones.
HOURS = 12
DAY = timedelta(hours=24)
OVERDUE, HALF, LATER, STOPPED = "overdue", "half", "later", "stopped"
# How late the engine was: less than so much, by the key of the bar; "more" is beyond the last.
BANDS = {
    "1s": timedelta(seconds=1),
    "2s": timedelta(seconds=2),
    "5s": timedelta(seconds=5),
    "10s": timedelta(seconds=10),
    "30s": timedelta(seconds=30),
    "1m": timedelta(minutes=1),
    "5m": timedelta(minutes=5),
    "1h": timedelta(hours=1),
}
MORE = "more"


def by_time_left(rows: QuerySet[Clock], now: datetime) -> QuerySet[Any]:
    """Annotate ``bar``: overdue, stopped, whole hours left ("0" to "11"), half (to a day), later."""
    hours = [When(due_at__lt=now + timedelta(hours=hour + 1), then=Value(str(hour))) for hour in range(HOURS)]
    return rows.annotate(
        bar=Case(
            When(due_at__lt=F("ran_until"), then=Value(OVERDUE)),
            When(state=ClockState.PAUSED, then=Value(STOPPED)),
            *hours,
            When(due_at__lt=now + DAY, then=Value(HALF)),
            default=Value(LATER),
            output_field=CharField(),
        )
    )


def by_lateness(rows: QuerySet[Escalation]) -> QuerySet[Any]:
    """Annotate ``bar``: the first of ``BANDS`` that is longer than the step ``took``, else "more"."""
    bands = [When(took__lt=below, then=Value(key)) for key, below in BANDS.items()]
    return rows.annotate(bar=Case(*bands, default=Value(MORE), output_field=CharField()))
