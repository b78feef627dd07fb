"""How long an analyst waits until a sheet of 10,000 rows stands as drafts.

From the upload, as his browser sends it, over the check of every row to the last draft, by
the real loop on a database of its own that keeps what it has committed. The floor does the
least that could be done with the same rows: read the file and copy them into a table.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping

from devstack import processes
from devstack.folders import ROOT, DataFolder
from devstack.install import PYTHON
from devstack.progress import Refused
from devstack.servers import start_servers, temporary_folder
from devstack.supervise import Supervisor

RUNS = 3
ROWS = 10_000
PATIENCE = 120.0  # seconds for a run
Measured = tuple[str, list[float], str, int, float | None]


def measure() -> Iterator[Measured]:
    """The one figure with its floor: name, values of the runs, unit, rows, floor."""
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr)
    folder = temporary_folder()
    data = DataFolder(folder)
    data.make()
    supervisor = Supervisor(data)
    loop: subprocess.Popen[bytes] | None = None
    try:
        addresses = start_servers(supervisor, data, given={}, durable=True)
        env = {
            **os.environ,
            **addresses,
            "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
            "TAKEDOWN_DATA": str(folder),
        }
        _run(["-m", "devstack.prepare", "--no-demo"], env)
        loop = processes.spawn(
            [PYTHON, "manage.py", "enforce_deadlines"], env=env, output=subprocess.DEVNULL, cwd=ROOT
        )
        said = _run(["-m", "devstack.bench_sheet_desk", str(ROWS), str(RUNS), str(PATIENCE)], env)
        seconds = json.loads(said.strip().split("\n")[-1])
    finally:
        if loop is not None:
            processes.end(loop)
        supervisor.end_all()
        shutil.rmtree(folder, ignore_errors=True)
    yield "import_time", seconds["import"], "s", ROWS, round(statistics.median(seconds["floor"]), 3)


def _run(arguments: list[str], env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [str(PYTHON), *arguments], env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"The bench's desk failed:\n{done.stderr[-2000:]}")
    return done.stdout
