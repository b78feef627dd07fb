"""Instants in the reader's zone, the zone always shown, the other side's beside it."""

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


def zone_name(local: datetime) -> str:
    """Return "WIB" where the zone has a name of its own, else "UTC+04"."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def utc_offset(local: datetime) -> str:
    """Return "UTC+7" or "UTC+5:30"."""
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    sign, minutes = ("−" if minutes < 0 else "+"), abs(minutes)
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "")


def short_instant(at: datetime, *, zone: tzinfo, now: datetime | None) -> str:
    """Return "14:05 WIB", with the date before it unless ``now`` is on the same day there."""
    day, clock = _day_and_clock(at, zone, get_language())
    if now is not None and at.astimezone(zone).date() == now.astimezone(zone).date():
        return clock
    return f"{day}, {clock}"


@lru_cache(maxsize=16_384)
def _day_and_clock(at: datetime, zone: tzinfo, _language: str) -> tuple[str, str]:
    local = at.astimezone(zone)
    return date_format(local, "j M Y"), f"{date_format(local, 'H:i')} {zone_name(local)}"


def exact_instant(at: datetime, *, zone: tzinfo) -> str:
    """Return weekday, date, time to the second, zone and its offset."""
    return _exact(at, zone, get_language())


# A list that refreshes itself tells the same instants again and again.
@lru_cache(maxsize=16_384)
def _exact(at: datetime, zone: tzinfo, _language: str) -> str:
    local = at.astimezone(zone)
    name, offset = zone_name(local), utc_offset(local)
    words = f"{date_format(local, 'l j F Y, H:i:s')} {name}"
    return words if name.startswith("UTC") else f"{words} ({offset})"


@register.simple_tag(takes_context=True)
def instant(
    context: dict[str, Any], at: datetime | None, other: str = "", full: bool = False
) -> SafeString | str:
    """Return ``at`` as a time element in the reader's zone; a dash for None.

    ``other`` is the key of the other side's zone, shown beside where it differs. ``now`` is
    taken from the page; without it, or with ``full``, the date is always shown.
    """
    if at is None:
        return "–"
    zone = timezone.get_current_timezone()
    now = None if full else context.get("now")
    text = short_instant(at, zone=zone, now=now)
    beside = ""
    if other and at.astimezone(ZoneInfo(other)).utcoffset() != at.astimezone(zone).utcoffset():
        theirs = short_instant(at, zone=ZoneInfo(other), now=at)
        beside = format_html(' <span class="instant-other">({})</span>', theirs)
    return format_html(
        '<time class="instant" datetime="{}" title="{}">{}{}</time>',
        at.isoformat(timespec="seconds"),
        exact_instant(at, zone=zone),
        text,
        beside,
    )
