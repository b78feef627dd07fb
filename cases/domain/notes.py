"""Notes of one side to itself. The other side never learns of them, nor when one was written.

An agency's notes are on the record of the case, which its auditors read. An operator's have a
chain of their own: an entry in the case's would tell the agency that somebody wrote.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from audit.domain.hashing import salted
from cases.domain.locking import lock_case
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import Verb
from cases.models import Case, Note, OperatorNote
from kernel.errors import Conflict, Invalid, NotKnown

OwnNote = Note | OperatorNote
TAKE_BACK = "take_back_note"
TAKEN_BACK_WITHIN = timedelta(seconds=30)
# The chain of an operator's notes on a case.
OF_OPERATOR = "operator_note"


def write_note(*, actor: Actor, reference: str, text: str, now: datetime) -> OwnNote:
    """Write a note that only the actor's own house reads.

    Effects: Note or OperatorNote, record without the text. The case itself stays as it is: its
    last change would tell the other side. Raises Invalid without text, Conflict for a platform
    that has not opened the case.
    """
    said = text.strip()[:TEXT_AT_MOST]
    if not said:
        raise Invalid("no_note", _("Write the note first."), field="note")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.NOTE, now)
        if actor.is_operator and case.received_at is None:
            raise Conflict("open_first", _("Open and sign the case before you write."))
        note = _keep(case, actor, said, now)
        changes = {"note": str(note.public_id), "text": salted(said, note.salt)}
        record([_entry(case, actor, Verb.NOTE, changes)], by=actor, at=now)
        return note


def take_back_note(*, actor: Actor, reference: str, note: UUID, now: datetime) -> Case:
    """Take back one's own note, shortly after it was written: it never left the house.

    Effects: the note is gone with its salt, record. Raises NotKnown for a note that is not
    the actor's own, Conflict when it is too late.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.NOTE, now)
        own = notes_of(actor, case).filter(public_id=note, author_id=actor.user_id).first()
        if own is None:
            raise NotKnown("note_unknown", _("There is no such note."))
        if now - own.at > TAKEN_BACK_WITHIN:
            raise Conflict("note_stands", _("A note can be taken back for thirty seconds. This one stands."))
        own.delete()
        record([_entry(case, actor, TAKE_BACK, {"note": str(note)})], by=actor, at=now)
        return case


def read_notes(actor: Actor, case: Case) -> list[OwnNote]:
    """Return the notes of the actor's own house, oldest first. Inner read, one query."""
    return list(notes_of(actor, case).select_related("author").order_by("at", "id"))


def notes_of(actor: Actor, case: Case) -> QuerySet[Note] | QuerySet[OperatorNote]:
    """Return the rows of the actor's side; to the other's no way leads from here."""
    if actor.is_operator:
        return OperatorNote.objects.visible_to(actor).filter(case=case)
    return Note.objects.visible_to(actor).filter(case=case)


def may_take_back(actor: Actor, notes: Sequence[OwnNote], now: datetime) -> frozenset[UUID]:
    """Return which of these the actor may still take back."""
    own = (note for note in notes if actor.user_id is not None and note.author_id == actor.user_id)
    return frozenset(note.public_id for note in own if now - note.at <= TAKEN_BACK_WITHIN)


def _keep(case: Case, actor: Actor, said: str, now: datetime) -> OwnNote:
    words: dict[str, Any] = {
        "case": case,
        "author_id": actor.user_id,
        "author_label": actor.label[:200],
        "text": said,
        "at": now,
    }
    if actor.is_operator:
        return OperatorNote.objects.create(organisation_id=case.organisation_id, **words)
    return Note.objects.create(agency_id=case.agency_id, **words)


def _entry(case: Case, actor: Actor, verb: str, changes: Mapping[str, object]) -> NewEntry:
    kind = OF_OPERATOR if actor.is_operator else "case"
    return NewEntry(subject_kind=kind, subject_id=case.reference, verb=str(verb), changes=changes)
