"""Runs inside the virtual environment: how late steps are that fall due one after another.

Two workers and a beat with the broker between them, no loop; fifty steps a second, among
clocks of which nothing is due. Late is when the record was written, which is later than when
its round looked at the clock, less when the step fell due. Each step has its message, which
the same workers send.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from devstack import processes
from devstack.bench_engine_desk import Desk, say
from devstack.folders import ROOT

from django.db import connection  # isort: skip  the desk has set Django up

from devstack.bench_engine_rows import FIRST_ID, copy_clocks  # isort: skip
from kernel.clock import database_now  # isort: skip
from operations.enums import Work  # isort: skip
from operations.models import Heartbeat  # isort: skip

A_SECOND = 50
WORKERS = 2
BEFORE = timedelta(seconds=3)  # until the first step is due
PATIENCE = 120.0  # seconds


def main(seconds: int, open_clocks: int) -> None:
    """Let steps fall due for so many seconds, wait for the last, and say how late they were."""
    desk = Desk()
    desk.grow(open_clocks)
    with runners():
        steps, first = seconds * A_SECOND, desk.open
        start = database_now() + BEFORE + timedelta(seconds=steps / 5_000)  # the copies take a while
        copy_clocks(desk.models, first=first, number=steps, at=start, spread=timedelta(seconds=seconds))
        spread_within_seconds(first, steps)
        end = start + timedelta(seconds=seconds + 2)
        time.sleep(max((end - database_now()).total_seconds(), 0.0))
        processes.wait_until(lambda: len(late_by(first, steps)) == steps, seconds=PATIENCE, pause=1.0)
    late = late_by(first, steps)
    if len(late) != steps:
        raise SystemExit(f"{len(late)} of {steps} steps fired")
    say("lateness_p50", [late[steps // 2]], "s", steps)
    say("lateness_p99", [late[steps * 99 // 100]], "s", steps)
    say("lateness_max", [late[-1]], "s", steps)


@contextmanager
def runners() -> Iterator[None]:
    """Workers and beat that have come to work."""
    folder = Path(os.environ["TAKEDOWN_DATA"])
    celery = ["-m", "celery", "-A", "takedown"]
    of_worker = ["-Q", "deadlines,notify,jobs", "-c", "1", "--without-gossip", "--without-mingle"]
    commands = [
        *[[*celery, "worker", "-n", f"late{number}@%h", *of_worker] for number in range(WORKERS)],
        [*celery, "beat", "-s", str(folder / "beat-schedule"), "--pidfile="],
    ]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(
                processes.spawn(
                    [sys.executable, *command, "-l", "WARNING"],
                    env=os.environ,
                    output=subprocess.DEVNULL,
                    cwd=ROOT,
                )
            )
        at_work = Heartbeat.objects.filter(work=Work.SWEEP, last_success__gte=database_now())
        if not processes.wait_until(at_work.exists, seconds=PATIENCE, pause=0.2):
            raise SystemExit("no worker came to work")
        yield
    finally:
        for process in started:
            processes.end(process, patience=30.0)


def spread_within_seconds(first: int, number: int) -> None:
    """Move steps that fall due in the same second apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cases_clock SET next_step_at = next_step_at + moved.by, started_at = started_at + moved.by,
                due_at = due_at + moved.by
            FROM (SELECT id, (row_number() OVER (PARTITION BY next_step_at ORDER BY id) - 1)
                * interval '1 second' / %(each)s AS by
                FROM cases_clock WHERE id BETWEEN %(from)s AND %(upto)s) AS moved
            WHERE cases_clock.id = moved.id
            """,
            {"each": A_SECOND, "from": FIRST_ID + first, "upto": FIRST_ID + first + number - 1},
        )


def late_by(first: int, number: int) -> list[float]:
    """How late each step stood in the record, in seconds, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT extract(epoch FROM e.recorded_at - x.due_at)::float
            FROM cases_escalation x
            JOIN cases_case k ON k.id = x.case_id
            JOIN audit_entry e ON e.subject_kind = 'case' AND e.subject_id = k.reference
            WHERE x.clock_id BETWEEN %s AND %s AND e.verb = 'step' AND e.changes ->> 'step' = x.step
            ORDER BY 1
            """,
            [FIRST_ID + first, FIRST_ID + first + number - 1],
        )
        return [late for (late,) in cursor.fetchall()]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
