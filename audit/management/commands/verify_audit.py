"""``manage.py verify_audit``: is the record whole?"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.domain.verifying import verify, verify_subject


def _subject(text: str) -> tuple[str, str]:
    kind, colon, subject = text.partition(":")
    if not (kind and colon and subject):
        raise argparse.ArgumentTypeError("a subject is kind:id, as in case:TD-7K3QM-9F2XA")
    return kind, subject


def published_checkpoint(text: str) -> tuple[int, str]:
    """Return number and hash of a checkpoint as it is typed; argparse says what is wrong with it."""
    number, colon, known = text.partition(":")
    if not (number.isdecimal() and colon and len(known) == 64):
        raise argparse.ArgumentTypeError("a published checkpoint is number:hash, the hash of 64 digits")
    return int(number), known.lower()


class Command(BaseCommand):
    """Exit code 0 for a whole record, 1 where anything is wrong: each fault on a line."""

    help = "Check the chains of the record and name every entry that was changed, removed or moved."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one subject, or the checkpoints as somebody outside kept them."""
        parser.add_argument("--subject", type=_subject, metavar="KIND:ID", help="check this chain alone")
        parser.add_argument(
            "--published",
            type=published_checkpoint,
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="a checkpoint as it was published outside; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the faults to standard error, what was checked to standard output."""
        if options["subject"]:
            found = verify_subject(*options["subject"])
            if found.whole and not found.chains:
                raise CommandError("The record knows nothing of this subject.")
        else:
            found = verify(published=dict(options["published"]))
        for fault in found.faults:
            self.stderr.write(fault.sentence)
        self.stdout.write(found.summary)
        if not found.whole:
            raise SystemExit(1)
