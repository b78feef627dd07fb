"""A letter's data in words, in one of the desk's languages. Pure: data in, sheet out."""

from collections.abc import Callable

from django.utils import translation

from cases.domain.letters.facts import Facts
from cases.domain.letters.sheet import Sheet
from cases.domain.letters.sheet_of_agency import amendment_sheet, confirmation_sheet, order_sheet
from cases.domain.letters.sheet_of_platform import effect_sheet, non_execution_sheet
from cases.enums import LetterKind
from cases.models import Letter

SHEETS: dict[str, Callable[[Facts, str], Sheet]] = {
    LetterKind.ORDER: order_sheet,
    LetterKind.CONFIRMATION: confirmation_sheet,
    LetterKind.AMENDMENT: amendment_sheet,
    LetterKind.EFFECT: effect_sheet,
    LetterKind.NON_EXECUTION: non_execution_sheet,
}


def sheet_of(letter: Letter, language: str) -> Sheet:
    """Return the letter in words."""
    with translation.override(language):
        return SHEETS[letter.kind](letter.content, letter.content_hash)
