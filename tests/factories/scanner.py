"""A scanner that speaks as clamd does, for as long as a test needs it."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytest_django import Settings

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """What it was shown, and how it answers; an empty answer hangs up."""

    def __init__(self) -> None:
        self.shown: list[bytes] = []
        self.says = ""

    def answer(self, data: bytes) -> bytes:
        self.shown.append(data)
        if self.says:
            return self.says.encode()
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"


@contextmanager
def scanner_at(settings: Settings, folder: Path | None = None) -> Iterator[Scanner]:
    """A scanner on a socket in ``folder``, or on a port of this machine."""
    scanner = Scanner()
    if folder:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        settings.CLAMD = str(folder / "clamd.ctl")
        server.bind(settings.CLAMD)
    else:
        server = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
    server.listen()
    thread = threading.Thread(target=_serve, args=(server, scanner), daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=5)


def _serve(server: socket.socket, scanner: Scanner) -> None:
    while True:
        try:
            link, _address = server.accept()
        except OSError:
            return
        with link, link.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            data = b""
            while length := struct.unpack("!I", stream.read(4))[0]:
                data += stream.read(length)
            answer = scanner.answer(data)
            if answer != b"hang up":
                link.sendall(answer + b"\0")
