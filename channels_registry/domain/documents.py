"""PDF files that prove an appointment or hold an agreement: judged by content, kept with their hash."""

import hashlib
from dataclasses import dataclass
from typing import IO

import filetype
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

DOCUMENT_BYTES = 10 * 1024 * 1024
NAME_AT_MOST = 255
_PDF = "application/pdf"
_TAIL = 2048


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF as it came in."""

    name: str
    data: bytes
    sha256: str


def read_pdf(source: IO[bytes], name: str) -> Document:
    """Return the PDF that ``source`` holds. Raises Invalid, naming the file, for anything else."""
    shown = (name.strip() or "–")[:NAME_AT_MOST]
    source.seek(0)
    data = source.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        raise too_large(shown)
    # What begins as a PDF and does not end as one is cut off, or something else besides.
    if filetype.guess_mime(data) != _PDF or b"%%EOF" not in data[-_TAIL:]:
        raise Invalid(
            "file_type_refused",
            _("“%(name)s” is not a whole PDF, whatever its name says.") % {"name": shown},
            field="uploads",
        )
    return Document(shown, data, hashlib.sha256(data).hexdigest())


def too_large(name: str) -> Invalid:
    """Return the refusal of a file over the limit."""
    said = _("“%(name)s” is larger than %(most)s MB.")
    return Invalid(
        "file_too_large", said % {"name": name, "most": DOCUMENT_BYTES // 1024 // 1024}, field="uploads"
    )
