"""Say of every line whether its link is public: ``classify_links [FILE]``."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils.translation import gettext as _

from channels_registry.domain.gate import HostTable, Judgement, judge_line
from channels_registry.domain.hosts import host_table


class Command(BaseCommand):
    """Reads lines, writes one JSON object a line; needs no database, uses it where there is one."""

    help = (
        "Read links, one a line, from FILE or standard input; write what the gate says of each as JSON lines."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, or nothing for standard input."""
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge every line that is not empty, in order."""
        hosts = self._hosts()
        try:
            for line in _lines(options["file"]):
                self.stdout.write(_as_json(judge_line(line, hosts)))
                self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough. Python would complain once more at its
            # end, when it empties what is left for the same pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _hosts(self) -> HostTable:
        try:
            return host_table()
        except (Error, ImproperlyConfigured):
            self.stderr.write(_("No database: only Telegram's hosts are known."))
            return HostTable.builtin()


def _lines(path: Path | None) -> Iterator[str]:
    if not path and not sys.stdin:
        raise CommandError(_("There is no standard input. Name a file."))
    try:
        with path.open("rb") if path else nullcontext(sys.stdin.buffer) as stream:
            for raw in stream:
                line = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")
                if line.strip():
                    yield line
    except OSError as error:
        raise CommandError(_("Cannot read the links: %(error)s") % {"error": error}) from error


def _as_json(judgement: Judgement) -> str:
    """Return the line of the contract; in ASCII, so that no locale and no direction mark spoils it."""
    return json.dumps(
        {
            "url": judgement.url,
            "verdict": judgement.verdict,
            "platform": judgement.platform,
            "kind": judgement.kind,
            "key": judgement.key,
            "reason": judgement.reason,
        }
    )
