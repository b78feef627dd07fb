"""``manage.py load_demo``: a desk to look at, in an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.demo.houses import sign_ins
from cases.demo.loading import load
from kernel.clock import database_now


class Command(BaseCommand):
    """Fills an empty database, completes and tops up a demo, prints one sign-in a role."""

    help = "Load the demo into an empty database, or top it up; prints role, address, password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to stop after the core."""
        parser.add_argument(
            "--core", action="store_true", help="something to do for every role; a later call adds the rest"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say so; a database that holds another desk is left alone."""
        loaded = load(now=database_now(), core_only=options["core"])
        if loaded.in_use:
            self.stdout.write("The database holds a desk of its own: no demo was loaded.")
            return
        self.stdout.write(f"The demo stands: {loaded.cases} cases added.")
        if loaded.changed:
            self.stdout.write("Somebody has changed the demo: what no longer fits was left out.")
        for row in sign_ins():
            self.stdout.write("\t".join(row))
