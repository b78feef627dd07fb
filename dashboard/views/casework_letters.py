"""The letters of a case: their list on its page, each as a page, each as PDF."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_language
from cases.domain.case_file import CaseFile, open_cover
from cases.domain.letters.issuing import issue
from cases.domain.letters.reading import file_name_of, find_letter, letters_of, pdf_of, pdfs_of
from cases.domain.letters.wording import sheet_of
from cases.enums import LetterKind
from cases.models import Letter, LetterPdf
from cases.permissions import READERS
from dashboard.views.casework_act import page_of
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.files import guarded

# Of these a case has one; the others are numbered.
ONE_OF = (LetterKind.ORDER, LetterKind.CONFIRMATION)


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A letter's PDF in one language; without a hash it was not made yet."""

    language: str
    name: str
    url: str
    hash: str = ""

    @property
    def short_hash(self) -> str:
        """The beginning of the hash: enough to compare by eye."""
        return self.hash[:12]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list of a case."""

    letter: Letter
    title: str
    url: str
    pdfs: list[PdfLine]


def letter_lines(file: CaseFile) -> list[LetterLine]:
    """Return the letters that the reader may know of; none on the cover. Runs inside ``acting_as``."""
    letters = letters_of(file.actor, file.case.reference)
    return _lines(file.case.reference, letters, pdfs_of(file.actor, letters))


def _lines(reference: str, letters: list[Letter], made: dict[tuple[int, str], LetterPdf]) -> list[LetterLine]:
    return [
        LetterLine(
            letter,
            title_of(letter),
            reverse("dashboard:case_letter", args=[reference, letter.public_id]),
            [
                _pdf_line(reference, letter, code, made.get((letter.pk, code)))
                for code, _n in settings.LANGUAGES
            ],
        )
        for letter in letters
    ]


def _pdf_line(reference: str, letter: Letter, language: str, made: LetterPdf | None) -> PdfLine:
    name = get_language_info(language)["name_local"]
    name = name[:1].upper() + name[1:]
    return PdfLine(language, name, _pdf_address(reference, letter, language), made.pdf_hash if made else "")


def _pdf_address(reference: str, letter: Letter, language: str) -> str:
    address = reverse("dashboard:case_letter_pdf", args=[reference, letter.public_id])
    return f"{address}?{urlencode({'language': language})}"


def title_of(letter: Letter) -> str:
    """Return the name of a letter in the reader's language."""
    label = str(LetterKind(letter.kind).label)
    return label if letter.kind in ONE_OF else f"{label} {letter.number}"


def _language_of(request: HttpRequest, actor: Actor) -> str:
    """Return the language that is asked for, the reader's where none is. Raises Invalid."""
    return check_language(request.GET.get("language") or actor.language)


@require_safe
@desk_view(*READERS)
def letter(request: HttpRequest, actor: Actor, reference: str, letter: UUID) -> HttpResponse:
    """Show a letter as a page, in the reader's language or another of the desk's."""
    language = _language_of(request, actor)
    with acting_as(actor):
        file = open_cover(actor, reference)
        found = find_letter(actor, reference, letter)
        line = _lines(file.case.reference, [found], pdfs_of(actor, [found]))[0]
    sheet = sheet_of(found, language)
    page: dict[str, Any] = page_of(file, request, line.title)
    return render(request, "dashboard/casework/letter.html", page | {"line": line, "sheet": sheet})


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def letter_pdf(request: HttpRequest, actor: Actor, reference: str, letter: UUID) -> HttpResponse:
    """Hand a letter out as PDF; POST has it made the first time, GET writes nothing."""
    language = _language_of(request, actor)
    if request.method == "POST":
        issue(actor=actor, reference=reference, letter=letter, language=language, now=now_of(request))
        return HttpResponseRedirect(request.get_full_path())
    with acting_as(actor):
        found = find_letter(actor, reference, letter)
        pdf = pdf_of(actor, found, language)
    answer = HttpResponse(bytes(pdf.pdf), content_type="application/pdf")
    return guarded(answer, file_name_of(found, language))
