"""Hands a letter out as PDF: made once a language, kept with its hash, the same bytes ever after."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_language
from cases.domain.letters.reading import find_letter, find_pdf, pdf_of
from cases.domain.letters.typesetting import typeset
from cases.domain.letters.wording import sheet_of
from cases.domain.record import note
from cases.models import Case, Letter, LetterPdf
from kernel.errors import NotKnown

ISSUE_LETTER = "issue_letter"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A letter in a language, set for the first time; ``pdf`` is None where it was kept already."""

    letter: Letter
    language: str
    pdf: bytes | None


def issue(*, actor: Actor, reference: str, letter: UUID, language: str, now: datetime) -> LetterPdf:
    """Return the PDF of a letter in a language; the first who asks has it made.

    It is set between two transactions, never inside one. Effects, the first time alone: the
    PDF kept, its hash in the record. Raises NotKnown, Invalid for a language that the desk
    does not speak, Unavailable where it cannot be set, Conflict where the kept bytes are not
    those of the record.
    """
    made = typeset_letter(actor=actor, reference=reference, letter=letter, language=language)
    return keep_pdf(actor=actor, made=made, now=now)


def typeset_letter(*, actor: Actor, reference: str, letter: UUID, language: str) -> Typeset:
    """Set a letter, unless its PDF is kept already. Slow, writes nothing. Raises as :func:`issue`."""
    check_language(language)
    with acting_as(actor):
        wanted = find_letter(actor, reference, letter)
        kept = find_pdf(actor, wanted, language)
    pdf = None if kept else typeset(sheet_of(wanted, language), wanted.at)
    return Typeset(wanted, language, pdf)


def keep_pdf(*, actor: Actor, made: Typeset, now: datetime) -> LetterPdf:
    """Keep what was set and return it, or what somebody else had kept first. Raises NotKnown, Conflict."""
    with acting_as(actor):
        if made.pdf is None:
            return pdf_of(actor, made.letter, made.language)
        return _keep(actor, made.letter, made.language, made.pdf, now)


def _keep(actor: Actor, letter: Letter, language: str, pdf: bytes, now: datetime) -> LetterPdf:
    seen = Case.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    case = seen.filter(pk=letter.case_id).first()
    if case is None:
        raise NotKnown("letter_unknown", "")
    kept = find_pdf(actor, letter, language)  # somebody else was faster
    if kept is not None:
        return kept
    made = LetterPdf.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        letter=letter,
        language=language,
        pdf=pdf,
        pdf_hash=hashlib.sha256(pdf).hexdigest(),
        at=now,
    )
    note(
        case,
        actor,
        ISSUE_LETTER,
        now,
        kind=letter.kind,
        number=letter.number,
        language=language,
        letter=letter.content_hash,
        pdf=made.pdf_hash,
    )
    return made
