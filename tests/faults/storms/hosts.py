"""Hosts whose clocks are wrong: the database's time decides."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import make_crowd
from tests.faults.storms.mailbox import check_delivered, forget_files, mails_in_files
from tests.faults.storms.programs import (
    await_quiet,
    await_runners,
    note_lateness,
    pause_until_over,
    start_beat,
    start_loop,
    start_worker,
)
from tests.faults.storms.sweepers import SECOND, drained, whole

HOURS = 2 * 60 * 60  # seconds
LATE = 5.0  # seconds, on a machine that others use too


def clocks_wrong(arena: Arena, size: Mapping[str, Any]) -> Found:
    """Two loops, one on a host two hours ahead, one on a host two hours behind."""
    start_loop(arena, 1, shift=HOURS)
    start_loop(arena, 2, shift=-HOURS)
    return _kept_by("loop@", 2, arena, size)


def hints_wrong(arena: Arena, size: Mapping[str, Any]) -> Found:
    """No loop: workers two hours ahead and behind, nudged by a beat two hours behind."""
    start_worker(arena, 1, shift=HOURS)
    start_worker(arena, 2, shift=-HOURS)
    start_beat(arena, 1, shift=-HOURS)
    return _kept_by("celery@", 1, arena, size)


def _kept_by(runners: str, number: int, arena: Arena, size: Mapping[str, Any]) -> Found:
    found = Found()
    forget_files(arena.folder)
    await_runners(runners, number)
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    pause_until_over(crowd)
    await_quiet(crowd, found)
    found = drained(crowd, found=found)
    note_lateness(crowd, found, at_most=LATE)
    check_delivered(mails_in_files(arena.folder), found)
    return found
