"""Days on which something is in force, as instants of the agency's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day in force; no last one: until further notice."""

    first: date
    last: date | None = None


def begins(day: date, house: Organisation) -> datetime:
    """Return the instant at which a day begins where the organisation is."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(house.time_zone))


def ends(day: date, house: Organisation) -> datetime:
    """Return the instant at which a day is over where the organisation is."""
    return begins(day + timedelta(days=1), house)


def range_of(days: Days, house: Organisation, *, field: str = "until") -> DateTimeTZRange:
    """Return the days as a range of instants. Raises Invalid where the last lies before the first."""
    if days.last is not None and days.last < days.first:
        raise Invalid("dates", _("The last day lies before the first."), field=field)
    return DateTimeTZRange(begins(days.first, house), ends(days.last, house) if days.last else None)


def days_of(span: DateTimeTZRange, house: Organisation) -> Days:
    """Return a range of instants as days of the organisation's zone."""
    zone = ZoneInfo(house.time_zone)
    last = (span.upper - timedelta(microseconds=1)).astimezone(zone).date() if span.upper else None
    return Days(span.lower.astimezone(zone).date(), last)
