"""An entry of the record in words: what was done, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Entry
from cases.enums import (
    CaseKind,
    CaseState,
    EndReason,
    LetterKind,
    Outcome,
    Verb,
    VerifiedOutcome,
    Via,
)
from dashboard.views.casework_words import who_in_words
from sla.enums import ClockKind, StepAction, Urgency, WhyPolicy

# What the engine and the intake note beside the verbs of the table of moves.
OTHER_VERBS: dict[str, str | Promise] = {
    "file": gettext_lazy("File"),
    "mark_seen": gettext_lazy("Read before deciding"),
    "parked": gettext_lazy("Set aside with an error"),
    "take_back_note": gettext_lazy("Take back a note"),
    "extend": gettext_lazy("Extend"),
    "waive": gettext_lazy("Waive"),
    "move_policy": gettext_lazy("Move to another version of the policy"),
    "credit": gettext_lazy("Credit an outage"),
    "replay": gettext_lazy("Replay"),
    "issue_letter": gettext_lazy("Make a letter as PDF"),
    "join": gettext_lazy("Join"),
    "leave": gettext_lazy("Leave a joined case"),
    "pass_on": gettext_lazy("Pass on"),
    "assign": gettext_lazy("Assign"),
    "hand_over": gettext_lazy("Hand over"),
    "unassign": gettext_lazy("Leave to all"),
    "undo_assignment": gettext_lazy("Take an assignment back"),
    "release": gettext_lazy("Leave to all: the seat ended"),
    "remove_evidence": gettext_lazy("Remove evidence"),
    "see_evidence": gettext_lazy("Look at a picture"),
    "read_original": gettext_lazy("Take an original"),
    "export_evidence": gettext_lazy("Hand out the file for a court"),
    "original_missing": gettext_lazy("Find an original missing"),
    "original_altered": gettext_lazy("Find an original altered"),
}
# Words that several fields share; a value that is none of them stays as it is.
WORDS = (
    CaseState,
    ClockKind,
    StepAction,
    Urgency,
    WhyPolicy,
    EndReason,
    Outcome,
    VerifiedOutcome,
    Via,
    CaseKind,
    LetterKind,
)
FIELDS: dict[str, str | Promise] = {
    "state": gettext_lazy("state"),
    "clock": gettext_lazy("deadline"),
    "action": gettext_lazy("action"),
    "step": gettext_lazy("step"),
    "run": gettext_lazy("run"),
    "due_at": gettext_lazy("due"),
    "items": gettext_lazy("items"),
    "policy": gettext_lazy("policy"),
    "version": gettext_lazy("version"),
    "before": gettext_lazy("before"),
    "clocks": gettext_lazy("deadlines"),
    "urgency": gettext_lazy("urgency"),
    "category": gettext_lazy("category"),
    "platform": gettext_lazy("platform"),
    "report": gettext_lazy("report"),
    "reason": gettext_lazy("reason"),
    "reasons": gettext_lazy("reasons"),
    "considerations": gettext_lazy("considerations"),
    "content": gettext_lazy("content"),
    "text": gettext_lazy("text"),
    "via": gettext_lazy("by"),
    "why": gettext_lazy("why"),
    "in_time": gettext_lazy("in time"),
    "minutes": gettext_lazy("minutes"),
    "skipped": gettext_lazy("skipped"),
    "acknowledge_by": gettext_lazy("acknowledge by"),
    "decision": gettext_lazy("decision"),
    "ground": gettext_lazy("ground"),
    "letter": gettext_lazy("letter"),
    "effect_report": gettext_lazy("effect report"),
    "non_execution": gettext_lazy("notice of non-execution"),
    "kind": gettext_lazy("kind"),
    "number": gettext_lazy("number"),
    "agency": gettext_lazy("agency"),
    "basis": gettext_lazy("legal basis"),
    "passed_on": gettext_lazy("passed on to"),
    "continues": gettext_lazy("continues"),
    "set_aside": gettext_lazy("set aside"),
    "sent_content": gettext_lazy("content as sent"),
    "language": gettext_lazy("language"),
}
# Names that somebody gave: no words of ours, even where they look like one.
KEYS = ("step", "policy", "category", "platform", "report", "letter", "story")
STEP = "step"
HASH_LENGTH = 64
SHORT = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry: its name, its value in words, an instant where it is one."""

    name: str
    text: str = ""
    at: datetime | None = None
    is_hash: bool = False


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One entry as the auditor reads it; ``faulty`` where the check names it."""

    entry: Entry
    what: str
    who: str
    changes: list[Change]
    faulty: bool = False

    @property
    def short_hash(self) -> str:
        """The beginning of the hash: enough to compare by eye."""
        return self.entry.hash[:SHORT]


def line_of(entry: Entry, faulty: frozenset[int]) -> RecordLine:
    """Return an entry in words."""
    shown = [(name, value) for name, value in _flat(entry.changes) if not _is_said(entry.verb, name, value)]
    return RecordLine(
        entry=entry,
        what=_title(entry),
        who=who_in_words(entry.actor_label),
        changes=[_change(name, value) for name, value in shown],
        faulty=entry.sequence in faulty,
    )


def verb_in_words(verb: str) -> str:
    """Return the verb as a person says it; one that nobody has named stays readable."""
    if verb in Verb.values:
        return str(Verb(verb).label)
    return str(OTHER_VERBS.get(verb) or verb.replace("_", " ").capitalize())


def _title(entry: Entry) -> str:
    """Return the verb; of a step of the ladder what it did and to which deadline."""
    if entry.verb != STEP:
        return verb_in_words(entry.verb)
    return " · ".join(_word(entry.changes.get(name)) for name in ("action", "clock"))


def _is_said(verb: str, name: str, value: Any) -> bool:
    # The title says it, or it says nothing: a step is skipped once in a blue moon.
    return verb == STEP and (name in ("action", "clock") or (name == "skipped" and not value))


def _flat(changes: Mapping[str, Any]) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for name, value in changes.items():
        if isinstance(value, Mapping):
            flat += [(f"{name} {key}", held) for key, held in value.items()]
        else:
            flat.append((name, value))
    return flat


def _change(name: str, value: Any) -> Change:
    label = str(FIELDS.get(name, name.replace("_", " ")))
    if isinstance(value, str) and len(value) == HASH_LENGTH:
        return Change(label, value[:SHORT], is_hash=True)
    at = _instant(value)
    if at is not None:
        return Change(label, at=at)
    return Change(label, str(value) if name in KEYS else _word(value))


def _instant(value: Any) -> datetime | None:
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_word(held) for held in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_word(held)}" for key, held in value.items())
    for words in WORDS:
        if value in words.values:
            return str(words(value).label)
    return "–" if value is None or value == "" else str(value)
