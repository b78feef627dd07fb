"""What the person at the terminal sees, and the one error that ends a command with a clear line."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refused(Exception):
    """The command cannot go on; the message says why and what to do. Shown without a traceback."""


def say(text: str = "") -> None:
    """Print a line at once, so that a pipe or a log sees it while the work goes on."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a line to standard error."""
    print(text, file=sys.stderr, flush=True)


def done(title: str, seconds: float, *, note: str = "") -> None:
    """Print that a step is finished and what it took."""
    say(f"  {title:<34} {seconds:5.1f} s{'  ' + note if note else ''}")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Time a step and print it when it is finished; a step that raises prints nothing."""
    began = time.monotonic()
    yield
    done(title, time.monotonic() - began)


def tail(log: Path, lines: int = 15, width: int = 200) -> str:
    """The last lines of a log, indented and cut to a width; empty when there is none."""
    if not log.exists():
        return ""
    text = log.read_text(errors="replace").strip().splitlines()[-lines:]
    return "\n".join(f"    {line[:width]}" for line in text)
