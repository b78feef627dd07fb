"""Hands a letter out as PDF: made once a language, kept with its hash, the same bytes ever after."""

import hashlib
from datetime import datetime
from uuid import UUID

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_language
from cases.domain.letters.reading import find_letter, find_pdf
from cases.domain.letters.typesetting import typeset
from cases.domain.letters.wording import sheet_of
from cases.domain.record import note
from cases.models import Case, Letter, LetterPdf
from kernel.errors import NotKnown

ISSUE_LETTER = "issue_letter"


def issue(*, actor: Actor, reference: str, letter: UUID, language: str, now: datetime) -> LetterPdf:
    """Return the PDF of a letter in a language; the first who asks has it made.

    It is set between two transactions, never inside one. Effects, the first time alone: the
    PDF kept, its hash in the record. Raises NotKnown, Invalid for a language that the desk
    does not speak, Unavailable where it cannot be set, Conflict where the kept bytes are not
    those of the record.
    """
    check_language(language)
    with acting_as(actor):
        wanted = find_letter(actor, reference, letter)
        kept = find_pdf(actor, wanted, language)
    if kept is not None:
        return kept
    pdf = typeset(sheet_of(wanted, language), wanted.at)
    with acting_as(actor):
        return _keep(actor, wanted, language, pdf, now)


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
