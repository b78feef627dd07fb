"""The letters that a reader may know of. Reads only; run inside ``acting_as``."""

import hashlib
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.models import Letter, LetterPdf
from kernel.errors import Conflict, NotKnown


def letters_of(actor: Actor, reference: str) -> list[Letter]:
    """Return the letters of a case, oldest first, each with its PDFs (without their bytes)."""
    letters = Letter.objects.visible_to(actor).filter(case__reference=reference)
    return list(letters.defer("content").order_by("at", "id"))


def pdfs_of(actor: Actor, letters: list[Letter]) -> dict[tuple[int, str], LetterPdf]:
    """Return the PDFs that were made of these letters, by letter and language, without their bytes."""
    made = LetterPdf.objects.visible_to(actor).filter(letter__in=letters).defer("pdf")
    return {(pdf.letter_id, pdf.language): pdf for pdf in made}


def find_letter(actor: Actor, reference: str, letter: UUID) -> Letter:
    """Return a letter of a case. Raises NotKnown, Conflict (erased)."""
    seen = Letter.objects.visible_to(actor).filter(case__reference=reference, public_id=letter)
    found = seen.select_related("case").first()
    if found is None:
        raise NotKnown("letter_unknown", _("There is no such letter."))
    if found.case.erased_at is not None:
        raise Conflict("letter_erased", _("The letter was erased; its hash stands in the record."))
    return found


def find_pdf(actor: Actor, letter: Letter, language: str) -> LetterPdf | None:
    """Return what was handed out of a letter in a language, or None where nobody asked for it yet.

    Raises Conflict where the bytes are no longer those that the record knows.
    """
    pdf = LetterPdf.objects.visible_to(actor).filter(letter=letter, language=language).first()
    if pdf is not None and hashlib.sha256(pdf.pdf).hexdigest() != pdf.pdf_hash:
        raise Conflict(
            "letter_changed", _("This file is not the one whose hash stands in the record. Ask your auditor.")
        )
    return pdf


def pdf_of(actor: Actor, letter: Letter, language: str) -> LetterPdf:
    """Return what was handed out of a letter in a language. Raises NotKnown, Conflict as ``find_pdf``."""
    pdf = find_pdf(actor, letter, language)
    if pdf is None:
        raise NotKnown("pdf_unknown", _("This letter was not made as PDF in this language yet."))
    return pdf


def file_name_of(letter: Letter, language: str) -> str:
    """Return the name under which a letter's PDF is handed out."""
    return f"{letter.case.reference}-{letter.kind.replace('_', '-')}-{letter.number}-{language}.pdf"
