"""The letters of a case: listed, read as data, made as PDF and handed out."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from api.frame import DeskView, FileView, Given
from api.problems import Fault, invalid
from api.schema import Operation, query
from api.serializers.letters import LanguageBody, LetterLine, LetterRow, LetterShape, pdf_address
from cases.domain.case_file import find_case
from cases.domain.letters.issuing import Typeset, keep_pdf, typeset_letter
from cases.domain.letters.reading import file_name_of, find_letter, letters_of, pdf_of, pdfs_of
from cases.models import Letter
from cases.permissions import READERS
from kernel.files import guarded

TAG = "Letters"
LANGUAGES = dict(settings.LANGUAGES)
IN_LANGUAGE = query("language", _("The reader's where it is left out."), enum=list(LANGUAGES))


def letter_given(actor: Actor, reference: str, letter: UUID, location: str = "") -> Given:
    """Return a letter as ``actor`` may read it now. Raises NotKnown."""
    with acting_as(actor):
        [line] = _lines(actor, reference, [find_letter(actor, reference, letter)])
        return Given(LetterShape(line).data, location=location)


def _lines(actor: Actor, reference: str, letters: list[Letter]) -> list[LetterLine]:
    made = pdfs_of(actor, letters)
    return [
        LetterLine(
            reference,
            letter,
            [made[letter.pk, language] for language in LANGUAGES if (letter.pk, language) in made],
        )
        for letter in letters
    ]


class LettersView(DeskView):
    """The letters of a case."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "list_letters",
            _("List letters"),
            TAG,
            LetterRow(many=True),
            description=_("Oldest first. Empty for a platform until the receipt is signed."),
        )
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the whole list."""
        with acting_as(self.actor):
            find_case(self.actor, reference)
            lines = _lines(self.actor, reference, letters_of(self.actor, reference))
            return self.give(Given(LetterRow(lines, many=True).data))


class LetterView(DeskView):
    """One letter."""

    roles = READERS
    operations: ClassVar = {"GET": Operation("show_letter", _("Show a letter as data"), TAG, LetterShape)}

    def get(self, request: Request, reference: str, letter: UUID) -> HttpResponse:
        """Give what it says."""
        return self.give(letter_given(self.actor, reference, letter))


class LetterPdfView(FileView):
    """A letter as PDF: made once a language, by POST; the same bytes for everybody, by GET."""

    http_method_names = ["get", "post"]
    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "read_letter_pdf",
            _("Read a letter as PDF"),
            TAG,
            OpenApiTypes.BINARY,
            media=["application/pdf"],
            parameters=dict([IN_LANGUAGE]),
            refused=[409],
            description=_("As it was made the first time; 404 while nobody has it made in this language."),
        ),
        "POST": Operation(
            "issue_letter_pdf",
            _("Have a letter made as PDF"),
            TAG,
            LetterShape,
            takes=LanguageBody,
            description=_("Made once a language. Its hash goes into the record; Location says where it is."),
        ),
    }

    def get(self, request: Request, reference: str, letter: UUID) -> HttpResponse:
        """Hand it out."""
        language = self._language(request)
        with acting_as(self.actor):
            found = find_letter(self.actor, reference, letter)
            pdf = pdf_of(self.actor, found, language)
        answer = HttpResponse(bytes(pdf.pdf), content_type="application/pdf")
        return guarded(answer, file_name_of(found, language))

    def post(self, request: Request, reference: str, letter: UUID) -> HttpResponse:
        """Have it made, once, and give the letter with the hash of its PDF."""
        actor = self.actor

        def prepare() -> Typeset:
            said = self.said(LanguageBody)
            return typeset_letter(actor=actor, reference=reference, letter=letter, language=said["language"])

        def answer(made: Typeset) -> Given:
            address = pdf_address(reference, made.letter, made.language)
            return letter_given(actor, reference, letter, address)

        def deed(made: Typeset) -> Typeset:
            keep_pdf(actor=actor, made=made, now=self.now)
            return made

        return self.once_prepared(prepare, deed, answer)

    def _language(self, request: Request) -> str:
        asked: str = request.query_params.get("language", self.actor.language)
        if asked not in LANGUAGES:
            said = _("The desk speaks: %(known)s.") % {"known": ", ".join(LANGUAGES)}
            raise invalid([Fault("parameter_not_valid", str(said), parameter="language")])
        return asked
