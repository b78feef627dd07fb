"""What the charts of the board draw: rows of a figure in bars, each with exactly its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from cases.domain import figures_bands as bands
from cases.domain import figures_rows as rows
from cases.domain.figures_days import key_in, keys_between
from cases.domain.figures_rows import Asked

TIME_LEFT = (
    bands.OVERDUE,
    *(str(hour) for hour in range(bands.HOURS)),
    bands.HALF,
    bands.LATER,
    bands.STOPPED,
)
LATENESS = (*bands.BANDS, bands.MORE)


@dataclass(frozen=True, slots=True)
class Bar:
    """So many rows under one key: hours left, a day, a band of lateness."""

    key: str
    count: int


def time_left(asked: Asked) -> list[Bar]:
    """Return the open deadlines of the platform by hours left."""
    return _counted(bands.by_time_left(rows.open_clocks(_whole(asked)), asked.now), TIME_LEFT)


def lateness(asked: Asked) -> list[Bar]:
    """Return the steps of the last 24 hours by how late the engine noticed them."""
    return _counted(bands.by_lateness(rows.noticed(_whole(asked))), LATENESS)


def breaches(asked: Asked) -> list[Bar]:
    """Return the deadlines that passed in the span by the reader's day, or month where it is long.

    Days on which none passed are among them; nothing for all time without a breach.
    """
    days = TruncDate("due_at", tzinfo=asked.zone)
    found = rows.breaches(_whole(asked)).order_by().annotate(day=days).values_list("day")
    by_day = dict(found.annotate(n=Count("pk")))
    begin = asked.since.astimezone(asked.zone).date() if asked.since else min(by_day, default=None)
    if begin is None:
        return []
    keys = keys_between(begin, asked.now.astimezone(asked.zone).date())
    counts = dict.fromkeys(keys, 0)
    for day, count in by_day.items():
        counts[key_in(keys, day)] += count
    return [Bar(key, count) for key, count in counts.items()]


def _whole(asked: Asked) -> Asked:
    return replace(asked, bar="")


def _counted(found: QuerySet[Any], keys: Sequence[str]) -> list[Bar]:
    counted = dict(found.order_by().values_list("bar").annotate(n=Count("pk")))
    return [Bar(key, counted.get(key, 0)) for key in keys]
