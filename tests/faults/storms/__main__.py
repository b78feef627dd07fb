"""``python -m tests.faults.storms``: each storm in turn on servers of its own, a JSON object a storm."""

import argparse
import atexit
import os
import signal
import sys
import time
import traceback

import django

from tests.faults.storms.arena import Arena
from tests.faults.storms.telling import outcome, say

parser = argparse.ArgumentParser(prog="python -m tests.faults.storms")
parser.add_argument("--size", choices=("quick", "full", "long"), default="quick")
parser.add_argument("--only", action="append", metavar="NAME", help="this storm; may be given again")
parser.add_argument("--seed", type=int, default=1, help="of what is random (1)")
options = parser.parse_args()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
arena = Arena()
atexit.register(arena.end)
arena.complete("-m", "devstack.prepare", "--no-demo")
django.setup()

from tests.faults.storms.all_storms import STORMS  # noqa: E402  models need the set-up above
from tests.faults.storms.crowd import empty_everything  # noqa: E402


def main() -> int:
    """Let every storm that is wanted blow; 1 where any left a fault."""
    unknown = set(options.only or ()) - STORMS.keys()
    if unknown:
        say(f"There is no storm {', '.join(sorted(unknown))}; there are {', '.join(STORMS)}.")
        return 2
    return max([blow(name) for name in options.only or STORMS], default=0)


def blow(name: str) -> int:
    """One storm and its line."""
    storm = STORMS[name]
    say(f"{name}, {options.size}")
    began = time.monotonic()
    arena.end_programs(*storm.beside)  # the others may go on with this storm
    empty_everything()
    try:
        said = storm.blow(arena, {**storm.size(options.size), "seed": options.seed}).said()
    except Exception:  # the others still have something to tell
        said = {"faults": {"raised": [1, traceback.format_exc()[-2000:], *arena.last_words()]}}
    outcome(name, options.size, time.monotonic() - began, said)
    return int(bool(said["faults"]))


sys.stdout.flush()
code = main()
arena.end()
os._exit(code)
