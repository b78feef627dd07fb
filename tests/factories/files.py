"""Small files to hand in as evidence, and some that nobody should take."""

from io import BytesIO
from typing import IO, Any

from PIL import Image

from cases.domain.evidence_files import NewFile, examine_file
from tests.factories.counting import next_number


def opened(data: bytes) -> IO[bytes]:
    """Return an open file that holds ``data``."""
    return BytesIO(data)


def picture(size: tuple[int, int] = (80, 60), kind: str = "PNG", mode: str = "RGB", **save: Any) -> bytes:
    """Return a picture unlike any other, as a file."""
    out = BytesIO()
    number = next_number()
    colour: Any = (number % 256, number // 256 % 256, 120)
    Image.new("RGB", size, colour).convert(mode).save(out, kind, **save)
    return out.getvalue()


def text(words: str = "") -> bytes:
    """Return a text unlike any other."""
    return f"Seen at noon, note {next_number()}. {words}".encode()


def new_file(data: bytes = b"", name: str = "note.txt") -> NewFile:
    """Return a file that was examined; a text where no bytes are given."""
    return examine_file(opened(data or text()), name)


def pdf(words: str = "") -> bytes:
    """Return the smallest file that is taken for a whole PDF, unlike any other."""
    return f"%PDF-1.4\n% {next_number()} {words}\ntrailer <<>>\n%%EOF\n".encode()
