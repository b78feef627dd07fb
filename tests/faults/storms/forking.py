"""Children forked from a warm parent: they work until they are killed, at random moments."""

import ctypes
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.db import Error, close_old_connections, connection, connections

from devstack import processes

FORKED = multiprocessing.get_context("fork")
Work = Callable[[], object]


@dataclass(slots=True)
class Kills:
    """How many were killed, and how many of them amid their work."""

    kills: int = 0
    amid: int = 0


@dataclass(slots=True)
class Child:
    """A forked process; ``busy`` is one while it works, shared with the parent."""

    process: BaseProcess
    busy: "multiprocessing.sharedctypes.Synchronized[int]"  # type: ignore[name-defined]
    dies_at: float = 0.0


def fork(work: Work, *, log: Path, pause: float = 0.005) -> Child:
    """Fork a child that does ``work`` again and again, whatever the database says."""
    connections.close_all()  # a child that inherits a connection would end it
    busy = FORKED.Value("i", 0, lock=False)
    process = FORKED.Process(target=_again_and_again, args=(work, busy, log, pause), daemon=True)
    process.start()
    return Child(process, busy)


def kill(child: Child, counted: Kills | None = None) -> None:
    """Kill a child with SIGKILL and wait until it is gone."""
    pid = child.process.pid
    assert pid is not None
    if counted is not None:
        counted.kills += 1
        counted.amid += int(bool(child.busy.value))  # type: ignore[attr-defined]
    os.kill(pid, signal.SIGKILL)
    child.process.join()


@contextmanager
def at_work(*works: Work, log: Path, pause: float = 0.005) -> Iterator[list[Child]]:
    """Children that work until the block ends."""
    children = [fork(work, log=log, pause=pause) for work in works]
    try:
        yield children
    finally:
        for child in children:
            if child.process.is_alive():
                kill(child)


def killed_at_random(
    work: Work, *, kills: int, together: int, lives: tuple[float, float], log: Path, seed: int,
    told: Callable[[Kills], object] = lambda counted: None,
) -> Kills:  # fmt: skip
    """Keep so many children at work, each killed after a random life, until ``kills`` have died."""
    chance, counted = random.Random(seed), Kills()

    def born() -> Child:
        child = fork(work, log=log)
        child.dies_at = time.monotonic() + chance.uniform(*lives)
        return child

    children = [born() for _ in range(together)]
    try:
        while counted.kills < kills:
            child = min(children, key=lambda each: each.dies_at)
            time.sleep(max(child.dies_at - time.monotonic(), 0.0))
            kill(child, counted)
            children[children.index(child)] = born()
            told(counted)
    finally:
        for child in children:
            kill(child)
    return counted


def die_with_parent() -> None:
    """Have the kernel kill this child when its parent is gone, however that went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(processes.PR_SET_PDEATHSIG, signal.SIGKILL)


def _again_and_again(work: Work, busy: object, log: Path, pause: float) -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with log.open("ab", buffering=0) as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    while True:
        try:
            close_old_connections()
            busy.value = 1  # type: ignore[attr-defined]
            work()
        except Error as error:  # the server is away, or was killed: as the loop does, look again
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.flush()
            connection.close()
            time.sleep(0.05)
        finally:
            busy.value = 0  # type: ignore[attr-defined]
        time.sleep(pause)
