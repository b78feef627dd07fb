"""What the deadline engine costs among a thousand, a hundred thousand and a million open clocks.

``idle_tick``: a sweep that finds nothing due. ``burst_time``, ``burst_rate``: 10,000 due steps,
each with its escalation, entry of the record and message, and what one step costs in bursts of
other sizes and among fewer clocks. ``sweeper_memory``: the most that the sweeping process held.
The floor of a burst is one statement that writes the same rows on the same server.
``lateness``: of steps that fall due one after another, with workers, broker and beat.
``burst_rate_workers``: sweepers beside one another, and how much of the machine they take.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from devstack.bench_stack import Measured, run, servers_of_its_own
from devstack.folders import ROOT
from devstack.install import PYTHON
from devstack.progress import Refused


def measure() -> Iterator[Measured]:
    """Each figure with its floor: name, values of the runs, unit, steps or clocks, floor."""
    yield from measured_by("devstack.bench_engine_desk")
    yield from lateness()
    yield from workers()


def lateness(seconds: int = 300, open_clocks: int = 100_000) -> Iterator[Measured]:
    """The lateness of fifty steps a second over so many seconds."""
    yield from measured_by("devstack.bench_engine_lateness", str(seconds), str(open_clocks))


def workers(burst: int = 20_000, open_clocks: int = 100_000) -> Iterator[Measured]:
    """The rate of bursts of this size by one, two, four and eight sweepers."""
    yield from measured_by("devstack.bench_engine_workers", str(burst), str(open_clocks))


def measured_by(*module: str) -> Iterator[Measured]:
    """What this module of the virtual environment measures, on servers of its own."""
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr)
    with servers_of_its_own() as env:
        run([PYTHON, "-m", "devstack.prepare", "--no-demo"], env)
        for line in _lines(*module, env=env):
            said = json.loads(line)
            yield said["name"], said["values"], said["unit"], said["n"], said["floor"]


def _lines(*module: str, env: dict[str, str]) -> Iterator[str]:
    """Run a module and give each line that it prints, as it comes. Raises Refused where it fails."""
    command = [str(PYTHON), "-m", *module]
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
    ):
        assert process.stdout is not None
        yield from process.stdout
        if process.wait():
            complaints.seek(0)
            raise Refused(f"The bench's desk failed:\n{complaints.read()[-2000:]}")
