"""Files are shown to a malware scanner (clamd) before they are taken, where one is set.

The whole file goes over a socket, outside of every transaction. A scanner that does not answer
refuses files, unless the desk was told to take them unscanned; then they say so.
"""

import socket
import struct
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import must_hold_nothing
from kernel.errors import Invalid, Unavailable

SECONDS = 30.0  # without a sign of life
_PIECE = 256 * 1024
_ANSWER_AT_MOST = 4096
_CLEAN, _FOUND = b"stream: OK", b" FOUND"


def scan(source: IO[bytes], name: str) -> bool:
    """Return whether ``source`` was scanned and found clean; False where it was not scanned.

    Slow. Never inside a transaction. Raises Invalid, naming the file, where something was
    found in it; Unavailable where the scanner does not answer and files must be scanned.
    """
    if not settings.CLAMD:
        return False
    must_hold_nothing()
    try:
        answer = _ask(source)
    except OSError:
        answer = b""
    if answer.endswith(_FOUND):
        found = answer.removeprefix(b"stream: ").removesuffix(_FOUND).decode(errors="replace")
        said = _("“%(name)s” is refused: the scanner found %(found)s in it.")
        raise Invalid("file_infected", said % {"name": name, "found": found[:100]}, field="uploads")
    if answer == _CLEAN:
        return True
    if settings.CLAMD_REQUIRED:
        said = _("“%(name)s” was not taken: the malware scanner does not answer. Try again in some minutes.")
        raise Unavailable("scanner_silent", said % {"name": name}, field="uploads")
    return False


def _ask(source: IO[bytes]) -> bytes:
    """Send the file to clamd and return its answer, whole. Raises OSError."""
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        source.seek(0)
        while data := source.read(_PIECE):
            scanner.sendall(struct.pack("!I", len(data)) + data)
        scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _ANSWER_AT_MOST:
            more = scanner.recv(_ANSWER_AT_MOST)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected() -> socket.socket:
    address: str = settings.CLAMD
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(SECONDS)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
