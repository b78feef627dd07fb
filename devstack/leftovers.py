"""What a killed launcher left behind: the kernel asks its parts to end, but a stopped one cannot hear."""

import json
import signal
from collections.abc import Iterable
from pathlib import Path

from devstack import processes

PATIENCE = 5.0


def note(file: Path, pids: Iterable[int]) -> None:
    """Remember these processes, each with the instant of its birth: numbers are used again."""
    file.write_text(json.dumps([[pid, processes.born_at(pid)] for pid in pids]))


def end(file: Path) -> None:
    """End those of the remembered processes that still live, then forget them."""
    try:
        noted = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return
    left = [pid for pid, born in noted if born and processes.born_at(pid) == born]
    for pid in left:
        processes.send(pid, signal.SIGTERM)
        processes.send(pid, signal.SIGCONT)
    processes.wait_until(lambda: not any(map(processes.is_running, left)), seconds=PATIENCE if left else 0)
    for pid in left:
        processes.kill_group(pid)
    file.unlink()
