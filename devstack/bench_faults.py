"""``./dev bench faults``: the storms of ``tests/faults`` in their whole size, one JSON object a storm.

Whatever dies, every step that was due exists exactly once, nothing else does, no message is
lost and a repeat carries the same key. Ends with 1 where that was not so.
"""

import os
import subprocess
import sys
from collections.abc import Sequence

from devstack import checks
from devstack.folders import ROOT
from devstack.install import PYTHON

NAME = "faults"


def run(*, only: Sequence[str], long: bool) -> int:
    """Let the storms blow, one after another, progress on the error output; the exit code."""
    checks.install_all()
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr, flush=True)
    size = "long" if long else "full"
    chosen = [word for name in only for word in ("--only", name)]
    command = [str(PYTHON), "-m", "tests.faults.storms", "--size", size, *chosen]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
