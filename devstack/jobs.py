"""Running chains of commands side by side, with one line for each when it is finished."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from devstack import processes
from devstack.folders import ROOT
from devstack.progress import Refused, done, say

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Chain:
    """Commands that follow each other under one title; ``finished`` runs when the last succeeded."""

    title: str
    commands: Sequence[Command]
    finished: Callable[[], None]


class Running:
    """A chain on its way."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.rest = list(chain.commands)
        self.began = time.monotonic()
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the chain
        self.process: subprocess.Popen[bytes] | None = None
        say(f"  {chain.title} ...")
        self._next()

    def _next(self) -> None:
        self.process = processes.spawn(
            self.rest.pop(0), env=os.environ, output=self.output.fileno(), cwd=ROOT
        )

    def is_over(self) -> bool:
        """Move on if the present command has ended. Raises Refused, with its output, if it failed."""
        if self.process is None:
            return True
        code = self.process.poll()
        if code is None:
            return False
        if code:
            self.output.seek(0)
            said = self.output.read().decode(errors="replace").strip()
            raise Refused(f"{self.chain.title} failed:\n{said}")
        if self.rest:
            self._next()
            return False
        self.process = None
        self.chain.finished()
        done(self.chain.title, time.monotonic() - self.began)
        return True

    def end(self) -> None:
        """End what runs: the command was interrupted."""
        if self.process is not None:
            processes.end(self.process)
            self.process = None


def wait_for(chain: Running | None, *, meanwhile: Running | None = None) -> None:
    """Wait until ``chain`` is over, and let another move on meanwhile. Raises Refused if one fails."""
    try:
        while chain is not None and not chain.is_over():
            if meanwhile is not None:
                meanwhile.is_over()
            time.sleep(0.02)
    except BaseException:
        for each in (chain, meanwhile):
            if each is not None:
                each.end()
        raise
