"""In which hours a clock runs: weekly periods of a zone without its holidays. Pure.

Open is every instant at which the wall clock of the zone shows a minute of a period on a day
that is no holiday. So the hour that a zone repeats in autumn counts twice, the one that it
skips in spring not at all, and a holiday is closed from midnight to midnight.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZERO = timedelta(0)
DAY = timedelta(days=1)
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hours:
    """When a clock runs. ``week``: periods of each weekday in minutes of the day, Monday first.

    Periods are in order and do not overlap. Raises ValueError where the week never opens.
    """

    zone: str
    week: tuple[tuple[Minutes, ...], ...]
    closed: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days, and opens on one of them")

    def of(self, day: date) -> tuple[Minutes, ...]:
        """Return the periods of a day, in minutes of its wall clock."""
        return () if day in self.closed else self.week[day.weekday()]

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how long it is open from ``begin`` to ``end``."""
        total = ZERO
        for opens, closes in self.opened_from(begin) if begin < end else ():
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def after(self, begin: datetime, span: timedelta) -> datetime:
        """Return the first instant by which it was open for ``span`` since ``begin``."""
        left = span
        if left > ZERO:
            for opens, closes in self.opened_from(begin):
                if left <= closes - opens:
                    return opens + left
                left -= closes - opens
        return begin

    def opened_from(self, begin: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open intervals from ``begin`` on, in order, without an end."""
        for start, end, offset in _stretches(self.zone, begin):
            # While the offset stays, the wall clock runs like any other.
            wall, last = start + offset, end + offset
            day = wall.date()
            while (midnight := datetime.combine(day, time.min, tzinfo=UTC)) < last:
                for opens, closes in self.of(day):
                    first = max(midnight + timedelta(minutes=opens), wall)
                    until = min(midnight + timedelta(minutes=closes), last)
                    if first < until:
                        yield first - offset, until - offset
                day += DAY


def _stretches(zone: str, begin: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Yield (start, end, offset from UTC) from ``begin`` on."""
    start = begin.astimezone(UTC)
    for year in range(start.year, MAXYEAR):
        for until, offset in _offsets(zone, year):
            if start < until:
                yield start, until, offset
                start = until


@lru_cache(maxsize=1024)
def _offsets(zone: str, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """Return the offsets of a zone in a year of UTC, each with the instant at which it ends."""
    there = ZoneInfo(zone)
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        offset, following = _offset(there, at), min(at + DAY, end)
        if following < end and _offset(there, following) == offset:
            at = following
            continue
        until = _end_of_offset(there, at, following)
        found.append((until, offset))
        at = until
    return tuple(found)


def _end_of_offset(zone: ZoneInfo, at: datetime, end: datetime) -> datetime:
    """Return when the offset in force at ``at`` ends, ``end`` at the latest; to the second."""
    offset = _offset(zone, at)
    low, high = 0, int((end - at).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if _offset(zone, at + timedelta(seconds=middle)) == offset else (low, middle)
        )
    return at + timedelta(seconds=high)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or ZERO
