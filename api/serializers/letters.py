"""Letters of a case: which there are, what each says as data, and the PDFs that were made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number
from api.serializers.strict import Body, Word
from cases.enums import LetterKind
from cases.models import Letter, LetterPdf


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter with its PDFs, as its reader may know them."""

    reference: str
    letter: Letter
    made: Sequence[LetterPdf]

    @property
    def pdfs(self) -> list["PdfLine"]:
        """Its PDFs, with their addresses."""
        return [PdfLine(pdf, pdf_address(self.reference, self.letter, pdf.language)) for pdf in self.made]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A letter's PDF in one language, and where it is."""

    pdf: LetterPdf
    address: str


def pdf_address(reference: str, letter: Letter, language: str) -> str:
    """Return where the PDF of a letter is."""
    address = reverse("api:letter_pdf", args=[reference, letter.public_id])
    return f"{address}?{urlencode({'language': language})}"


class PdfShape(serializers.Serializer[Any]):
    """A letter as it is handed out in one language: the same bytes ever after."""

    language = serializers.ChoiceField(source="pdf.language", choices=settings.LANGUAGES, read_only=True)
    sha256 = Line(source="pdf.pdf_hash")
    at = Instant(source="pdf.at")
    address = Line()


class LetterRow(serializers.Serializer[Any]):
    """A letter in the list of its case."""

    id = serializers.UUIDField(source="letter.public_id", read_only=True)
    kind = Code(LetterKind, source="letter.kind")
    number = Number(source="letter.number")
    at = Instant(source="letter.at")
    sha256 = Line(
        source="letter.content_hash",
        help_text=_("Of “content” as JSON in ASCII, with sorted keys and without spaces."),
    )
    pdfs = PdfShape(many=True, read_only=True)


@extend_schema_field({"type": "object", "additionalProperties": {}})
class Content(serializers.JSONField):
    """Data as it is kept."""


class LetterShape(LetterRow):
    """A letter with everything that it says."""

    content = Content(
        source="letter.content",
        read_only=True,
        help_text=_("What page and PDF are made of."),
    )


class LanguageBody(Body):
    """In which language."""

    language = Word(choices=settings.LANGUAGES)
