"""When somebody is there to read: the hours of a contact as weekly periods in its own zone. Pure.

Written ``24x7`` or like ``Mon-Fri 09:00-17:00; Sat 10:00-14:00``; a period that ends before it
begins goes on into the next day.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

ALWAYS = "24x7"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_LABELS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
# As people type them, in both languages of the desk; three letters tell all apart.
_NUMBERS = {name: number for number, name in enumerate(day.lower() for day in DAYS)} | {
    name: number for number, name in enumerate(("sen", "sel", "rab", "kam", "jum", "sab", "min"))
}
_ALWAYS_TYPED = frozenset({"24x7", "24/7", "24×7", "24 hours", "24 jam", "always", "selalu"})
_PERIOD = re.compile(r"^([a-z, -]+?)\s*(\d{1,2})[:.](\d{2})\s*-\s*(\d{1,2})[:.](\d{2})$")
_MIDNIGHT = 24 * 60
_QUARTERS_OF_A_WEEK = 7 * 24 * 4


class Reached(Protocol):
    """Who has hours in a zone: a contact."""

    hours: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Period:
    """From ``begins`` to ``ends`` (minutes of the day) on some days of the week, Monday being 0."""

    days: tuple[int, ...]
    begins: int
    ends: int

    @property
    def overnight(self) -> bool:
        """Whether it ends on the day after."""
        return self.ends <= self.begins

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether the minute of a day falls into it."""
        if not self.overnight:
            return weekday in self.days and self.begins <= minute < self.ends
        evening = weekday in self.days and minute >= self.begins
        return evening or ((weekday - 1) % 7 in self.days and minute < self.ends)


def is_within(contact: Reached, instant: datetime) -> bool | None:
    """Whether ``instant`` falls into the hours of ``contact``; None where they are not known.

    Wall-clock time of the contact's zone decides, also on the days when clocks change.
    """
    if not contact.hours:
        return None
    if contact.hours == ALWAYS:
        return True
    there = instant.astimezone(ZoneInfo(contact.time_zone))
    minute = there.hour * 60 + there.minute
    return any(period.holds(there.weekday(), minute) for period in read_periods(contact.hours))


def check_hours(text: str) -> str:
    """Return hours as they are kept, from what a person typed; empty stays empty. Raises Invalid."""
    typed = " ".join(text.replace("–", "-").replace("—", "-").lower().split())
    if not typed:
        return ""
    if typed in _ALWAYS_TYPED:
        return ALWAYS
    try:
        return "; ".join(_written(period) for period in read_periods(typed))
    except ValueError as error:
        raise Invalid(
            "hours", _("Write hours like Mon-Fri 09:00-17:00; Sat 10:00-14:00, or 24x7."), field="hours"
        ) from error


def read_periods(text: str) -> tuple[Period, ...]:
    """Return the periods that ``text`` names. Raises ValueError for what is none."""
    return tuple(_period(part.strip()) for part in re.split(r"[;\n]", text.lower()) if part.strip())


def in_words(hours: str) -> str:
    """Return kept hours with the days in the reader's language."""
    if hours == ALWAYS:
        return gettext("24 hours, every day")
    said = hours
    for day, label in zip(DAYS, _DAY_LABELS, strict=True):
        said = said.replace(day, str(label))
    return said


def now_there(contact: Reached, instant: datetime) -> datetime:
    """Return ``instant`` in the contact's zone."""
    return instant.astimezone(ZoneInfo(contact.time_zone))


def next_opening(contact: Reached, instant: datetime) -> datetime | None:
    """Return when somebody is there next, to the quarter of an hour; None where it is not known.

    ``instant`` itself where somebody is there.
    """
    if is_within(contact, instant) is None:
        return None
    if is_within(contact, instant):
        return instant
    quarter = instant.replace(minute=instant.minute // 15 * 15, second=0, microsecond=0)
    ahead = (quarter + timedelta(minutes=15 * step) for step in range(1, _QUARTERS_OF_A_WEEK + 1))
    return next((each for each in ahead if is_within(contact, each)), None)


def _period(part: str) -> Period:
    found = _PERIOD.match(part)
    if found is None:
        raise ValueError(part)
    days, hour, minute, end_hour, end_minute = found.groups()
    return Period(_days(days), _minute(hour, minute), _minute(end_hour, end_minute))


def _minute(hour: str, minute: str) -> int:
    value = int(hour) * 60 + int(minute)
    if value > _MIDNIGHT or int(minute) > 59:
        raise ValueError(hour)
    return value


def _days(text: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        begins, ends = _day(first), _day(last if dash else first)
        # "Sat-Mon" goes over the end of the week.
        days.update((begins + step) % 7 for step in range((ends - begins) % 7 + 1))
    return tuple(sorted(days))


def _day(text: str) -> int:
    number = _NUMBERS.get(text.strip()[:3])
    if number is None:
        raise ValueError(text)
    return number


def _written(period: Period) -> str:
    return f"{_days_written(period.days)} {_clock(period.begins)}-{_clock(period.ends)}"


def _days_written(days: tuple[int, ...]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
