"""Instants as a recipient reads them: in his zone, the zone shown, the other side's beside it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format


def due_text(due_at: str, *, time_zone: str, other: str = "") -> str:
    """Return "2 Nov 2026, 19:00 WIB (12:00 UTC)" for an ISO instant, in the active language.

    ``other`` is the key of the other side's zone; where its clocks show the same time as
    the reader's, the instant stands once.
    """
    instant = datetime.fromisoformat(due_at)
    own = instant.astimezone(ZoneInfo(time_zone))
    text = f"{date_format(own, 'j M Y')}, {_time(own)}"
    theirs = instant.astimezone(ZoneInfo(other)) if other else own
    if theirs.utcoffset() == own.utcoffset():
        return text
    day = "" if theirs.date() == own.date() else f"{date_format(theirs, 'j M')}, "
    return f"{text} ({day}{_time(theirs)})"


def _time(local: datetime) -> str:
    name = local.tzname() or "UTC"
    # Zones without a name of their own are called by their offset: "+04".
    zone = f"UTC{name}" if name[0] in "+-" else name
    return f"{date_format(local, 'H:i')} {zone}"
