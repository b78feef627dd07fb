"""What a storm says: its progress to whoever watches, its outcome as one JSON object a line."""

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

_BEGAN = time.monotonic()


def say(words: str) -> None:
    """One line of progress."""
    sys.stderr.write(f"{time.monotonic() - _BEGAN:7.1f} s  {words}\n")
    sys.stderr.flush()


def outcome(name: str, size: str, seconds: float, said: Mapping[str, Any]) -> None:
    """The line of one storm: sizes, counts, and every kind of fault that was found."""
    line = {
        "bench": "faults",
        "fault": name,
        "size": size,
        "seconds": round(seconds, 1),
        "load": round(os.getloadavg()[0], 2),
        **said,
    }
    sys.stdout.write(f"{json.dumps(line, default=str)}\n")
    sys.stdout.flush()
