"""The parts of a stack that are the product itself: web, workers, beat, the loop."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devstack import processes
from devstack.folders import DataFolder
from devstack.health import Health, Status, of_web
from devstack.install import PYTHON


@dataclass(frozen=True)
class Own:
    """A program of the product, run as whoever runs ./dev."""

    name: str
    arguments: tuple[str | Path, ...]
    stop_signal: int = signal.SIGTERM
    patience: float = 8.0
    account: None = None
    health: Health | None = None

    def prepare(self) -> None:
        """Nothing: these programs leave nothing behind that hinders a new start."""

    def command(self) -> Sequence[str | Path]:
        """What starts it."""
        return [PYTHON, *self.arguments]


def web(port: int) -> Own:
    """The web server; the application is loaded once and shared by both of its processes."""
    return Own(
        "web",
        (
            "-m", "gunicorn", "takedown.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4",
            "--preload", "--no-control-socket", "--graceful-timeout=3", "--log-level=warning",
        ),
        health=of_web(port),
    )  # fmt: skip


def worker(number: int, status: Status) -> Own:
    """A Celery worker. Its prefork pool needs shared memory; without it, threads do."""
    pool = "prefork" if processes.shared_memory_is_writable() else "threads"
    name = f"desk{number}"
    return Own(
        f"worker {number}",
        (
            "-m", "celery", "-A", "takedown", "worker", "-Q", "deadlines,notify,jobs", "-n", f"{name}@%h",
            "--pool", pool, "--concurrency=1", "--without-gossip", "--without-mingle", "-l", "WARNING",
        ),
        health=status.of_worker(name),
    )  # fmt: skip


def beat(data: DataFolder, status: Status) -> Own:
    """The nudge each second. Its schedule file is its own; losing it costs nothing."""
    schedule = data.path / "beat" / "schedule"
    return Own(
        "beat",
        ("-m", "celery", "-A", "takedown", "beat", "-s", schedule, "--pidfile=", "-l", "WARNING"),
        health=status.of_beat(),
    )


def loop(status: Status) -> Own:
    """The sweep that needs no broker."""
    return Own("loop", ("manage.py", "enforce_deadlines"), health=status.of_loop())
