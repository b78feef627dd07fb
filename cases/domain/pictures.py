"""Previews of pictures: drawn by another process, which may die of what it is given."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, NamedTuple

from django.utils.translation import gettext_lazy as _

from cases.enums import MediaType
from kernel.errors import Invalid

FORMATS = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.GIF: "GIF",
}
MOST_PIXELS = 64_000_000
SECONDS = 20  # of computing; twice as many on the clock
_PROGRAM = Path(__file__).with_name("picture_process.py")
_TOO_MANY_PIXELS = 3
# One at a time in each web process: a picture may take its memory, several not.
_one_at_a_time = threading.Semaphore(1)


class Drawn(NamedTuple):
    """What may be shown of a picture: its preview, and a thumbnail on which nothing is known again."""

    preview: bytes
    thumbnail: bytes


def draw(source: IO[bytes], media_type: MediaType, name: str) -> Drawn:
    """Return the preview and the blurred thumbnail of a picture, without any metadata.

    Slow. Raises Invalid for a picture that is cut off, damaged
    or too large to be decoded.
    """
    source.seek(0)
    limits = [str(MOST_PIXELS), str(SECONDS)]
    program = [sys.executable, "-I", str(_PROGRAM), FORMATS[media_type], *limits]
    with _one_at_a_time:
        try:
            done = subprocess.run(
                program,
                input=source.read(),
                capture_output=True,
                timeout=SECONDS * 2,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _unreadable(name) from None
    if done.returncode == _TOO_MANY_PIXELS:
        too_large = _("“%(name)s” has too many pixels: at most %(most)s million can be shown.")
        words = {"name": name, "most": MOST_PIXELS // 1_000_000}
        raise Invalid("picture_too_large", too_large % words, field="uploads")
    head, newline, body = done.stdout.partition(b"\n")
    if done.returncode or not newline:
        raise _unreadable(name)
    preview, thumbnail = json.loads(head)
    return Drawn(body[:preview], body[preview : preview + thumbnail])


def _unreadable(name: str) -> Invalid:
    said = _("“%(name)s” cannot be read as a picture: it is damaged or cut off.")
    return Invalid("picture_unreadable", said % {"name": name}, field="uploads")
