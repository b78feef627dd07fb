"""How long the first and the second start take from a fresh clone, and what the stack weighs.

Caches of pip, uv and npm are empty for every cold start, so that a clean machine is measured.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack import processes
from devstack.folders import ROOT
from devstack.progress import Refused, warn
from devstack.stack import free_port

COLD_RUNS = 3
WARM_RUNS = 5
REST = 45.0  # seconds before a cold start
SETTLED_AFTER = 5.0  # seconds from ready until the workers have loaded all they load
PATIENCE = 300.0


def measure() -> Iterator[tuple[str, list[float], str, int, float | None]]:
    """The four figures: name, values of the runs, unit, number measured in a run, floor."""
    folder = Path(tempfile.mkdtemp(prefix="takedown-bench-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        clone = folder / "clone"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        with_pip = {**os.environ, "TAKEDOWN_WITHOUT_UV": "1"}
        yield "cold_start_pip", [cold_start(clone, with_pip) for _ in range(COLD_RUNS)], "s", 1, None
        with_uv = environment_with_uv(folder)
        runs = [cold_start(clone, with_uv) for _ in range(COLD_RUNS)] if with_uv else []
        yield "cold_start_uv", runs, "s", 1, None
        yield "warm_start", [started(clone, with_pip)[0] for _ in range(WARM_RUNS)], "s", 1, None
        yield (
            "stack_memory",
            [started(clone, with_pip, weigh=True)[1] for _ in range(COLD_RUNS)],
            "MB",
            1,
            None,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment_with_uv(folder: Path) -> dict[str, str] | None:
    """An environment with uv on the PATH: this machine's, or one brought for the measurement."""
    found = shutil.which("uv")
    if found is None:
        maker = folder / "uv-maker"
        tools = folder / "tools"
        tools.mkdir()
        make = [sys.executable, "-m", "venv", str(maker)]
        bring = [str(maker / "bin" / "python"), "-m", "pip", "install", "-q", "uv"]
        for command in (make, bring):
            if subprocess.run(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            ).returncode:
                warn("cold_start_uv is null: no uv on the PATH, and pip could not bring one.")
                return None
        found = str(tools / "uv")
        Path(found).symlink_to(maker / "bin" / "uv")
    return {**os.environ, "PATH": f"{Path(found).parent}:{os.environ['PATH']}"}


def cold_start(clone: Path, env: dict[str, str]) -> float:
    """Seconds from ``./dev up`` to its ready line in a clone in which nothing was done yet.

    Each writes 400 MB. Disks of rented machines are fast for a while and then held back: without a
    rest, the second run in a row would measure that.
    """
    for name in (".venv", "node_modules", ".data", "caches"):
        shutil.rmtree(clone / name, ignore_errors=True)
    os.sync()
    time.sleep(REST)
    caches = {
        "PIP_CACHE_DIR": str(clone / "caches" / "pip"),
        "UV_CACHE_DIR": str(clone / "caches" / "uv"),
        "npm_config_cache": str(clone / "caches" / "npm"),
    }
    return started(clone, {**env, **caches})[0]


def started(clone: Path, env: dict[str, str], *, weigh: bool = False) -> tuple[float, float]:
    """Start the clone's stack and end it; seconds until it was ready, and its weight in MB if asked."""
    own = {key: value for key, value in env.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    with ready(clone, own) as (process, seconds):
        if not weigh:
            return seconds, 0.0
        time.sleep(SETTLED_AFTER)
        return seconds, weight(process.pid)


@contextmanager
def ready(clone: Path, env: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A stack that has said it is ready, and the seconds that took; ended afterwards."""
    log = clone.parent / "up.log"
    began = time.monotonic()
    with log.open("wb") as output:
        process = processes.spawn(
            [sys.executable, clone / "dev", "up", "--port", str(free_port())],
            env=env,
            output=output.fileno(),
            cwd=clone,
        )
    try:
        processes.wait_until(
            lambda: process.poll() is not None or b"\nReady: " in log.read_bytes(), seconds=PATIENCE
        )
        seconds = time.monotonic() - began
        if b"\nReady: " not in log.read_bytes():
            raise Refused(f"The stack of the bench did not start:\n{log.read_text(errors='replace')}")
        yield process, seconds
    finally:
        processes.ask(process, signal.SIGINT)
        process.wait()


def weight(pid: int) -> float:
    """Proportional memory, in MB, of a process and all its descendants."""
    return sum(proportional_kilobytes(each) for each in family(pid)) / 1024


def family(pid: int) -> list[int]:
    """A process and everything it started, and what that started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            children.setdefault(parent_of(int(entry.name)), []).append(int(entry.name))
    members = [pid]
    for member in members:
        members.extend(children.get(member, []))
    return members


def parent_of(pid: int) -> int:
    """The number of a process's parent; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def proportional_kilobytes(pid: int) -> int:
    """What a process weighs when shared pages are shared out; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
