"""Say of every line whether its link is public: ``classify_links [FILE]``."""

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from json.encoder import encode_basestring_ascii as quoted
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils.translation import gettext as _

from channels_registry.domain.gate import HostTable, Judgement, judge_line
from channels_registry.domain.hosts import host_table

if TYPE_CHECKING:
    from io import BufferedReader

_PIECE = 1 << 16


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
            for lines in _lines(options["file"]):
                self.stdout.write("\n".join(_as_json(judge_line(line, hosts)) for line in lines))
                self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough. Python would complain once more at its
            # end, when it empties what is left for the same pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _hosts(self) -> HostTable:
        try:
            return host_table()
        except (Error, ImproperlyConfigured):
            self.stderr.write(_("No database: only the hosts of the well-known services are known."))
            return HostTable.builtin()


def _lines(path: Path | None) -> Iterator[list[str]]:
    """Yield the lines that are not empty, as many at once as have come.

    A pipe gives what was written to it so far: each answer goes out before more is
    waited for, and a file is read in large pieces.
    """
    if not path and not sys.stdin:
        raise CommandError(_("There is no standard input. Name a file."))
    try:
        with path.open("rb") if path else nullcontext(sys.stdin.buffer) as stream:
            reader = cast("BufferedReader", stream)
            begun: list[bytes] = []
            while piece := reader.read1(_PIECE):
                head, newline, tail = piece.rpartition(b"\n")
                if newline:
                    if lines := _texts(b"".join([*begun, head])):
                        yield lines
                    begun = []
                begun.append(tail)
            if lines := _texts(b"".join(begun)):
                yield lines
    except OSError as error:
        raise CommandError(_("Cannot read the links: %(error)s") % {"error": error}) from error


def _texts(raw: bytes) -> list[str]:
    lines = raw.decode("utf-8", errors="replace").split("\n")
    texts = (line.removeprefix("\ufeff").rstrip("\r\n") for line in lines)
    return [text for text in texts if text and not text.isspace()]


def _as_json(judgement: Judgement) -> str:
    """Return the line of the contract; in ASCII, so that no locale and no direction mark spoils it."""
    return (
        f'{{"url": {quoted(judgement.url)}, "verdict": "{judgement.verdict.value}", '
        f'"platform": {quoted(judgement.platform)}, "kind": "{judgement.kind}", '
        f'"key": {quoted(judgement.key)}, "reason": "{judgement.reason.value}"}}'
    )
