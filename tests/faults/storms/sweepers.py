"""Sweepers that are killed, crowded, fed with poison: every step that was due exists exactly once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.domain.acting import COMMAND, acting_as
from cases.domain.sweep import sweep
from cases.models import Escalation, Parked
from devstack import processes
from kernel.clock import database_now
from sla.models import ClockRule, LadderStep
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found, check
from tests.faults.storms.crowd import STEPS, Crowd, make_crowd
from tests.faults.storms.forking import Kills, at_work, killed_at_random
from tests.faults.storms.programs import (
    await_runners,
    note_lateness,
    pause_until_over,
    start_beat,
    start_worker,
)
from tests.faults.storms.telling import say

SECOND = timedelta(seconds=1)


def swept() -> None:
    """One look of a sweeper at what is due now."""
    sweep(now=database_now())


def drained(
    crowd: Crowd,
    *,
    unless: Iterable[int] = (),
    until: datetime | None = None,
    found: Found | None = None,
) -> Found:
    """Sweep to the end of what the crowd owes, in quiet, and check all of it."""
    now = until or database_now()
    sweep(now=now)
    return check(until=now, first=crowd.first, last=crowd.last, unless=unless, found=found)


def deadlocks() -> int:
    """How many deadlocks the database has counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def sweepers_killed(arena: Arena, size: Mapping[str, Any]) -> Found:
    """kill -9 of sweepers at random moments while steps fall due all the time."""
    together, lives = 3, (0.02, 1.2)
    lasts = timedelta(seconds=size["kills"] * sum(lives) / 2 / together)
    crowd = make_crowd(size["steps"] // STEPS, over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    before = deadlocks()
    counted = killed_at_random(
        swept,
        kills=size["kills"],
        together=together,
        lives=lives,
        log=arena.log("sweepers"),
        seed=size["seed"],
        told=lambda so_far: _progress(so_far, size["kills"]),
    )
    fired_amid = fired(crowd)
    found = drained(crowd, until=max(database_now(), end_of(crowd)))
    found.counts.update(kills=counted.kills, kills_amid=counted.amid, fired_amid=fired_amid)
    if not fired_amid:
        found.fault("nothing fired amid the kills", "the storm proves nothing")
    found.equal("deadlocks", "pg_stat_database", deadlocks(), before)
    return found


def crowded(arena: Arena, size: Mapping[str, Any]) -> Found:
    """Eight sweepers and four beats at once: forked ones, and workers that every beat nudges."""
    found = Found()
    for number in range(1, size["workers"] + 1):
        start_worker(arena, number)
    for number in range(1, size["beats"] + 1):
        start_beat(arena, number)
    await_runners("celery@")
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    before = deadlocks()
    with at_work(*[swept] * size["sweepers"], log=arena.log("sweepers")):
        pause_until_over(crowd)
    found = drained(crowd, found=found)
    note_lateness(crowd, found)
    found.equal("deadlocks", "pg_stat_database", deadlocks(), before)
    return found


def poisoned(arena: Arena, size: Mapping[str, Any]) -> Found:
    """In every batch a case whose ladder cannot be read; later it is healed."""
    crowd = make_crowd(size["cases"], over=timedelta(seconds=1), ahead=-30 * SECOND)
    poison = range(crowd.first, crowd.last + 1, size["one_in"])
    healthy = _poison(crowd, poison)
    with at_work(*[swept] * 3, log=arena.log("poisoned")):
        eventually = processes.wait_until(lambda: _parked() == len(poison), seconds=300, pause=0.1)
    found = drained(crowd, unless=poison)
    if not eventually:
        found.fault("stalled", f"{_parked()} of {len(poison)} parked")
    found.equal("attempts", "of any parked case", _most_attempts(), 1)
    _heal(poison, healthy)
    again = drained(crowd, until=database_now() + timedelta(minutes=2))
    again.equal("parked", "after the healing", _parked(), 0)
    for kind, each in again.faults.items():
        found.faults[f"{kind}, healed"] += each
    found.counts.update(due_when_healed=again.counts["due"])
    return found


def _poison(crowd: Crowd, cases: Sequence[int]) -> int:
    """Put these under a rule whose ladder holds what no code knows; return the rule that they had."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT rule_id FROM cases_clock WHERE case_id = %s", [crowd.first])
        rule: int = cursor.fetchone()[0]
        names = [
            field.column for field in ClockRule._meta.concrete_fields if field.column not in ("id", "lane")
        ]
        kept = ", ".join(names)
        cursor.execute(
            f"INSERT INTO sla_clockrule (lane, {kept}) SELECT 'trusted', {kept} FROM sla_clockrule"
            " WHERE id = %s RETURNING id",
            [rule],
        )
        poison = cursor.fetchone()[0]
        names = [field.column for field in LadderStep._meta.concrete_fields]
        kept = ", ".join(name for name in names if name not in ("id", "rule_id", "action"))
        cursor.execute(
            f"INSERT INTO sla_ladderstep (rule_id, action, {kept}) SELECT %s, 'no-such-action', {kept}"
            " FROM sla_ladderstep WHERE rule_id = %s",
            [poison, rule],
        )
        cursor.execute("UPDATE cases_clock SET rule_id = %s WHERE case_id = ANY(%s)", [poison, list(cases)])
    return rule


def _heal(cases: Sequence[int], rule: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_clock SET rule_id = %s WHERE case_id = ANY(%s)", [rule, list(cases)])


def _parked() -> int:
    return Parked.objects.count()


def _most_attempts() -> int:
    return max(Parked.objects.values_list("attempts", flat=True), default=0)


def fired(crowd: Crowd) -> int:
    """How many steps of the crowd exist."""
    with acting_as(COMMAND):
        return Escalation.objects.filter(case_id__gte=crowd.first, case_id__lte=crowd.last).count()


def end_of(crowd: Crowd) -> datetime:
    """Return an instant at which all steps of the crowd have fallen due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(due_at) FROM cases_clock WHERE case_id BETWEEN %s AND %s", [crowd.first, crowd.last]
        )
        last: datetime = cursor.fetchone()[0]
    return last + SECOND


def whole(span: timedelta) -> timedelta:
    """Return a span in whole seconds, as clocks have it; four at least."""
    return timedelta(seconds=max(int(span.total_seconds()), 4))


def _progress(counted: Kills, of: int) -> None:
    if counted.kills % 100 == 0:
        say(f"{counted.kills} of {of} killed, {counted.amid} of them amid a sweep")
