"""The hours of calendars, as the arithmetic reads them."""

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from channels_registry.domain.contact_hours import ALWAYS, read_periods
from sla.domain.working_hours import Hours, Minutes
from sla.models import Calendar

_MIDNIGHT = 24 * 60


def hours_of(calendar_ids: Collection[int]) -> dict[int, Hours]:
    """Return the hours of each calendar. One query; none where no calendar is asked for."""
    if not calendar_ids:
        return {}
    days = ArrayAgg("holidays__day", filter=Q(holidays__day__isnull=False), default=[])
    rows = Calendar.objects.filter(pk__in=calendar_ids).order_by().annotate(days=days)
    return {
        pk: as_hours(zone, hours, closed)
        for pk, zone, hours, closed in rows.values_list("pk", "time_zone", "hours", "days")
    }


def as_hours(zone: str, hours: str, holidays: Iterable[date]) -> Hours:
    """Return kept words in the arithmetic's terms. Raises ValueError for what names no periods."""
    return Hours(zone, _week(hours), frozenset(holidays))


def _week(hours: str) -> tuple[tuple[Minutes, ...], ...]:
    if hours == ALWAYS:
        return (((0, _MIDNIGHT),),) * 7
    week: list[list[Minutes]] = [[] for _ in range(7)]
    for period in read_periods(hours):
        for day in period.days:
            if period.overnight:
                week[day].append((period.begins, _MIDNIGHT))
                week[(day + 1) % 7].append((0, period.ends))
            else:
                week[day].append((period.begins, period.ends))
    return tuple(_merged(periods) for periods in week)


def _merged(periods: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """Return the periods of a day in order, with those that touch or overlap as one."""
    found: list[Minutes] = []
    for begins, ends in sorted(periods):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        elif begins < ends:
            found.append((begins, ends))
    return tuple(found)
