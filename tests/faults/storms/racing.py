"""An answer, a pause or an extension against the sweep, within the same milliseconds."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connections

from cases.domain import clarification, response, supervision
from cases.domain.sweep import sweep
from cases.enums import ClarificationGround
from sla.enums import ClockKind
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import Crowd, make_crowd
from tests.faults.storms.forking import FORKED, die_with_parent
from tests.faults.storms.sweepers import deadlocks, drained
from tests.faults.storms.telling import say

APART = timedelta(seconds=1)  # told, not waited for
NEAR = 0.002  # seconds before or after the deadline at which each looks at its clock
SWEEPERS = 2
PATIENCE = 60.0


def races(arena: Arena, size: Mapping[str, Any]) -> Found:
    """Every race has a case of its own: its deadline, a verb and the sweepers meet at it."""
    number = size["races"]
    crowd = make_crowd(
        number, over=number * APART, ahead=-number * APART - timedelta(hours=2), with_acknowledge=True
    )
    before, deadlines = deadlocks(), deadlines_of(crowd)
    references, lanes = crowd.references(), range(size["lanes"])
    connections.close_all()
    runners = []
    for lane in lanes:
        numbers, barrier = range(lane, number, len(lanes)), FORKED.Barrier(1 + SWEEPERS)
        seeds = [size["seed"] * 1_000 + lane * 10 + each for each in range(SWEEPERS + 1)]
        given = (crowd, deadlines, numbers, barrier)
        runners.append(FORKED.Process(target=_raced, args=(references, *given, seeds[0])))
        runners += [FORKED.Process(target=_swept, args=(*given, seed)) for seed in seeds[1:]]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    # Long after: what was paused and went on, and what was extended, has come to its end.
    found = drained(crowd, until=deadlines[-1] + timedelta(hours=1))
    found.counts.update(races=number)
    found.equal("raised", "exit codes", [runner.exitcode for runner in runners], [0] * len(runners))
    found.equal("deadlocks", "pg_stat_database", deadlocks(), before)
    return found


def deadlines_of(crowd: Crowd) -> list[datetime]:
    """Return the deadline of each race."""
    return [crowd.began + number * APART for number in range(crowd.size)]


def _swept(
    crowd: Crowd, deadlines: list[datetime], numbers: Sequence[int], barrier: Barrier, seed: int
) -> None:
    die_with_parent()
    chance = random.Random(seed)
    for number in numbers:
        barrier.wait(timeout=PATIENCE)
        time.sleep(chance.uniform(0, 0.004))
        now = deadlines[number] + timedelta(seconds=chance.uniform(-NEAR, NEAR))
        sweep(now=now, only=[crowd.first + number])


def _raced(
    references: list[str],
    crowd: Crowd,
    deadlines: list[datetime],
    numbers: Sequence[int],
    barrier: Barrier,
    seed: int,
) -> None:
    die_with_parent()
    chance = random.Random(seed)
    verbs = (_answers, _asks, _extends)
    for number in numbers:
        reference, due = references[number], deadlines[number]
        if number and number % 1_000 == 0:
            say(f"{number} of {crowd.size} races run")
        verb: Callable[[Crowd, str, datetime], None] = verbs[number % len(verbs)]
        # The clock is read at the edge; then something holds the request up.
        now = due + timedelta(seconds=chance.uniform(-NEAR, NEAR))
        barrier.wait(timeout=PATIENCE)
        time.sleep(chance.uniform(0, 0.004))
        verb(crowd, reference, now)
        if verb is _asks and number % 2:
            clarification.answer(
                actor=crowd.desk.analyst, reference=reference, text="The first.", now=now + APART / 2
            )


def _answers(crowd: Crowd, reference: str, now: datetime) -> None:
    response.acknowledge(actor=crowd.desk.moderator, reference=reference, now=now)


def _asks(crowd: Crowd, reference: str, now: datetime) -> None:
    clarification.ask(
        actor=crowd.desk.moderator,
        reference=reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which post?",
        now=now,
    )


def _extends(crowd: Crowd, reference: str, now: datetime) -> None:
    supervision.extend(
        actor=crowd.desk.supervisor,
        reference=reference,
        kind=ClockKind.EFFECT,
        minutes=1,
        reason="Their night.",
        now=now,
    )
