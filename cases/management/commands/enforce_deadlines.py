"""The sweep loop: keeps every deadline, delivers every message, works at sheets, without any broker."""

import os
import signal
import socket
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cases.domain.enforcing import enforce
from cases.domain.policy_move_work import work_moves
from cases.domain.record_checks import work_checks
from cases.domain.sheets.working import work_sheets
from cases.domain.sweep import next_due
from cases.domain.sweeping_up import sweep_up
from kernel.clock import database_now
from notifications.domain.sending import deliver_on
from operations.domain.pinging import Pinger

ROUND_AT_MOST = 1.0  # seconds between two looks; a step due earlier is waited for exactly
HELD_BY_OTHERS = 0.2
log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """``manage.py enforce_deadlines``: runs until it is told to stop."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--once``: one round, for a cron or a look."""
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep in this thread, do the rest in others: no mail server, sheet or store delays a deadline."""
        runner = f"loop@{socket.gethostname()}:{os.getpid()}"
        if options["once"]:
            enforce(now=database_now(), runner=runner)
            deliver_on(clock=database_now, runner=runner)
            work_sheets(clock=database_now)
            sweep_up(clock=database_now)
            work_moves(clock=database_now)
            work_checks(clock=database_now)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        beside = [
            _beside(stop, lambda now: deliver_on(clock=database_now, runner=runner)),
            _beside(stop, lambda now: work_sheets(clock=database_now)),
            _beside(stop, lambda now: sweep_up(clock=database_now)),
            _beside(stop, lambda now: work_moves(clock=database_now)),
            _beside(stop, lambda now: work_checks(clock=database_now)),
        ]
        if settings.PING_URL:
            beside.append(_beside(stop, Pinger(settings.PING_URL, every=settings.PING_EVERY).round))
        _rounds(stop, lambda now: enforce(now=now, runner=runner), until_due=True)
        for thread in beside:
            thread.join(timeout=15)


def _beside(stop: threading.Event, work: Callable[[datetime], object]) -> threading.Thread:
    thread = threading.Thread(target=_rounds, args=(stop, work), daemon=True)
    thread.start()
    return thread


def _rounds(stop: threading.Event, work: Callable[[datetime], object], *, until_due: bool = False) -> None:
    while not stop.is_set():
        wait = ROUND_AT_MOST
        try:
            close_old_connections()
            work(database_now())
            if until_due:
                wait = _until_next_due()
        except Exception:  # the database may be away for a while; the loop is what stays
            log.exception("round_raised")
        stop.wait(wait)
    close_old_connections()


def _until_next_due() -> float:
    due = next_due()
    if due is None:
        return ROUND_AT_MOST
    ahead = (due - database_now()).total_seconds()
    # What is due right after a round is parked or held by another: look soon, never spin.
    return min(ahead, ROUND_AT_MOST) if ahead > 0 else HELD_BY_OTHERS
