"""What a handed-in file is: judged by its content, never by its name or what it claims to be."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import filetype
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import must_hold_nothing
from cases.domain.pictures import FORMATS, Drawn, draw
from cases.domain.scanning import scan
from cases.domain.web_archives import web_archive
from cases.enums import MediaType
from cases.models.evidence_rules import CHUNK_BYTES
from kernel.errors import Invalid
from kernel.files import FILE_BYTES

NAME_AT_MOST = 255
_HEAD = 8192
# What a browser would take for a page or a drawing with programs in it.
_MARKUP = re.compile(
    rb"<\s*(!doctype|\?xml|!--|html|head|body|title|meta|link|style|script|svg|math|iframe|object|embed|img)\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that can be taken as evidence; ``source`` holds its bytes and is read once more.

    ``deposit``: its bytes lie in the store of objects already.
    """

    name: str
    media_type: MediaType
    size: int
    sha256: str
    source: IO[bytes]
    drawn: Drawn | None = None
    scanned: bool = False
    deposit: int | None = None

    def chunks(self) -> Iterator[bytes]:
        """Read the original, a chunk at a time."""
        self.source.seek(0)
        while data := self.source.read(CHUNK_BYTES):
            yield data


def examine_file(source: IO[bytes], name: str) -> NewFile:
    """Return what ``source`` is, with its previews. Slow, reads no database, writes nothing.

    Never inside a transaction of a request. Raises Invalid, naming the file, where it is
    empty, too large, damaged, infected or of a kind that is not taken; Unavailable where the
    scanner is silent and files must be scanned.
    """
    must_hold_nothing()
    shown = (name.strip() or "–")[:NAME_AT_MOST]
    size, sha256 = _measured(source)
    if size > FILE_BYTES:
        raise too_large(shown)
    if size == 0:
        raise Invalid("file_empty", _("“%(name)s” is empty.") % {"name": shown}, field="uploads")
    media_type = _type_of(source, shown)
    scanned = scan(source, shown)
    drawn = draw(source, media_type, shown) if media_type in FORMATS else None
    return NewFile(shown, media_type, size, sha256, source, drawn, scanned)


def too_large(name: str) -> Invalid:
    """Return the refusal of a file over the limit."""
    said = _("“%(name)s” is larger than %(most)s MB.")
    return Invalid(
        "file_too_large", said % {"name": name, "most": FILE_BYTES // 1024 // 1024}, field="uploads"
    )


def _measured(source: IO[bytes]) -> tuple[int, str]:
    source.seek(0)
    size, hashed = 0, hashlib.sha256()
    while data := source.read(CHUNK_BYTES):
        size += len(data)
        hashed.update(data)
        if size > FILE_BYTES:
            break
    return size, hashed.hexdigest()


def _type_of(source: IO[bytes], name: str) -> MediaType:
    source.seek(0)
    head = source.read(_HEAD)
    archive = web_archive(source, head)
    if archive is not None:
        return archive
    # A text may begin like anything (“BM…”, “II*…”), so it is asked for first.
    if not head.startswith(b"%PDF") and _is_text(source):
        if _MARKUP.search(head):
            raise _refused(name, _("“%(name)s” is a page or drawing that can hold programs."))
        return MediaType.TEXT
    found = filetype.guess_mime(head)
    if found in MediaType.values and found != MediaType.TEXT:
        return MediaType(found)
    raise _refused(name, _("“%(name)s” is of a kind that is not taken, whatever its name says."))


def _refused(name: str, said: object) -> Invalid:
    taken = _(
        "Taken are pictures (JPEG, PNG, WebP, GIF), PDF, plain text, video (MP4, WebM, MOV) and web "
        "archives (WARC, WACZ)."
    )
    return Invalid("file_type_refused", f"{str(said) % {'name': name}} {taken}", field="uploads")


def _is_text(source: IO[bytes]) -> bool:
    """Whether all of it is UTF-8 without control characters."""
    source.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while data := source.read(CHUNK_BYTES):
            if _CONTROL.search(decoder.decode(data)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
