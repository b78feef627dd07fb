"""Reads docker-compose.yml and the Dockerfile, and plays a service by a process of this machine.

What a service is told stays as it is written, but for where things are: a name of a
container becomes a socket, a folder of the container one of the test.
"""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from devstack import processes

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
_VARIABLE = re.compile(r"\$\{(\w+)(:?[?-])?([^}]*)\}")
_UNITS = {"s": 1.0, "m": 60.0}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill in ``${NAME:?}``, ``${NAME:-default}`` and ``${NAME-default}`` as compose does."""

    def value(found: re.Match[str]) -> str:
        name, how, otherwise = found.groups()
        given = values.get(name)
        if how == ":?":
            assert given, f"{name} has to be given"
            return given
        return otherwise if given is None or (how == ":-" and not given) else given

    return _VARIABLE.sub(value, text)


def variables() -> set[str]:
    """The names that .env may give."""
    return {found[1] for found in _VARIABLE.finditer((ROOT / "docker-compose.yml").read_text())}


def in_image(instruction: str) -> list[list[str]]:
    """What the last stage of the Dockerfile says as a list after this word."""
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    return [json.loads(found) for found in re.findall(rf"^{instruction}\b[^\[\n]*(\[.*\])$", last, re.M)]


def built_by(word: str) -> str:
    """The RUN line of the Dockerfile in which this word stands."""
    [line] = [line for line in re.findall(r"^RUN (.*)$", DOCKERFILE, re.M) if word in line]
    return str(line)


@dataclass
class Player:
    """Plays services. ``places``: what stands in the files, and what it is here."""

    folder: Path
    values: Mapping[str, str]
    places: Mapping[str, str]
    beside: Mapping[str, str]  # told to every process, as the image would
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """The text with the places of this machine."""
        for there, here in self.places.items():
            text = text.replace(there, here)
        return text

    def command(self, name: str) -> list[str]:
        """The command of a service: its own, else that of the image."""
        command = COMPOSE["services"][name].get("command") or in_image("CMD")[0]
        return [self.here(part) for part in command]

    def environment(self, name: str) -> dict[str, str]:
        """What a service is told, and nothing else of what this process knows."""
        told = COMPOSE["services"][name]["environment"]
        return {
            **{key: self.here(filled(value, self.values)) for key, value in told.items()},
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            **self.beside,
        }

    def health(self, name: str) -> list[str]:
        """The command of the health check of a service: its own, else that of the image."""
        own = COMPOSE["services"][name].get("healthcheck")
        command = own["test"][1:] if own else in_image("HEALTHCHECK")[0]
        return [self.here(part) for part in command]

    def run(self, name: str, command: list[str]) -> "subprocess.CompletedProcess[str]":
        """Run a command in the place of a service to its end."""
        return subprocess.run(
            command, env=self.environment(name), cwd=ROOT, capture_output=True, text=True, check=False
        )

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start a service."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.started[name] = processes.spawn(
                self.command(name), env=self.environment(name), cwd=ROOT, output=log.fileno()
            )
        return self.started[name]

    def stop(self, name: str) -> int:
        """Stop a service as compose does; its exit code. It fails when its time of grace is over."""
        service = COMPOSE["services"][name]
        self.started[name].send_signal(signal.Signals[service.get("stop_signal", "SIGTERM")])
        grace = service["stop_grace_period"]
        return self.started[name].wait(timeout=float(grace[:-1]) * _UNITS[grace[-1]])

    def end_all(self) -> None:
        """End what still runs."""
        for process in self.started.values():
            processes.end(process)

    def logs(self) -> str:
        """What they said, for a failed test."""
        return "\n".join(f"{each.name}: {each.read_text()[-2000:]}" for each in self.folder.glob("*.log"))
