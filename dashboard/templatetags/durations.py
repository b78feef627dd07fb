"""Spans of time in words, by one rule for the server and for the script that ticks."""

import json
from datetime import timedelta
from functools import cache

from django import template
from django.utils.translation import get_language, pgettext

register = template.Library()

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# Deadlines here are told in hours ("24 hours"), so days begin where hours stop being readable.
DAYS_FROM = 2 * DAY
WHOLE_DAYS_FROM = 10 * DAY
MINUS = "\N{MINUS SIGN}"


def duration_patterns() -> dict[str, str]:
    """Return the patterns of a span in the reader's language, by the name the script knows."""
    return _patterns_in(get_language())


@cache
def _patterns_in(_language: str) -> dict[str, str]:
    return {
        "days": pgettext("duration", "%(days)s d"),
        "days_hours": pgettext("duration", "%(days)s d %(hours)s h"),
        "hours": pgettext("duration", "%(hours)s h"),
        "hours_minutes": pgettext("duration", "%(hours)s h %(minutes)s m"),
        "minutes": pgettext("duration", "%(minutes)s m"),
        "seconds": pgettext("duration", "%(seconds)s s"),
    }


def _pattern_and_values(seconds: int) -> tuple[str, dict[str, str]]:
    if seconds >= DAYS_FROM:
        days, hours = seconds // DAY, seconds % DAY // HOUR
        if seconds >= WHOLE_DAYS_FROM or not hours:
            return "days", {"days": str(days)}
        return "days_hours", {"days": str(days), "hours": str(hours)}
    if seconds >= HOUR:
        hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
        if not minutes:
            return "hours", {"hours": str(hours)}
        return "hours_minutes", {"hours": str(hours), "minutes": f"{minutes:02d}"}
    if seconds >= MINUTE:
        return "minutes", {"minutes": str(seconds // MINUTE)}
    return "seconds", {"seconds": str(seconds)}


def span_in_words(span: timedelta) -> str:
    """Return ``span`` as "3 h 12 m", "42 m" or "2 d 4 h"; below zero with a minus before it.

    Cut to the unit shown, never rounded up: time left must not be promised too long.
    """
    name, values = _pattern_and_values(int(abs(span).total_seconds()))
    words = duration_patterns()[name] % values
    return f"{MINUS} {words}" if span < timedelta(0) else words


@register.filter
def duration(value: timedelta | float | None) -> str:
    """Return a timedelta (or a number of seconds) in words; a dash for None."""
    if value is None or value == "":
        return "–"
    span = value if isinstance(value, timedelta) else timedelta(seconds=float(value))
    return span_in_words(span)


@register.simple_tag
def duration_patterns_json() -> str:
    """Return the patterns as JSON, for the attribute that countdown.js reads."""
    return json.dumps(duration_patterns(), ensure_ascii=False)
