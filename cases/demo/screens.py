"""Pictures for the demo's evidence: bars where a screenshot would have words. Nothing is copied."""

import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from accounts.domain.acting import Actor
from cases.domain.evidence import attach_to_report
from cases.domain.evidence_files import NewFile, examine_file
from cases.models import Report

WIDTH, HEIGHT = 720, 960
GROUND, HEAD, BUBBLE, WORDS = (226, 234, 230), (24, 92, 92), (252, 252, 252), (92, 104, 110)
Bar = tuple[int, int, int, int, tuple[int, int, int]]  # left, top, right, bottom, colour


@dataclass(frozen=True, slots=True)
class Handed:
    """A file of the demo: its name, and its words where it is a text instead of a screen."""

    name: str
    words: str = ""

    def file(self) -> NewFile:
        """Return it as it is handed in."""
        data = self.words.encode() if self.words else screen(self.name)
        return examine_file(BytesIO(data), self.name)


def add_to_report(actor: Actor, report: Report, files: Sequence[Handed], at: datetime) -> Report:
    """Attach files to a report, where there are any; return it as it is then."""
    if not files:
        return report
    return attach_to_report(
        actor=actor, reference=report.reference, files=[each.file() for each in files], proves="", now=at
    )


def screen(name: str) -> bytes:
    """Return a PNG that looks like a page of messages from afar; each name has its own."""
    rows = [bytearray(bytes(GROUND) * WIDTH) for _ in range(HEIGHT)]
    for left, top, right, bottom, colour in _bars(random.Random(name)):
        for row in rows[top:bottom]:
            row[left * 3 : right * 3] = bytes(colour) * (right - left)
    head = WIDTH.to_bytes(4, "big") + HEIGHT.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = zlib.compress(b"".join(b"\x00" + bytes(row) for row in rows))
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _bars(chance: random.Random) -> Iterator[Bar]:
    yield 0, 0, WIDTH, 96, HEAD
    yield 40, 40, 320, 60, BUBBLE
    top = 130
    while top < HEIGHT - 170:
        lines, width = chance.randint(1, 4), chance.randint(380, 600)
        left = 40 if chance.random() < 0.8 else WIDTH - 40 - width
        yield left, top, left + width, top + 34 + lines * 30, BUBBLE
        for line in range(lines):
            end = width - 30 if line < lines - 1 else chance.randint(width // 3, width - 30)
            yield left + 24, top + 24 + line * 30, left + end, top + 38 + line * 30, WORDS
        top += 34 + lines * 30 + 26


def _part(kind: bytes, data: bytes) -> bytes:
    checked = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + checked
