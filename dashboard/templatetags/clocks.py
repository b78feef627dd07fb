"""The chip of time left: the same on every page, from the row alone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboard.templatetags.durations import span_in_words
from dashboard.templatetags.icons import icon
from dashboard.templatetags.instants import exact_instant, short_instant

register = template.Library()

# Amber means "in the next hour", or the last quarter where the whole allowance is short:
# an order of one hour would otherwise be amber from its first second.
SOON_AT_MOST = timedelta(hours=1)
SOON_SHARE = 4


class ClockLike(Protocol):
    """What the chip reads of a clock; of ``paused_at`` and the words of its end only if it has them."""

    state: str
    started_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chip:
    """What the chip shows: tone and words, the sentence on focus, what the script needs."""

    tone: str
    text: str
    exact: str
    at: datetime | None = None
    ticks: bool = False
    soon_seconds: int = 0
    ring: int = 0


def soon_span(clock: ClockLike) -> timedelta:
    """Return how long before the due instant the chip turns amber."""
    seconds = getattr(clock, "allowance_seconds", None)
    if seconds is not None:
        return min(timedelta(seconds=seconds) / SOON_SHARE, SOON_AT_MOST)
    if clock.started_at is None or clock.due_at is None:
        return SOON_AT_MOST
    return min((clock.due_at - clock.started_at) / SOON_SHARE, SOON_AT_MOST)


def _running(clock: ClockLike, due_at: datetime, now: datetime) -> Chip:
    left, soon = due_at - now, soon_span(clock)
    tone = "breach" if left < timedelta(0) else "soon" if left <= soon else "calm"
    ring = round(100 * left / soon) if soon else 0
    return Chip(
        tone=tone,
        text=span_in_words(left),
        exact=_("due %(instant)s") % {"instant": _exact(due_at)},
        at=due_at,
        ticks=True,
        soon_seconds=int(soon.total_seconds()),
        ring=max(0, min(100, ring)),
    )


def _paused(clock: ClockLike) -> Chip:
    paused_at = getattr(clock, "paused_at", None)
    if paused_at is None or clock.due_at is None:
        return Chip(tone="paused", text=_("paused"), exact=_("the clock stands still"))
    left = span_in_words(clock.due_at - paused_at)
    exact = _("the clock stands still; %(span)s left when it goes on") % {"span": left}
    return Chip(tone="paused", text=_("paused"), exact=exact, at=paused_at)


def _met(clock: ClockLike) -> Chip:
    met_at, due_at = clock.met_at, clock.due_at
    if met_at is None or due_at is None:
        return Chip(tone="met", text=_("met"), exact=_("met in time"), at=met_at)
    words = {"instant": _exact(met_at), "span": span_in_words(abs(due_at - met_at))}
    if met_at > due_at:
        exact = _("met %(instant)s, %(span)s too late") % words
        return Chip(tone="late", text=_("met late"), exact=exact, at=met_at)
    exact = _("met %(instant)s, %(span)s before it was due") % words
    return Chip(tone="met", text=_("met"), exact=exact, at=met_at)


def _ended(clock: ClockLike) -> Chip:
    ended_at = getattr(clock, "ended_at", None)
    reason = getattr(clock, "get_end_reason_display", str)() or _("without an answer")
    if ended_at is None:
        return Chip(tone="ended", text=_("ended"), exact=reason)
    exact = _("ended %(instant)s: %(reason)s") % {"instant": _exact(ended_at), "reason": reason}
    return Chip(tone="ended", text=_("ended"), exact=exact, at=ended_at)


def _exact(at: datetime) -> str:
    return exact_instant(at, zone=timezone.get_current_timezone())


def chip_for(clock: ClockLike | None, now: datetime) -> Chip:
    """Return the chip of ``clock`` as it stands at ``now``. Pure but for language and zone.

    Lateness is computed here from the two instants, never read from a flag.
    """
    if clock is None:
        return Chip(tone="none", text="–", exact=_("no clock runs"))
    if clock.state == "running":
        if clock.due_at is None:
            return Chip(tone="none", text="–", exact=_("no due time yet"))
        return _running(clock, clock.due_at, now)
    if clock.state == "paused":
        return _paused(clock)
    if clock.state == "met":
        return _met(clock)
    return _ended(clock)


# Written here and in no template: a queue shows one in every row, and rendering them by a
# template's nodes was a fifth of the page's time.
_CHIP = (
    '<span class="tl" data-tone="{}" tabindex="0"{}>{}<{} class="tl-text"{}>{}</{}>'
    '<span class="tl-exact">{}</span></span>'
)
_TICKS = ' data-due-at="{}" data-soon="{}"'
_RING = (
    '<svg class="tl-ring" width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">'
    '<circle class="tl-ring-track" cx="7" cy="7" r="5.5" />'
    '<circle class="tl-ring-left" cx="7" cy="7" r="5.5" pathLength="100" stroke-dasharray="{} 100"'
    ' transform="rotate(-90 7 7)" /></svg><span class="tl-over visually-hidden">{}</span>'
)
_MARKS = {"paused": "player-pause", "met": "check", "late": "check"}


@register.simple_tag(takes_context=True)
def time_left(
    context: dict[str, Any], clock: ClockLike | None, now: datetime | None = None, other: str = ""
) -> SafeString:
    """Render the chip of ``clock``; ``now`` is the page's instant where none is given.

    ``other``: the other side's zone, by which the instant is told too; the page's ``other_zone``
    where none is given.
    """
    chip = chip_for(clock, now or context["now"])
    return _drawn(_beside(chip, other or context.get("other_zone", "")))


def _drawn(chip: Chip) -> SafeString:
    at = timezone.localtime(chip.at).isoformat() if chip.at else ""
    ticks = format_html(_TICKS, at, chip.soon_seconds) if chip.ticks else ""
    name = _MARKS.get(chip.tone, "")
    mark = format_html(_RING, chip.ring, _("overdue")) if chip.ticks else icon(name, size=14) if name else ""
    word, when = ("time", format_html(' datetime="{}"', at)) if at else ("span", "")
    return format_html(_CHIP, chip.tone, ticks, mark, word, when, chip.text, word, chip.exact)


def _beside(chip: Chip, other: str) -> Chip:
    """Return the chip with the instant on the other side, where clocks there show another time."""
    if not other or chip.at is None or chip.tone == "paused":
        return chip
    here, there = timezone.get_current_timezone(), ZoneInfo(other)
    if chip.at.astimezone(here).utcoffset() == chip.at.astimezone(there).utcoffset():
        return chip
    theirs = short_instant(chip.at, zone=there, now=None)
    return replace(chip, exact=f"{chip.exact} · {_('the other side: %(instant)s') % {'instant': theirs}}")
