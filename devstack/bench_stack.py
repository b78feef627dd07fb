"""What the benches that ask over HTTP have in common: servers of their own, a desk, a web server."""

import http.client
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from devstack import processes, programs
from devstack.folders import ROOT, DataFolder
from devstack.install import PYTHON
from devstack.progress import Refused
from devstack.servers import start_servers, temporary_folder
from devstack.stack import free_port
from devstack.supervise import Supervisor

PATIENCE = 60.0
Measured = tuple[str, list[float], str, int, float | None]


@contextmanager
def servers_of_its_own() -> Iterator[dict[str, str]]:
    """Servers that keep what they have committed, gone afterwards. Gives the environment to use them."""
    folder = temporary_folder()
    data = DataFolder(folder)
    data.make()
    supervisor = Supervisor(data)
    try:
        yield {
            **os.environ,
            **start_servers(supervisor, data, given={}, durable=True),
            "DJANGO_SETTINGS_MODULE": "takedown.settings.development",
            "TAKEDOWN_DATA": str(folder),
        }
    finally:
        supervisor.end_all()
        shutil.rmtree(folder, ignore_errors=True)


def made_by(module: str, env: Mapping[str, str]) -> dict[str, Any]:
    """Prepare the database, have a module fill it, and return the JSON that it prints last."""
    run([PYTHON, "-m", "devstack.prepare", "--no-demo"], env)
    said: dict[str, Any] = json.loads(run([PYTHON, "-m", module], env).strip().split("\n")[-1])
    return said


def run(command: list[object], env: Mapping[str, str]) -> str:
    """Run a command and return what it prints. Raises Refused where it fails."""
    done = subprocess.run(
        [str(part) for part in command], env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"The bench's desk could not be made:\n{done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def serving(application: str, env: Mapping[str, str]) -> Iterator[int]:
    """The real web server of the product, or the same server before another application."""
    port = free_port()
    command = [application if part == "takedown.wsgi" else part for part in programs.web(port).command()]
    process = processes.spawn(command, env=env, output=subprocess.DEVNULL, cwd=ROOT)
    try:
        processes.wait_until(lambda: _answers(port) or process.poll() is not None, seconds=PATIENCE)
        yield port
    finally:
        processes.end(process)


def _answers(port: int) -> bool:
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", "/")
        link.getresponse().read()
    except OSError:
        return False
    return True
