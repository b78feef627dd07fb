"""What the two sides said to each other, in one order; and the drawing of events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.domain.case_file import CaseFile
from cases.domain.timeline import Event, EventKind, ground_label
from cases.enums import ResponseKind, Side
from cases.models import PlatformResponse
from dashboard.templatetags.durations import span_in_words
from dashboard.views.casework_words import who_in_words

ICONS: dict[EventKind, tuple[str, str]] = {
    EventKind.SENT: ("send", "accent"),
    EventKind.RECEIPT: ("signature", ""),
    EventKind.RESPONSE: ("message-check", "accent"),
    EventKind.ANSWER: ("message-reply", ""),
    EventKind.MESSAGE: ("message", ""),
    EventKind.AMENDMENT: ("file-plus", ""),
    EventKind.EVIDENCE: ("photo-plus", ""),
    EventKind.REMINDER: ("bell", ""),
    EventKind.BREACH: ("alert-triangle", "breach"),
    EventKind.ESCALATION: ("arrow-up", ""),
    EventKind.CORRECTION: ("arrow-back-up", ""),
    EventKind.DEADLINE: ("clock-edit", ""),
    EventKind.VERIFIED: ("eye-check", "accent"),
    EventKind.CLOSED: ("lock", ""),
    EventKind.WITHDRAWN: ("arrow-back-up", ""),
    EventKind.INTERNAL: ("building", ""),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the thread. ``heading`` names what is not a plain message."""

    side: Side
    at: datetime
    who: str
    text: str
    heading: str = ""
    own: bool = False


def drawn_events(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events with the icon and tone of their kind; words alone carry the meaning."""
    drawn = []
    for event in events:
        icon, tone = ICONS[event.kind]
        late = _("noticed %(span)s late") % {"span": span_in_words(event.late)} if event.late else ""
        who = who_in_words(event.who) or late
        drawn.append(
            {"at": event.at, "title": event.title, "who": who, "text": event.text, "icon": icon, "tone": tone}
        )
    return drawn


def thread_of(file: CaseFile) -> list[Said]:
    """Return messages, questions, answers, objections and amendments, oldest first."""
    said = [
        *(_said(file, Side(row.side), row.at, row.author_label, row.text) for row in file.messages),
        *(
            _said(
                file,
                Side.AGENCY,
                row.at,
                row.author_label,
                row.text,
                _("Amendment %(number)s") % {"number": row.number},
            )
            for row in file.amendments
        ),
        *(entry for row in file.responses for entry in _from_response(file, row)),
    ]
    return sorted(said, key=lambda entry: entry.at)


def said_to_joined(file: CaseFile) -> list[Said]:
    """Return the thread as an agency that joined reads it: nothing in it is its own."""
    return [replace(entry, own=False) for entry in thread_of(file)]


def _from_response(file: CaseFile, row: PlatformResponse) -> list[Said]:
    kind, ground = ResponseKind(row.kind), ground_label(row)
    heading = f"{kind.label}: {ground}" if ground else str(kind.label)
    entries = []
    if row.text:
        entries.append(_said(file, Side.OPERATOR, row.at, row.author_label, row.text, heading))
    if row.answer and row.ended_at:
        answers = {
            ResponseKind.CLARIFICATION: _("Answer to the clarification"),
            ResponseKind.IMPOSSIBILITY: _("Impossibility ended"),
            ResponseKind.OBJECTION: _("Decision of the objection"),
        }
        side = Side.OPERATOR if kind == ResponseKind.IMPOSSIBILITY else Side.AGENCY
        title = answers.get(kind, "")
        entries.append(_said(file, side, row.ended_at, row.answer_label, row.answer, title))
    return entries


def _said(file: CaseFile, side: Side, at: datetime, who: str, text: str, heading: str = "") -> Said:
    return Said(side, at, who_in_words(who), text, heading, own=side == file.side)
