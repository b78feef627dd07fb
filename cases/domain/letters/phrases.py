"""Instants, spans, countries and roles as letters say them, in the active language."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.domain.places import jurisdictions
from accounts.enums import Role
from cases.domain.letters.sheet import Text
from channels_registry.domain.contact_hours import in_words
from sla.enums import Standing

HOUR, DAY = 60, 24 * 60


def at(instant: str, zone: str) -> str:
    """Return "24 November 2026, 14:05 WIB (07:05 UTC)": in the sender's zone, UTC beside it."""
    own = datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))
    text = f"{date_format(own, 'j F Y')}, {_clock(own)}"
    world = own.astimezone(ZoneInfo("UTC"))
    if own.utcoffset() == world.utcoffset():
        return text
    other_day = "" if world.date() == own.date() else f"{date_format(world, 'j F')}, "
    return f"{text} ({other_day}{_clock(world)})"


def _clock(local: datetime) -> str:
    name = local.tzname() or "UTC"
    return f"{date_format(local, 'H:i')} {f'UTC{name}' if name[0] in '+-' else name}"


def day(iso: str) -> str:
    """Return "6 May 2027"."""
    return date_format(date.fromisoformat(iso), "j F Y")


def span(minutes: int) -> str:
    """Return "4 hours", "90 minutes" or "7 days": whole units, nothing rounded."""
    if minutes % DAY == 0 and minutes > DAY:
        days = minutes // DAY
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    if minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}


def hours(calendar: dict[str, Any]) -> str:
    """Return in which hours a time limit runs."""
    return _("It runs in these hours alone, holidays left out: %(hours)s (%(zone)s).") % {
        "hours": in_words(calendar["hours"]),
        "zone": calendar["zone"],
    }


def country(code: str) -> str:
    """Return the name of a country; the code where it has none."""
    return dict(jurisdictions(language())).get(code, code)


def roles(codes: list[str]) -> str:
    """Return the roles of a person, as people say them."""
    return ", ".join(str(Role(code).label) if code in Role.values else code for code in codes)


def words(value: Any, choices: Any) -> str:
    """Return the label of a stored word; the word itself where it is no longer one of ours."""
    return str(choices(value).label) if value in choices.values else str(value)


def in_language(texts: dict[str, str]) -> str:
    """Return the one of a text's languages that is read now."""
    return texts.get(language()) or texts["en"]


def language() -> str:
    """Return the language that is read now: one of the desk's."""
    return get_language() or "en"


def founded(citation: str, standing: str) -> Text | None:
    """Return a provision, and how well it is founded unless it was read in its source."""
    doubt = "" if standing == Standing.SOURCE else words(standing, Standing)
    said = " · ".join(part for part in (citation, doubt) if part)
    return Text(said, "muted") if said else None


def none_ordered() -> str:
    """Return the words for a duty that an order does not impose."""
    return _("None is ordered.")
