"""Workers, beats, loops and the web as they really run, and what they have achieved."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from devstack import processes
from kernel.clock import database_now
from operations.enums import Work
from operations.models import Heartbeat
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import Crowd

PATIENCE = 90.0  # seconds


def start_worker(arena: Arena, number: int, shift: int = 0) -> None:
    """Start a Celery worker of one process, its host's clock so many seconds ahead."""
    arena.run(
        *_program("celery", shift),
        *("-A", "takedown", "worker", "-Q", "deadlines,notify,jobs", "-c", "1"),
        *("-n", f"storm{number}@%h", "--without-gossip", "--without-mingle", "-l", "WARNING"),
        name=f"worker {number}",
    )


def start_beat(arena: Arena, number: int = 1, shift: int = 0) -> None:
    """Start a beat with a schedule of its own, its host's clock so many seconds ahead."""
    schedule = str(arena.folder / f"beat{number}")
    arena.run(
        *_program("celery", shift),
        *("-A", "takedown", "beat", "-s", schedule, "--pidfile=", "-l", "WARNING"),
        name=f"beat {number}",
    )


def start_loop(arena: Arena, number: int = 1, shift: int = 0) -> None:
    """Start the loop, its host's clock so many seconds ahead."""
    arena.run(*_program("manage", shift), "enforce_deadlines", name=f"loop {number}")


def _program(name: str, shift: int) -> tuple[str, ...]:
    if shift:
        return ("-m", "tests.faults.storms.shifted", str(shift), name)
    return ("manage.py",) if name == "manage" else ("-m", "celery")


def await_runners(prefix: str, number: int = 1) -> None:
    """Wait until so many runners have swept a moment ago whose names begin so."""
    since = database_now()

    def are_here() -> bool:
        beats = Heartbeat.objects.filter(
            work=Work.SWEEP, runner__startswith=f"{Work.SWEEP.value} {prefix}", last_success__gte=since
        )
        return beats.count() >= number

    if not processes.wait_until(are_here, seconds=PATIENCE, pause=0.1):
        raise AssertionError(f"no {prefix} came to work")


def await_quiet(crowd: Crowd, found: Found) -> None:
    """Wait until nothing of the crowd is due or unsent; a fault where that takes too long."""
    until = time.monotonic() + PATIENCE
    while left := _left(crowd):
        if time.monotonic() > until:
            found.fault("stalled", f"{left} clocks and messages wait after {PATIENCE:.0f} s")
            return
        time.sleep(0.2)


def pause_until_over(crowd: Crowd) -> None:
    """Wait until the last deadline of the crowd has passed."""
    end = crowd.began + crowd.size * crowd.apart
    time.sleep(max((end - database_now()) / timedelta(seconds=1), 0.0))


def note_lateness(crowd: Crowd, found: Found, *, at_most: float | None = None) -> None:
    """Count how late steps were noticed; a fault where the latest was too late."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (
                ORDER BY extract(epoch FROM noticed_at - due_at))
            FROM cases_escalation WHERE case_id BETWEEN %s AND %s""",
            [crowd.first, crowd.last],
        )
        p50, p99, latest = (round(float(each), 3) for each in cursor.fetchone()[0])
    found.lateness = {"lateness_p50": p50, "lateness_p99": p99, "lateness_max": latest}
    if at_most is not None and latest > at_most:
        found.fault("late", f"{latest} s, more than {at_most}")


def eventually(what: Callable[[], bool], found: Found, words: str) -> None:
    """A fault where this does not come true in time."""
    if not processes.wait_until(what, seconds=PATIENCE, pause=0.2):
        found.fault("stalled", words)


def _left(crowd: Crowd) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT count(*) FROM cases_clock WHERE next_step_at <= %s
                AND case_id BETWEEN %s AND %s)
            + (SELECT count(*) FROM notifications_outbox WHERE sent_at IS NULL AND dead_at IS NULL)""",
            [database_now(), crowd.first, crowd.last],
        )
        return int(cursor.fetchone()[0])
