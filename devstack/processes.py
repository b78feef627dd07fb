"""Starting, recognising and ending processes, so that none outlives the command that started it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class User(Protocol):
    """Whoever a process runs as."""

    @property
    def uid(self) -> int:
        """Number of the user."""

    @property
    def gid(self) -> int:
        """Number of the group."""


def spawn(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    output: IO[bytes] | int,
    cwd: Path,
    errors: IO[bytes] | int = subprocess.STDOUT,
    account: User | None = None,
    death_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that is sent ``death_signal`` when this one dies.

    The kernel ties the signal to the thread that forked: call it from the main thread only.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_tie_to_parent(death_signal),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def _tie_to_parent(death_signal: int) -> Callable[[], None]:
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return tie


def end(
    process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, patience: float = 5.0
) -> None:
    """Ask a process to end, wait ``patience`` seconds, then kill what is left of its group."""
    ask(process, with_signal)
    finish(process, patience)


def ask(process: subprocess.Popen[bytes], with_signal: int) -> None:
    """Send a signal to a process unless it has ended."""
    if process.poll() is None:
        process.send_signal(with_signal)


def finish(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait for a process that was asked to end; kill its whole group when it does not, or left some."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=patience)
    kill_group(process.pid)
    process.wait()


def kill_group(pid: int) -> None:
    """Kill what is left of a group; a group that is gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def is_running(pid: int) -> bool:
    """Whether a process of this number lives (a zombie does not)."""
    state = _standing(pid)
    return bool(state) and state[0] not in {"Z", "X"}


def is_stopped(pid: int) -> bool:
    """Whether a process stands still by a signal (SIGSTOP) and does nothing until it may go on."""
    return _standing(pid)[:1] == ["T"]


def born_at(pid: int) -> int:
    """When a process was started, in ticks since the machine was; 0 where there is none."""
    standing = _standing(pid)
    return int(standing[19]) if standing else 0


def age_of(pid: int) -> float:
    """Seconds since a process was started; 0 where there is none."""
    born = born_at(pid)
    up_for = float(Path("/proc/uptime").read_text().split()[0])
    return up_for - born / os.sysconf("SC_CLK_TCK") if born else 0.0


def _standing(pid: int) -> list[str]:
    """What the kernel tells of a process, from its state on; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() if pid > 0 else []
    except (FileNotFoundError, ProcessLookupError):
        return []


def command_line(pid: int) -> list[str]:
    """The arguments a process was started with; empty where it is gone or not to be seen."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return []
    return [os.fsdecode(part) for part in raw.split(b"\0") if part]


def wait_until(ready: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Ask ``ready`` again and again until it says yes or the time is over; returns its last answer."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if ready():
            return True
        time.sleep(pause)
    return ready()


def send(pid: int, with_signal: int) -> None:
    """Send a signal to a process that another start left behind; one that is gone is no error."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, with_signal)


def shared_memory_is_writable() -> bool:
    """Whether /dev/shm takes a file: Celery's prefork pool and PostgreSQL's default need it."""
    try:
        with tempfile.TemporaryFile(dir="/dev/shm"):
            return True
    except OSError:
        return False


def pid_in(pid_file: Path) -> int:
    """The process number on the first line of a pid file; 0 where there is none."""
    try:
        first = pid_file.read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return 0
    return int(first) if first.isdigit() else 0
