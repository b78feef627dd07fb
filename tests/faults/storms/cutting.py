"""A proxy before PostgreSQL that now and then cuts a connection once its COMMIT is done."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.faults.storms.forking import FORKED, die_with_parent

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"  # what the server says when it has committed
SOCKET = ".s.PGSQL.5432"


@contextmanager
def cutting_proxy(folder: Path, server: str, *, one_in: int, seed: int) -> Iterator[tuple[str, Any]]:
    """Run the proxy; give the folder of its socket and the shared count of its cuts."""
    near = folder / "cut"
    near.mkdir(exist_ok=True)
    place = near / SOCKET
    place.unlink(missing_ok=True)
    cuts = FORKED.Value("i", 0)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(place))
    listening.listen(64)
    process = FORKED.Process(target=_serve, args=(listening, server, 1 / one_in, seed, cuts), daemon=True)
    process.start()
    listening.close()
    try:
        yield str(near), cuts
    finally:
        process.kill()
        process.join()


def _serve(listening: socket.socket, server: str, share: float, seed: int, cuts: Any) -> None:
    die_with_parent()
    chance = random.Random(seed)
    while True:
        client, _ = listening.accept()
        beyond = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        beyond.connect(f"{server}/{SOCKET}")
        for source, target, cutting in ((client, beyond, False), (beyond, client, True)):
            threading.Thread(
                target=_pass_on, args=(source, target, chance if cutting else None, share, cuts), daemon=True
            ).start()


def _pass_on(
    source: socket.socket, target: socket.socket, chance: random.Random | None, share: float, cuts: Any
) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            if chance is not None and COMMITTED in said and chance.random() < share:
                with cuts.get_lock():
                    cuts.value += 1
                break
            target.sendall(said)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
