"""``manage.py seal_audit``: write a checkpoint and print what is to be published."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.domain.sealing import seal
from kernel.clock import database_now


class Command(BaseCommand):
    """Run it daily, and give the printed line to somebody who cannot write to this database."""

    help = "Seal the ends of all chains in a checkpoint; print its number and hash, to be kept outside."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print ``number:hash``, as ``verify_audit --published`` takes it."""
        checkpoint = seal(now=database_now())
        self.stdout.write(f"{checkpoint.number}:{checkpoint.hash}")
        self.stderr.write(
            f"{checkpoint.at:%Y-%m-%dT%H:%M:%SZ} {checkpoint.chains} chains, {checkpoint.entries} entries"
        )
