"""Runs inside the virtual environment: what sweepers beside one another do with one burst.

Forked from this warm process and started together. Beside each rate stands how many of the
machine's cores were busy, by anybody: where that is all of them, they are the limit.
"""

import multiprocessing
import os
import sys
import time
from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

from devstack.bench_engine_desk import Desk, say

from django.db import connection, connections  # isort: skip  the desk has set Django up

from cases.domain.sweep import sweep  # isort: skip
from devstack.bench_engine_rows import FIRST_ID  # isort: skip

RUNS = 5
BESIDE_ONE_ANOTHER = (1, 2, 4, 8)
FORKED = multiprocessing.get_context("fork")
PATIENCE = 600.0


def main(burst: int, open_clocks: int) -> None:
    """Measure one sweeper, then more and more of them."""
    desk = Desk()
    desk.grow(open_clocks)
    for number in BESIDE_ONE_ANOTHER:
        runs = [one_burst(desk, burst, number) for _run in range(RUNS)]
        say(f"burst_rate_workers_{number}", [rate for rate, _busy in runs], "steps/s", burst)
        say(f"burst_cores_workers_{number}", [busy for _rate, busy in runs], "cores", burst)


def one_burst(desk: Desk, burst: int, number: int) -> tuple[float, float]:
    """Return steps a second by so many sweepers, and how many cores were busy meanwhile."""
    first = desk.open
    due_at, end = desk.due(burst)
    connections.close_all()
    together = FORKED.Barrier(number + 1)
    sweepers = [FORKED.Process(target=_sweep, args=(due_at, together)) for _ in range(number)]
    for sweeper in sweepers:
        sweeper.start()
    together.wait(timeout=PATIENCE)
    began, busy = time.perf_counter(), busy_seconds()
    for sweeper in sweepers:
        sweeper.join()
    seconds, busy = time.perf_counter() - began, busy_seconds() - busy
    fired = _fired(first, burst)
    if fired != burst or any(sweeper.exitcode for sweeper in sweepers):
        raise SystemExit(f"{fired} steps fired where {burst} were due")
    end()
    return burst / seconds, busy / seconds


def busy_seconds() -> float:
    """Seconds of all cores together that were spent on anything, since the machine was started."""
    spent = [int(each) for each in Path("/proc/stat").read_text().partition("\n")[0].split()[1:]]
    idle = spent[3] + spent[4]
    return (sum(spent[:8]) - idle) / os.sysconf("SC_CLK_TCK")


def _sweep(due_at: datetime, together: Barrier) -> None:
    connection.ensure_connection()
    together.wait(timeout=PATIENCE)
    sweep(now=due_at)


def _fired(first: int, number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_escalation WHERE clock_id BETWEEN %s AND %s",
            [FIRST_ID + first, FIRST_ID + first + number - 1],
        )
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
