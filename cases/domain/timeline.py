"""What happened in a case, newest first, as one reader may know it. Pure: rows in, events out.

Most events have a row of their own. Sending, verifying, closing, withdrawing and changed
deadlines stand only in the record, which both sides share for these verbs alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from cases.domain.case_file import CaseFile
from cases.domain.filing import FILE
from cases.domain.joining import JOIN, LEAVE
from cases.domain.outages import CREDIT
from cases.domain.passing_on import PASS_ON
from cases.domain.policy_moving import MOVE
from cases.enums import (
    CaseState,
    ClarificationGround,
    ImpossibilityGround,
    ReceiptKind,
    ResponseKind,
    Verb,
    VerifiedOutcome,
)
from cases.models import Escalation, PlatformResponse, Receipt
from sla.enums import ClockKind, StepAction

# A step that was noticed later than this after its instant says so.
LATENESS_TOLD_FROM = timedelta(minutes=1)
DEADLINE_CHANGES = ("extend", "waive")
# What the agency does in its own house; its people see it, the platform's do not.
INTERNAL = frozenset(
    {Verb.EDIT, Verb.ADD_EVIDENCE, Verb.SUBMIT, Verb.RETURN, Verb.CONFIRM, Verb.DECIDE_PROPOSAL}
)


class EventKind(TextChoices):
    """What an event is, so that a page can draw it."""

    SENT = "sent"
    RECEIPT = "receipt"
    RESPONSE = "response"
    ANSWER = "answer"
    MESSAGE = "message"
    AMENDMENT = "amendment"
    EVIDENCE = "evidence"
    REMINDER = "reminder"
    BREACH = "breach"
    ESCALATION = "escalation"
    CORRECTION = "correction"
    DEADLINE = "deadline"
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``who`` is a label (role and organisation), never a person.

    ``late``: how long after its instant the engine noticed it.
    """

    kind: EventKind
    at: datetime
    title: str
    who: str = ""
    text: str = ""
    late: timedelta | None = None


def timeline_of(file: CaseFile) -> list[Event]:
    """Return the events of an opened file, newest first."""
    events = [
        *_from_record(file),
        *_receipts(file.receipts),
        *_responses(file.responses),
        *(Event(EventKind.MESSAGE, said.at, _("Message"), said.author_label) for said in file.messages),
        *_amendments(file),
        *_steps(file.escalations),
        *_restarts(file),
    ]
    # Of one instant the cause stands first here (a receipt before the answer that implied it).
    return sorted(events, key=lambda event: event.at)[::-1]


def _receipts(receipts: Iterable[Receipt]) -> Iterator[Event]:
    for receipt in receipts:
        if receipt.kind == ReceiptKind.DEEMED:
            yield Event(EventKind.RECEIPT, receipt.at, _("Receipt is deemed: nobody had signed"))
        else:
            title = _("Opened and signed by %(name)s") % {"name": receipt.signer_name}
            yield Event(EventKind.RECEIPT, receipt.at, title, receipt.signer_label)


def ground_label(response: PlatformResponse) -> str:
    """Return the words of the ground that a response gives; empty where it has none."""
    grounds: dict[str, Any] = {
        ResponseKind.CLARIFICATION: ClarificationGround,
        ResponseKind.IMPOSSIBILITY: ImpossibilityGround,
    }
    words = grounds.get(response.kind)
    if words is None or response.ground not in words.values:
        return ""
    return str(words(response.ground).label)


def _responses(responses: Iterable[PlatformResponse]) -> Iterator[Event]:
    ended = {
        ResponseKind.CLARIFICATION: _("Clarification answered"),
        ResponseKind.IMPOSSIBILITY: _("Impossibility ended"),
        ResponseKind.OBJECTION: _("Objection decided"),
    }
    for said in responses:
        kind, ground = ResponseKind(said.kind), ground_label(said)
        title = f"{kind.label}: {ground}" if ground else str(kind.label)
        yield Event(EventKind.RESPONSE, said.at, title, said.author_label, said.text)
        if kind in ended and said.ended_at is not None:
            yield Event(EventKind.ANSWER, said.ended_at, ended[kind], said.answer_label, said.answer)


def _amendments(file: CaseFile) -> Iterator[Event]:
    for added in file.amendments:
        title = _("Amendment %(number)s") % {"number": added.number}
        yield Event(EventKind.AMENDMENT, added.at, title, added.author_label, added.text)


def _steps(escalations: Iterable[Escalation]) -> Iterator[Event]:
    for step in escalations:
        if step.action == StepAction.DEEM_RECEIPT:
            continue  # its receipt is an event of its own
        title = fired_words(step)
        skipped = _("Not sent: when it was noticed, the deadline had passed.") if step.skipped else ""
        yield Event(_kind_of(step), step.due_at, title, text=skipped, late=_lateness(step))
        if step.corrected_at is not None and not step.skipped:
            taken_back = _("Taken back, it was in time after all: %(step)s") % {"step": title}
            yield Event(EventKind.CORRECTION, step.corrected_at, taken_back)


def fired_words(step: Escalation) -> str:
    """Return what a step of the ladder did, in a few words."""
    words = {"clock": ClockKind(step.clock.kind).label, "level": step.level}
    if step.action == StepAction.NEXT_CONTACT and step.contact is not None:
        words["function"] = step.contact.get_function_display()
        return _("Told to the contact “%(function)s”: %(clock)s") % words
    patterns = {
        StepAction.REMIND: _("Reminder: %(clock)s"),
        StepAction.DEEM_RECEIPT: _("Receipt is deemed"),
        StepAction.BREACH: _("Deadline passed: %(clock)s"),
        StepAction.NEXT_CONTACT: _("Told again: %(clock)s"),
        StepAction.SUPERVISOR: _("Supervisor told: %(clock)s"),
        StepAction.RAISE_LEVEL: _("Level raised to %(level)s"),
        StepAction.PROPOSE_WARNING: _("A warning is proposed"),
        StepAction.PROPOSE_BLOCK: _("A block is proposed"),
    }
    return patterns[StepAction(step.action)] % words


def _kind_of(step: Escalation) -> EventKind:
    kinds = {StepAction.REMIND: EventKind.REMINDER, StepAction.BREACH: EventKind.BREACH}
    return kinds.get(StepAction(step.action), EventKind.ESCALATION)


def _lateness(step: Escalation) -> timedelta | None:
    late = step.noticed_at - step.due_at
    return late if late >= LATENESS_TOLD_FROM and not step.skipped else None


def _restarts(file: CaseFile) -> Iterator[Event]:
    for face in file.clocks:
        if face.clock.run > 1:
            title = _("A new run of the clock “%(clock)s” began") % {"clock": face.kind.label}
            yield Event(EventKind.DEADLINE, face.started_at, title)


def _from_record(file: CaseFile) -> Iterator[Event]:
    for entry in file.entries:
        verb = Verb(entry.verb) if entry.verb in Verb.values else None
        event = _shared_event(file, entry, verb)
        if event is None and not file.actor.is_operator:
            event = _internal_event(entry, verb)
        if event is not None:
            yield event


def _internal_event(entry: Entry, verb: Verb | None) -> Event | None:
    others = {FILE: _("Filed"), JOIN: _("Another agency joined"), LEAVE: _("An agency that had joined left")}
    if entry.verb in others:
        return Event(EventKind.INTERNAL, entry.at, others[entry.verb], entry.actor_label)
    if verb is None or verb not in INTERNAL:
        return None
    return Event(EventKind.INTERNAL, entry.at, str(verb.label), entry.actor_label)


def _shared_event(file: CaseFile, entry: Entry, verb: Verb | None) -> Event | None:
    who, at, changes = entry.actor_label, entry.at, entry.changes
    if file.actor.is_operator and (file.case.sent_at is None or at < file.case.sent_at):
        return None
    if verb in (Verb.SEND, Verb.SEND_URGENT):
        title = _("Sent to %(platform)s") % {"platform": file.case.platform.name}
        return Event(EventKind.SENT, at, title, who, _gave_way(file, changes))
    if verb == Verb.VERIFY:
        return Event(EventKind.VERIFIED, at, _("Verified"), who, _verdicts(changes))
    if verb == Verb.ADD_EVIDENCE and file.case.sent_at is not None and at >= file.case.sent_at:
        return Event(EventKind.EVIDENCE, at, _files_added(changes), who)
    if verb == Verb.CLOSE:
        return Event(EventKind.CLOSED, at, _("Closed"), who)
    if verb == Verb.WITHDRAW:
        return Event(EventKind.WITHDRAWN, at, _("Withdrawn"), who)
    if entry.verb == PASS_ON:
        title = _("Passed on from %(reference)s: the issuing authority is now %(agency)s")
        words = {"reference": changes.get("continues"), "agency": file.case.agency.name}
        return Event(EventKind.SENT, at, title % words)
    return _deadline_event(file, entry)


def _deadline_event(file: CaseFile, entry: Entry) -> Event | None:
    who, at, changes = entry.actor_label, entry.at, entry.changes
    if entry.verb == MOVE:
        return Event(EventKind.DEADLINE, at, _version_words(changes), who, _moved_clocks(file, changes))
    if entry.verb == CREDIT and _knows_one(file, changes):
        title = _("Portal down: %(minutes)s minutes credited") % {"minutes": changes.get("minutes")}
        return Event(EventKind.DEADLINE, at, title, who)
    if entry.verb in DEADLINE_CHANGES and _may_know(file, changes):
        return Event(EventKind.DEADLINE, at, _deadline_words(changes), who)
    return None


def _may_know(file: CaseFile, changes: dict[str, Any]) -> bool:
    return changes.get("clock") in {str(face.kind) for face in file.clocks}


def _version_words(changes: dict[str, Any]) -> str:
    words = {"version": changes.get("version"), "before": changes.get("before")}
    return _("Runs under version %(version)s of its policy from here on (before: %(before)s)") % words


def _moved_clocks(file: CaseFile, changes: dict[str, Any]) -> str:
    known = [face.kind for face in file.clocks if face.kind.value in changes.get("clocks", {})]
    if not known:
        return _("No deadline moved.")
    kinds = ", ".join(str(kind.label) for kind in dict.fromkeys(known))
    return _("Deadlines that moved: %(clocks)s.") % {"clocks": kinds}


def _knows_one(file: CaseFile, changes: dict[str, Any]) -> bool:
    return not {str(face.kind) for face in file.clocks}.isdisjoint(changes.get("clocks", ()))


def _deadline_words(changes: dict[str, Any]) -> str:
    words = {"clock": ClockKind(changes["clock"]).label, "minutes": changes.get("minutes")}
    if words["minutes"]:
        return _("“%(clock)s” was extended by %(minutes)s minutes") % words
    return _("“%(clock)s” was waived") % words


def _files_added(changes: dict[str, Any]) -> str:
    number = len(changes.get("evidence", []))
    return ngettext("%(n)s file added as evidence", "%(n)s files added as evidence", number) % {"n": number}


def _gave_way(file: CaseFile, changes: dict[str, Any]) -> str:
    number = 0 if file.actor.is_operator else len(changes.get("set_aside", []))
    words = ngettext(
        "%(n)s link set aside: less went out than was approved",
        "%(n)s links set aside: less went out than was approved",
        number,
    )
    return words % {"n": number} if number else ""


def _verdicts(changes: dict[str, Any]) -> str:
    counts = Counter(changes.get("items", {}).values())
    parts = [
        f"{number} × {VerifiedOutcome(verdict).label}"
        for verdict, number in counts.items()
        if verdict in VerifiedOutcome.values
    ]
    reopened = changes.get("state") == CaseState.REOPENED
    return " · ".join([*parts, *([str(CaseState.REOPENED.label)] if reopened else [])])
