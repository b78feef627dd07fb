"""Loads categories, legal bases and policies that are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.domain.acting import COMMAND
from kernel.clock import database_now
from sla.domain.reference import load_reference


class Command(BaseCommand):
    """``manage.py load_reference``: repeatable, changes nothing that stands."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many rows were new."""
        loaded = load_reference(actor=COMMAND, now=database_now())
        self.stdout.write(f"{loaded} new rows of law and policies")
