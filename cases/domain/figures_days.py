"""Days and months of a reader, as instants. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import takewhile

DAY = timedelta(days=1)
# More days than these are told by the month.
DAYS_AT_MOST = 62


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of ``day`` in ``zone``; where clocks skip midnight, the first after it."""
    return datetime.combine(day, time.min, tzinfo=zone)


def days_of(key: str) -> tuple[date, date] | None:
    """Return the first day of "2026-05-14" or "2026-05" and the first after it; None for neither."""
    is_month = len(key) == len("2026-05")
    try:
        first = date.fromisoformat(f"{key}-01" if is_month else key)
    except ValueError:
        return None
    return first, (_month_after(first) if is_month else first + DAY)


def keys_between(first: date, last: date) -> list[str]:
    """Return the keys of every day from ``first`` to ``last``, or of every month where that is long."""
    if (last - first).days < DAYS_AT_MOST:
        return [str(first + number * DAY) for number in range((last - first).days + 1)]
    months = takewhile(lambda month: month <= last, _months_from(first.replace(day=1)))
    return [f"{month:%Y-%m}" for month in months]


def key_in(keys: list[str], day: date) -> str:
    """Return the key among ``keys`` (all days, or all months) that holds ``day``."""
    return str(day)[: len(keys[0])]


def _months_from(month: date) -> Iterator[date]:
    while True:
        yield month
        month = _month_after(month)


def _month_after(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)
