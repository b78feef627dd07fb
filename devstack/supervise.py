"""Keeping the parts of a stack alive: start, watch, start again with back-off, end in order."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from devstack import processes
from devstack.folders import ROOT, Account, DataFolder
from devstack.progress import Refused, tail, warn

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # a part that ran this long starts again without waiting


class Program(Protocol):
    """Something that a supervisor can run."""

    @property
    def name(self) -> str:
        """What the person at the terminal reads."""

    @property
    def account(self) -> Account | None:
        """Whom it runs as; None for the caller."""

    @property
    def stop_signal(self) -> int:
        """The signal that ends it in good order."""

    @property
    def patience(self) -> float:
        """How many seconds it gets to end before it is killed."""

    def prepare(self) -> None:
        """Whatever must be so before each start."""

    def command(self) -> Sequence[str | Path]:
        """What starts it."""


@dataclass
class Part:
    """A program with the process that runs it now, and its history of failures."""

    program: Program
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = 0.0
    output: IO[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the program; its output goes on in its log."""
        self.program.prepare()
        with self.log.open("ab") as output:
            self.process = processes.spawn(
                self.program.command(),
                env=self.env,
                output=output.fileno(),
                cwd=ROOT if self.program.account is None else Path("/"),
                account=self.program.account,
                death_signal=self.program.stop_signal,
            )
        self.started_at = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None


def pause_before(failures: int) -> float:
    """Seconds to wait before a part that failed this many times in a row is started again."""
    return min(FIRST_PAUSE * 2 ** max(failures - 1, 0), LONGEST_PAUSE)


class Supervisor:
    """The parts of one stack, in the order in which they were started."""

    def __init__(self, data: DataFolder) -> None:
        self.data = data
        self.parts: list[Part] = []

    def start(self, program: Program, env: Mapping[str, str]) -> Part:
        """Start a program and keep it from now on."""
        log = self.data.log(program.name)
        log.unlink(missing_ok=True)
        part = Part(program, env, log)
        self.parts.append(part)
        part.start()
        return part

    def wait_for(self, part: Part, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until a part just started is ready. Raises Refused with its last words if it never is."""
        processes.wait_until(lambda: not part.is_alive or is_ready(), seconds=seconds)
        if not part.is_alive or not is_ready():
            raise Refused(f"{part.program.name} did not start. {part.log} ends with:\n{tail(part.log)}")

    def look(self, now: float) -> None:
        """Notice parts that died, and start those again whose pause is over."""
        for part in self.parts:
            if part.is_alive:
                continue
            if part.process is not None:
                self._note_death(part, part.process, now)
            elif now >= part.again_at:
                part.start()

    def _note_death(self, part: Part, process: subprocess.Popen[bytes], now: float) -> None:
        processes.finish(process, patience=0.0)
        part.process = None
        steady = now - part.started_at >= STEADY_AFTER
        part.failures = 1 if steady else part.failures + 1
        pause = pause_before(part.failures)
        part.again_at = now + pause
        ended = how_it_ended(process.returncode)
        warn(f"{part.program.name} ended ({ended}), starts again in {pause:g} s. {part.log} ends with:")
        warn(tail(part.log, lines=3))

    def watch(self, beside: Callable[[], None]) -> None:
        """Look after the parts, and at what is ``beside`` them, until the command is interrupted."""
        while True:
            self.look(time.monotonic())
            beside()
            time.sleep(0.2)

    def end_all(self) -> None:
        """End every part: what uses the servers first and all at once, then the servers, PostgreSQL last."""
        servers = [part for part in self.parts if part.program.name in {"valkey", "postgres"}]
        users = [part for part in self.parts if part not in servers]
        end_together(users)
        for part in sorted(servers, key=lambda part: part.program.name == "postgres"):
            end_together([part])
        self.parts.clear()


def end_together(parts: Sequence[Part]) -> None:
    """Ask all these parts to end, then wait for each."""
    asked = [(part, part.process) for part in parts if part.process is not None]
    for part, process in asked:
        processes.ask(process, part.program.stop_signal)
    until = time.monotonic() + max((part.program.patience for part, _ in asked), default=0.0)
    for _, process in asked:
        processes.finish(process, patience=max(until - time.monotonic(), 0.0))


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    return f"signal {-code}" if code < 0 else f"exit {code}"
