"""``manage.py check_canary``: does this worker consume? For a container's health check."""

import os
import signal
import socket
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error

from kernel.clock import database_now
from operations.domain.canaries import UNANSWERED, state_of


class Command(BaseCommand):
    """Exit code 0 for a worker that consumes, 1 for one that does not or was never here."""

    help = "Say how long ago a worker last took what lay in its own queue; 1 where it takes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the worker's name, the age, and which process to end."""
        parser.add_argument("--worker", default="celery", help="its node name; without @, on this host")
        parser.add_argument(
            "--older-than", type=float, default=UNANSWERED * settings.CANARY_EVERY, metavar="SECONDS"
        )
        parser.add_argument(
            "--end", type=int, metavar="PID", help="ask this process to end where the worker takes nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the age. Where the database is away nothing can be told, and nobody is blamed."""
        name = options["worker"]
        worker = name if "@" in name else f"{name}@{socket.gethostname()}"
        try:
            state = state_of(worker, now=database_now())
        except Error:
            self.stdout.write(f"{worker}: cannot be told, the database does not answer")
            return
        if state is None:
            self.stderr.write(f"{worker}: never seen")
            raise SystemExit(1)
        seconds = state.age.total_seconds()
        if not state.is_silent(older_than=timedelta(seconds=options["older_than"])):
            self.stdout.write(f"{worker}: {seconds:.0f} s")
            return
        self.stderr.write(f"{worker}: {seconds:.0f} s, {state.unanswered} hints unanswered")
        if options["end"]:
            os.kill(options["end"], signal.SIGTERM)
        raise SystemExit(1)
