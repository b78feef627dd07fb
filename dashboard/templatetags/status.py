"""Words with a state: word, icon and tone, never colour alone.

Red and amber are not among the tones: they belong to the clocks.
"""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.templatetags.icons import icon

register = template.Library()

QUIET, TEAL, DONE, INK = "quiet", "teal", "done", "ink"
UNKNOWN = (QUIET, "point")

# By the stored value of the enum. Values are unique across the enums that a page shows,
# or mean the same where two enums share one.
LOOKS: dict[str, tuple[str, str]] = {
    # states of a case and of a report
    "draft": (QUIET, "pencil"),
    "awaiting_approval": (TEAL, "hourglass"),
    "returned": (INK, "arrow-back-up"),
    "referred": (TEAL, "transfer"),
    "taken_over": (TEAL, "transfer-in"),
    "filed": (TEAL, "send"),
    "sent": (TEAL, "send"),
    "received": (TEAL, "mail-opened"),
    "acknowledged": (TEAL, "check"),
    "clarification": (INK, "help"),
    "impossible": (INK, "barrier-block"),
    "disputed": (INK, "scale"),
    "answered": (TEAL, "message-check"),
    "verified": (DONE, "checks"),
    "closed": (QUIET, "lock"),
    "reopened": (TEAL, "refresh"),
    "withdrawn": (QUIET, "arrow-back-up"),
    # verdicts of the gate, and what becomes of a finding
    "public": (TEAL, "world"),
    "private": (INK, "lock"),
    "undeterminable": (INK, "help"),
    "not_content": (QUIET, "ban"),
    "invalid": (QUIET, "link-off"),
    "ready": (TEAL, "check"),
    "needs_statement": (INK, "message-question"),
    "no_addressee": (INK, "user-question"),
    "in_hand": (INK, "hourglass"),
    "repeated": (QUIET, "copy"),
    "not_reported": (QUIET, "quote"),
    # rows of a sheet, and where a sheet stands
    "good": (TEAL, "check"),
    "open": (INK, "message-question"),
    "bad": (INK, "hand-stop"),
    "columns": (INK, "columns"),
    "judging": (QUIET, "hourglass"),
    "judged": (TEAL, "list-check"),
    "importing": (QUIET, "hourglass"),
    "imported": (DONE, "circle-check"),
    # outcomes of an item
    "pending": (QUIET, "dots"),
    "removed": (DONE, "trash"),
    "disabled_in_country": (DONE, "map-pin-off"),
    "suspended": (DONE, "user-off"),
    "age_restricted": (TEAL, "rating-18-plus"),
    "interaction_restricted": (TEAL, "message-off"),
    "demoted": (TEAL, "trending-down"),
    "labelled": (TEAL, "tag"),
    "already_gone": (QUIET, "ghost"),
    "not_found": (QUIET, "link-off"),
    "refused": (INK, "hand-stop"),
    # what the agency saw when it looked
    "down": (DONE, "circle-check"),
    "still_up": (INK, "eye"),
    "back_up": (INK, "repeat"),
    "mirror": (INK, "copy"),
    "not_verifiable": (QUIET, "eye-question"),
    # agreements and trusted flaggers
    "in_force": (DONE, "shield-check"),
    "on_hold": (INK, "hand-stop"),
    "coming": (QUIET, "calendar"),
    "missed": (INK, "alarm"),
    "duty_gap": (INK, "user-off"),
    # tests of a contact, and why it may not be reached
    "asked": (TEAL, "send"),
    "in_time": (DONE, "check"),
    "late_answer": (INK, "clock-check"),
    "unanswered": (INK, "message-off"),
    "no_duty": (INK, "user-question"),
    "contact_stale": (INK, "question-mark"),
    # urgency, kind, receipt
    "urgent": (INK, "bolt"),
    "ordinary": (QUIET, "minus"),
    "order": (QUIET, "gavel"),
    "replay": (QUIET, "history"),
    "signed": (TEAL, "signature"),
    "deemed": (INK, "clock-check"),
    # approvals and proposals
    "approved": (DONE, "circle-check"),
    "confirmed": (DONE, "circle-check"),
    "voided": (QUIET, "circle-off"),
    "passed_on": (TEAL, "transfer-in"),
    "proposed": (INK, "bell"),
    "dismissed": (QUIET, "x"),
    "noted": (TEAL, "note"),
    # steps of a ladder
    "remind": (QUIET, "bell-ringing"),
    "deem_receipt": (QUIET, "clock-check"),
    "breach": (INK, "alarm"),
    "next_contact": (TEAL, "address-book"),
    "supervisor": (TEAL, "user-up"),
    "raise_level": (TEAL, "stairs-up"),
    "propose_warning": (INK, "mail-exclamation"),
    "propose_block": (INK, "barrier-block"),
    "skipped": (QUIET, "player-skip-forward"),
    "parked": (INK, "parking"),
    # clocks in a list of words (the chip shows them elsewhere)
    "running": (TEAL, "player-play"),
    "paused": (INK, "player-pause"),
    "met": (DONE, "check"),
    "ended": (QUIET, "player-stop"),
    # how a figure is founded, and the life of a policy
    "source": (TEAL, "book"),
    "our_default": (QUIET, "adjustments"),
    "unconfirmed": (INK, "question-mark"),
    "published": (TEAL, "circle-check"),
    "retired": (QUIET, "archive"),
    # people, organisations, tokens, messages, runners
    "active": (TEAL, "circle-check"),
    "disabled": (QUIET, "circle-off"),
    "invited": (INK, "mail"),
    "expired": (QUIET, "clock-off"),
    "offered": (INK, "hourglass"),
    "declined": (QUIET, "x"),
    "lapsed": (QUIET, "clock-off"),
    "revoked": (QUIET, "circle-off"),
    "cleared": (TEAL, "shield-check"),
    "waiting": (QUIET, "hourglass"),
    "delivered": (DONE, "mail-check"),
    "dead": (INK, "mail-x"),
    "alive": (DONE, "heartbeat"),
    "silent": (INK, "heart-off"),
}


def look_of(value: object) -> tuple[str, str]:
    """Return tone and icon for the stored value of an enum; a quiet dot for an unknown one."""
    key = str(value).strip().lower().replace(" ", "_").replace("-", "_")
    return LOOKS.get(key, UNKNOWN)


@register.simple_tag
def status_badge(value: Any, label: object = "", quiet: bool = False) -> SafeString:
    """Render a word with its icon and tone.

    ``value`` is an enum member, whose label is taken, or a stored value with its ``label``
    beside it. ``quiet`` leaves the box away, for columns where every row has one.
    """
    tone, name = look_of(getattr(value, "value", value))
    word = label or getattr(value, "label", "") or value
    # No template: rows by the hundred show one.
    badge = '<span class="st{}" data-tone="{}">{}<span>{}</span></span>'
    return format_html(badge, " st-quiet" if quiet else "", tone, icon(name, size=14), word)
