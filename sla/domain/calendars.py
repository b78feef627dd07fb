"""Calendars and their holidays: changed by the owning agency until a published version runs by them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_zone
from accounts.domain.rights import lock_setup, require_shared_editor
from audit.domain.chain import NewEntry, record
from channels_registry.domain.contact_hours import check_hours
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale
from sla.domain.calendar_hours import as_hours
from sla.domain.holiday_lists import listed_days
from sla.domain.law import check_code
from sla.domain.policies import policies_known_to
from sla.enums import VersionState
from sla.models import Calendar, Holiday

HOURS_AT_MOST = 200
CALENDAR_FIELDS = ("name_en", "name_id", "time_zone", "hours")


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What is said of a calendar; ``hours`` as people type them (Mon-Fri 08:00-16:00, or 24x7)."""

    name_en: str
    name_id: str
    time_zone: str
    hours: str


def calendars_for(actor: Actor) -> QuerySet[Calendar]:
    """Return the calendars that ``actor`` may know of; an operator those of his policies."""
    calendars = Calendar.objects.order_by("code", "-number")
    if not actor.is_operator:
        return calendars
    promised = {"rules__version__state": VersionState.PUBLISHED}
    return calendars.filter(rules__version__policy__in=policies_known_to(actor), **promised).distinct()


def calendar_for(actor: Actor, code: str, number: int) -> Calendar:
    """Return one calendar that ``actor`` may know of; raises NotKnown."""
    found = calendars_for(actor).filter(code=code, number=number).first()
    if found is None:
        raise _unknown()
    return found


def add_calendar(*, actor: Actor, code: str, words: CalendarWords, now: datetime) -> Calendar:
    """Write a new calendar without holidays; audited. Raises NotAllowed, Invalid (code, words)."""
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        check_code(code, taken=Calendar.objects.filter(code=code).exists(), longest=60)
        calendar = Calendar(code=code)
        _fill(calendar, words)
        calendar.save(force_insert=True)
        _note(calendar, "add_calendar", actor, now, **_said(calendar))
    return calendar


def change_calendar(
    *, actor: Actor, code: str, number: int, words: CalendarWords, now: datetime, seen: str = ""
) -> Calendar:
    """Change a calendar by which nothing published runs; audited.

    Raises NotKnown, NotAllowed, Invalid, Conflict (fixed, or changed since ``seen``).
    """
    with acting_as(actor):
        calendar = _open_calendar(actor, code, number)
        refuse_if_stale(calendar, CALENDAR_FIELDS, seen=seen)
        changed = _fill(calendar, words)
        if changed:
            calendar.save(update_fields=changed)
            _note(calendar, "change_calendar", actor, now, fields=changed, **_said(calendar))
    return calendar


def continue_calendar(*, actor: Actor, code: str, number: int, now: datetime) -> Calendar:
    """Copy a calendar with its holidays as the next number of its code, to be changed; audited.

    What runs by the old number goes on by it. Raises NotKnown, NotAllowed, Conflict where
    the last number is not fixed yet: then that one is changed.
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        old = Calendar.objects.filter(code=code, number=number).first()
        last = Calendar.objects.filter(code=code).order_by("-number").first()
        if old is None or last is None:
            raise _unknown()
        if last.fixed_at is None:
            raise Conflict("calendar_open", _("The last number of this calendar can still be changed."))
        said = {name: getattr(old, name) for name in CALENDAR_FIELDS}
        calendar = Calendar.objects.create(code=code, number=last.number + 1, **said)
        days = old.holidays.values_list("day", "name", "source")
        Holiday.objects.bulk_create(
            Holiday(calendar=calendar, day=day, name=name, source=source) for day, name, source in days
        )
        _note(calendar, "continue_calendar", actor, now, continues=old.number)
    return calendar


def load_holidays(
    *, actor: Actor, code: str, number: int, jurisdiction: str, year: int, now: datetime
) -> int:
    """Add the listed holidays of a year that are not there yet; return how many. Audited.

    Raises NotKnown, NotAllowed, Invalid (no such list), Conflict (fixed).
    """
    with acting_as(actor):
        calendar = _open_calendar(actor, code, number)
        held = set(calendar.holidays.values_list("day", flat=True))
        days = [each for each in listed_days(jurisdiction, year) if each.day not in held]
        Holiday.objects.bulk_create(
            Holiday(calendar=calendar, day=each.day, name=each.name, source=each.source) for each in days
        )
        if days:
            said = {"jurisdiction": jurisdiction, "year": year}
            _note(calendar, "load_holidays", actor, now, days=[str(each.day) for each in days], **said)
    return len(days)


def add_holiday(
    *, actor: Actor, code: str, number: int, day: date, name: str, source: str, now: datetime
) -> Holiday:
    """Add one holiday with who made it one; audited.

    Raises NotKnown, NotAllowed, Invalid (name, source, a day that is one), Conflict (fixed).
    """
    for field, said in (("name", name), ("source", source)):
        if not said.strip():
            raise Invalid(field, _("This cannot stay empty."), field=field)
    with acting_as(actor):
        calendar = _open_calendar(actor, code, number)
        if calendar.holidays.filter(day=day).exists():
            raise Invalid("holiday_there", _("This day is a holiday already."), field="day")
        holiday = Holiday.objects.create(calendar=calendar, day=day, name=name.strip(), source=source.strip())
        _note(calendar, "add_holiday", actor, now, day=str(day))
    return holiday


def drop_holiday(*, actor: Actor, code: str, number: int, day: date, now: datetime) -> None:
    """Make a holiday a day like others again; audited. Raises NotKnown, NotAllowed, Conflict (fixed)."""
    with acting_as(actor):
        calendar = _open_calendar(actor, code, number)
        dropped, _rows = calendar.holidays.filter(day=day).delete()
        if not dropped:
            raise NotKnown("holiday_unknown", _("This day is no holiday here."))
        _note(calendar, "drop_holiday", actor, now, day=str(day))


def _open_calendar(actor: Actor, code: str, number: int) -> Calendar:
    require_shared_editor(actor)
    lock_setup()
    rows = Calendar.objects.select_for_update(no_key=True)
    calendar = rows.filter(code=code, number=number).first()
    if calendar is None:
        raise _unknown()
    if calendar.fixed_at is not None:
        raise Conflict(
            "calendar_fixed",
            _("A published policy runs by this calendar: nothing of it changes. Make the next number of it."),
        )
    return calendar


def _fill(calendar: Calendar, words: CalendarWords) -> list[str]:
    if not words.name_en.strip():
        raise Invalid("name_en", _("Name it in English."), field="name_en")
    if not words.name_id.strip():
        raise Invalid("name_id", _("Name it in Indonesian."), field="name_id")
    said = {
        "name_en": words.name_en.strip(),
        "name_id": words.name_id.strip(),
        "time_zone": check_zone(words.time_zone),
        "hours": _hours(words.hours),
    }
    changed = [name for name, value in said.items() if getattr(calendar, name) != value]
    for name in changed:
        setattr(calendar, name, said[name])
    return changed


def _hours(typed: str) -> str:
    hours = check_hours(typed)
    if len(hours) > HOURS_AT_MOST:
        raise Invalid("hours_long", _("Use fewer periods."), field="hours")
    try:
        as_hours("UTC", hours, ())
    except ValueError as error:
        raise Invalid("hours", _("Say when it is open: no clock could ever end."), field="hours") from error
    return hours


def _said(calendar: Calendar) -> dict[str, object]:
    # The record holds words: "Mon-Fri_08:00-16:00".
    periods = [period.strip().replace(" ", "_") for period in calendar.hours.split(";")]
    return {"hours": periods, "zone": calendar.time_zone}


def _unknown() -> NotKnown:
    return NotKnown("calendar_unknown", _("There is no such calendar."))


def _note(calendar: Calendar, verb: str, actor: Actor, now: datetime, **changes: object) -> None:
    record([NewEntry("calendar", f"{calendar.code}-{calendar.number}", verb, changes)], by=actor, at=now)
