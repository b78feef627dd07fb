"""A timeline narrowed to one kind of thing."""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.domain.timeline import Event, EventKind


class EventGroup(TextChoices):
    """What a reader looks for in a timeline."""

    ALL = "all", _("All")
    MESSAGES = "messages", _("Messages")
    DEADLINES = "deadlines", _("Receipts and deadlines")
    DECISIONS = "decisions", _("Decisions")
    ESCALATIONS = "escalations", _("Escalations")


KINDS: dict[EventGroup, frozenset[EventKind]] = {
    EventGroup.MESSAGES: frozenset({EventKind.MESSAGE, EventKind.AMENDMENT, EventKind.EVIDENCE}),
    EventGroup.DEADLINES: frozenset(
        {EventKind.SENT, EventKind.RECEIPT, EventKind.DEADLINE, EventKind.BREACH, EventKind.CORRECTION}
    ),
    EventGroup.DECISIONS: frozenset(
        {
            EventKind.RESPONSE,
            EventKind.ANSWER,
            EventKind.VERIFIED,
            EventKind.CLOSED,
            EventKind.WITHDRAWN,
            EventKind.INTERNAL,
        }
    ),
    EventGroup.ESCALATIONS: frozenset(
        {EventKind.REMINDER, EventKind.BREACH, EventKind.ESCALATION, EventKind.CORRECTION}
    ),
}


def narrowed(events: Sequence[Event], group: EventGroup) -> list[Event]:
    """Return the events of a group, in the order in which they came."""
    if group == EventGroup.ALL:
        return list(events)
    return [event for event in events if event.kind in KINDS[group]]
