"""A desk started by a command, as a person starts it, on a folder and a port of its own."""

import http
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack import processes
from devstack.bench_start import family
from devstack.folders import ROOT
from devstack.health import fetch
from devstack.servers import temporary_folder
from devstack.stack import FIRST_PAGE, free_port

UP = ("dev", "up", "--no-demo")


class Desk:
    """A desk on its way, and what it says. Servers of its own: the tests' addresses are not handed down."""

    def __init__(self, folder: Path, command: Sequence[str] = UP, **settings: str) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self.said = folder / "said"
        own = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
        self.env = {**own, **settings}
        self.command = [sys.executable, *command, "--port", str(self.port), "--data", str(self.data)]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        with self.said.open("wb") as output:
            self.process = processes.spawn(
                self.command, env=self.env, output=output.fileno(), cwd=ROOT, death_signal=signal.SIGINT
            )
        ready = f"Ready: http://127.0.0.1:{self.port}"
        assert processes.wait_until(lambda: self.says(ready), seconds=180), self.said.read_text()

    def says(self, line: str) -> bool:
        return line in self.said.read_text().splitlines()

    def answers(self, path: str = FIRST_PAGE) -> bool:
        status, _ = fetch(self.port, path) or (0, b"")
        return status == http.HTTPStatus.OK

    def told(self, token: str) -> dict[str, Any]:
        """What /statusz tells whoever has the token; nothing where it does not answer."""
        _, body = fetch(self.port, "/statusz", token) or (0, b"{}")
        told: dict[str, Any] = json.loads(body)
        return told

    def everything(self) -> list[int]:
        """Its launcher, what that started, and what that started."""
        return family(self.process.pid)

    def running(self, word: str) -> list[int]:
        """Its processes with this word in their command lines, the first started first."""
        numbers = self.everything()[1:]
        return [number for number in numbers if word in " ".join(processes.command_line(number))]

    def end(self) -> list[int]:
        """End it as Ctrl-C does; what is left of it."""
        everything = self.everything()
        processes.ask(self.process, signal.SIGINT)
        self.process.wait(timeout=60)
        return [number for number in everything if processes.is_running(number)]


@contextmanager
def started(command: Sequence[str] = UP, **settings: str) -> Iterator[Desk]:
    """A desk that is ready; ended afterwards."""
    folder = temporary_folder()
    desk = Desk(folder, command, **settings)
    try:
        yield desk
    finally:
        desk.end()
        shutil.rmtree(folder, ignore_errors=True)
