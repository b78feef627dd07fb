"""Keeping the parts of a stack alive: start, watch, start again with back-off, end in order."""

import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from devstack import leftovers, processes
from devstack.folders import ROOT, Account, DataFolder
from devstack.health import Health, Pace
from devstack.progress import Refused, tail, warn

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # a part that ran this long starts again without waiting
SERVERS = {"valkey", "postgres"}


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

    @property
    def health(self) -> Health | None:
        """How it shows that it works, beside running."""

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
    was_well: bool = False
    failing_since: float | None = None

    def start(self) -> None:
        """Start the program; its output goes on in its log."""
        self.program.prepare()
        self.was_well, self.failing_since = False, None
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

    def hear(self, answer: bool | None, pid: int, now: float) -> None:
        """Take the answer to a health check that was asked of the process of this number."""
        if self.process is None or self.process.pid != pid:
            return  # it was started again meanwhile
        if answer is False:
            self.failing_since = now if self.failing_since is None else self.failing_since
        else:
            self.failing_since = None
            self.was_well = self.was_well or answer is True

    def fails_too_long(self, now: float, pace: Pace) -> bool:
        """Whether its health checks have failed for longer than is borne."""
        patience = pace.patience if self.was_well else pace.patience_at_start
        return self.failing_since is not None and now - self.failing_since >= patience


def pause_before(failures: int) -> float:
    """Seconds to wait before a part that failed this many times in a row is started again."""
    return min(FIRST_PAUSE * 2 ** max(failures - 1, 0), LONGEST_PAUSE)


class Supervisor:
    """The parts of one stack, in the order in which they were started."""

    def __init__(self, data: DataFolder, pace: Pace | None = None) -> None:
        self.data = data
        self.pace = pace or Pace()
        self.parts: list[Part] = []
        self._ended = threading.Event()

    def start(self, program: Program, env: Mapping[str, str]) -> Part:
        """Start a program and keep it from now on."""
        log = self.data.log(program.name)
        log.unlink(missing_ok=True)
        part = Part(program, env, log)
        self.parts.append(part)
        part.start()
        self._note_running()
        return part

    def wait_for(self, part: Part, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until a part just started is ready. Raises Refused with its last words if it never is."""
        processes.wait_until(lambda: not part.is_alive or is_ready(), seconds=seconds)
        if not part.is_alive or not is_ready():
            raise Refused(f"{part.program.name} did not start. {part.log} ends with:\n{tail(part.log)}")

    def look(self, now: float) -> None:
        """Notice parts that died or fail their checks, and start those again whose pause is over."""
        for part in self.parts:
            if part.process is None:
                if now >= part.again_at:
                    self._start_again(part, now)
            elif not part.is_alive:
                self._note_death(part, part.process, now)
            elif part.fails_too_long(now, self.pace):
                self._end_failing(part, part.process, now)

    def _start_again(self, part: Part, now: float) -> None:
        try:
            part.start()
        except (Refused, OSError) as error:  # what hinders it may pass; the others need their launcher
            self._put_off(part, f"cannot be started ({error})", now)
        self._note_running()

    def _end_failing(self, part: Part, process: subprocess.Popen[bytes], now: float) -> None:
        health = part.program.health
        assert health is not None
        processes.end(process, with_signal=part.program.stop_signal, patience=self.pace.last_chance)
        part.process = None
        self._put_off(part, f"{health.fails}; it was ended", now)

    def _note_death(self, part: Part, process: subprocess.Popen[bytes], now: float) -> None:
        processes.finish(process, patience=0.0)
        part.process = None
        self._put_off(part, f"ended ({how_it_ended(process.returncode)})", now)

    def _put_off(self, part: Part, what: str, now: float) -> None:
        steady = now - part.started_at >= STEADY_AFTER
        part.failures = 1 if steady else part.failures + 1
        pause = pause_before(part.failures)
        part.again_at = now + pause
        warn(f"{part.program.name} {what}, starts again in {pause:g} s. {part.log} ends with:")
        warn(tail(part.log, lines=3))

    def _note_running(self) -> None:
        users = [part for part in self.parts if part.program.name not in SERVERS]
        leftovers.note(self.data.running, [part.process.pid for part in users if part.process])

    def watch(self, beside: Callable[[], None]) -> None:
        """Look after the parts, and at what is ``beside`` them, until the command is interrupted."""
        threading.Thread(target=self._ask_all, daemon=True).start()
        while True:
            self.look(time.monotonic())
            beside()
            time.sleep(0.2)

    def _ask_all(self) -> None:
        """Ask every part how it is, in a thread: an answer may take its time. Parts are started elsewhere."""
        while not self._ended.wait(self.pace.every):
            for part in list(self.parts):
                process, health = part.process, part.program.health
                if process is not None and health is not None:
                    part.hear(health.ask(process.pid), process.pid, time.monotonic())

    def end_all(self) -> None:
        """End every part: what uses the servers first and all at once, then the servers, PostgreSQL last."""
        self._ended.set()
        servers = [part for part in self.parts if part.program.name in SERVERS]
        users = [part for part in self.parts if part not in servers]
        end_together(users)
        for part in sorted(servers, key=lambda part: part.program.name == "postgres"):
            end_together([part])
        self.parts.clear()
        self.data.running.unlink(missing_ok=True)


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
