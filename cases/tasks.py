"""The engine's hints by Celery: "look in the table". A lost or doubled one changes nothing."""

import socket
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from cases.domain.enforcing import enforce
from cases.domain.policy_move_work import work_moves as move
from cases.domain.record_checks import work_checks as check
from cases.domain.sheets.working import work_sheets as work
from cases.domain.sweeping_up import sweep_up
from kernel.clock import database_now


@shared_task(name="cases.sweep_deadlines")
def sweep_deadlines(**kwargs: Any) -> None:
    """Fire what is due. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        enforce(now=database_now(), runner=f"celery@{socket.gethostname()}")
    finally:
        close_old_connections()


@shared_task(name="cases.work_sheets")
def work_sheets(**kwargs: Any) -> None:
    """Work at sheets that wait. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        work(clock=database_now)
    finally:
        close_old_connections()


@shared_task(name="cases.sweep_up_originals")
def sweep_up_originals(**kwargs: Any) -> None:
    """Remove originals that no row holds. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        sweep_up(clock=database_now)
    finally:
        close_old_connections()


@shared_task(name="cases.work_moves")
def work_moves(**kwargs: Any) -> None:
    """Let cases go over as ordered. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        move(clock=database_now)
    finally:
        close_old_connections()


@shared_task(name="cases.work_checks")
def work_checks(**kwargs: Any) -> None:
    """Check records as ordered. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        check(clock=database_now)
    finally:
        close_old_connections()
