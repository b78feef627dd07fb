"""How many links a second the gate judges on one core, alone and as the command ``classify_links``.

No database. The floors do the least that anything could do with as many links: take each apart
by ``urllib.parse.urlsplit``; for the command, also read them from a file and write an object each.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from devstack.folders import ROOT
from devstack.install import PYTHON
from devstack.progress import Refused

RUNS = 5
LINKS = 200_000  # in the file of the command
LOOP = 100_000  # judged in a run of the loop
Measured = tuple[str, list[float], str, int, float | None]
_ENVIRONMENT = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
}


def measure() -> Iterator[Measured]:
    """The two figures, each with its floor: name, values of the runs, unit, links a run, floor."""
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr)
    env = {**os.environ, **_ENVIRONMENT}
    said = json.loads(_run(["-m", "devstack.bench_gate_loop", "rates", str(LOOP), str(RUNS)], env))
    yield "classify_rate", said["judge"], "links/s", LOOP, _median(said["urlsplit"])
    with tempfile.TemporaryDirectory(prefix="takedown-bench-", dir="/tmp") as folder:
        sheet = Path(folder, "links.txt")
        sheet.write_text(_run(["-m", "devstack.bench_gate_loop", "links", str(LINKS)], env), encoding="utf-8")
        ours, floor = [], []
        for _round in range(RUNS):
            floor.append(_rate(["-m", "devstack.bench_gate_floor", str(sheet)], env))
            ours.append(_rate(["manage.py", "classify_links", str(sheet)], env))
    yield "classify_links_rate", ours, "links/s", LINKS, _median(floor)


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 3)


def _rate(arguments: list[str], env: Mapping[str, str]) -> float:
    """Return the lines a second that a command writes, its start and end in the time."""
    began = time.perf_counter()
    lines = _run(arguments, env).count("\n")
    taken = time.perf_counter() - began
    if lines != LINKS:
        raise Refused(f"{lines} lines came out, not {LINKS}.")
    return lines / taken


def _run(arguments: list[str], env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [str(PYTHON), *arguments], env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"The gate could not be measured:\n{done.stderr[-2000:]}")
    return done.stdout
