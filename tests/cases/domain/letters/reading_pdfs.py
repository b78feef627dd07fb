"""What stands in a PDF, as a reader finds it."""

import io

from pypdf import PdfReader

from cases.domain.letters.sheet import Party, Section, Sheet, Text


def text_of(pdf: bytes) -> str:
    """All its words, one space between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def lines_of(pdf: bytes) -> list[str]:
    return [line for page in PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()]


def fonts_of(pdf: bytes) -> set[str]:
    """The fonts in it, without the mark of the part that is embedded."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(font.get_object()["/BaseFont"].rpartition("+")[2])
    return found


def sheet_saying(*texts: Text) -> Sheet:
    """A small letter with these paragraphs."""
    return Sheet(
        language="en",
        title="Takedown order",
        reference="TD-7K3QM-9F2XA",
        sender=Party("An agency", []),
        addressee=Party("An operator", []),
        facts=[],
        sections=[Section("Reasons", paragraphs=list(texts))],
        signature=[],
        words={"to": "To", "from": "From", "page": "Page", "data": "SHA-256"},
        hash="0" * 64,
        salt="f" * 32,
    )
