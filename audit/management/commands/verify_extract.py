"""``manage.py verify_extract FILE``: is this extract of the record whole? Needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.domain.extracting import Unreadable, check_extract
from audit.management.commands.verify_audit import published_checkpoint


class Command(BaseCommand):
    """Exit code 0 for a whole extract, 1 where anything is wrong: each fault on a line."""

    help = "Check an extract of the record, as the page of a record gives it, by the file alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and the checkpoints as somebody outside kept them."""
        parser.add_argument("file", type=Path, metavar="FILE", help="the extract, a JSON file")
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
        try:
            said = json.loads(options["file"].read_bytes())
            faults = check_extract(said, published=dict(options["published"]))
        except (OSError, ValueError) as error:
            sentence = error if isinstance(error, Unreadable | OSError) else "This is no extract of a record."
            raise CommandError(str(sentence)) from error
        for fault in faults:
            self.stderr.write(fault)
        subject = f"{said['subject_kind']}:{said['subject_id']}"
        self.stdout.write(
            f"{subject}: {len(said['entries'])} entries, {len(said['checkpoints'])} checkpoints,"
            f" {len(faults)} faults."
        )
        if faults:
            raise SystemExit(1)
