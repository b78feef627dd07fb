"""How a part shows that it works: what runs may still be stopped, hung, or deaf to its queue."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devstack import processes

# Whether the part of this process number works; None where that cannot be told just now.
Ask = Callable[[int], bool | None]
PATIENCE = 5.0  # seconds for one answer


@dataclass(frozen=True)
class Health:
    """A question to a running part, and what is said of one that fails it."""

    ask: Ask
    fails: str


@dataclass(frozen=True)
class Pace:
    """How often the parts are asked, and how long they may fail until they are started again."""

    every: float = 3.0
    patience: float = 20.0
    patience_at_start: float = 90.0  # before the first good answer
    silence: float = 60.0  # the age at which a heartbeat is none
    last_chance: float = 5.0  # for a failing part to end by itself


def fetch(port: int, path: str, token: str = "") -> tuple[int, bytes] | None:
    """Status and body of a page of the desk; None where it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def of_web(port: int) -> Health:
    """The web answers /livez, which touches nothing; its workers would even while their head is stopped."""

    def works(pid: int) -> bool:
        status, _ = fetch(port, "/livez") or (0, b"")
        return status == http.HTTPStatus.OK and not processes.is_stopped(pid)

    return Health(works, "is stopped or does not answer /livez")


class Status:
    """What the desk says of its own engine at /statusz, asked once a round for all parts."""

    def __init__(self, port: int, token: str, pace: Pace) -> None:
        self._port, self._token, self._pace = port, token, pace
        self._asked_at = 0.0
        self._told: Mapping[str, Any] = {}

    def told(self) -> Mapping[str, Any]:
        """Ages and canaries; empty while the web or the database is away."""
        if time.monotonic() - self._asked_at >= self._pace.every:
            status, body = fetch(self._port, "/statusz", self._token) or (0, b"")
            spoken = status in (http.HTTPStatus.OK, http.HTTPStatus.SERVICE_UNAVAILABLE)
            self._told = json.loads(body) if spoken else {}
            self._asked_at = time.monotonic()
        return self._told

    def of_loop(self) -> Health:
        """The loop's heartbeat is young. It needs the database alone: not seen at all is no good answer."""
        return Health(lambda pid: self._beats("sweep", "loop", pid, unseen=False), "has no heartbeat")

    def of_beat(self) -> Health:
        """Beat's heartbeat is young. Before its first it may be waiting for the broker."""
        return Health(lambda pid: self._beats("beat", "beat", pid, unseen=None), "has no heartbeat")

    def of_worker(self, name: str) -> Health:
        """The worker takes what lies in its queue."""
        worker = f"{name}@{socket.gethostname()}"
        return Health(lambda pid: self._consumes(worker, pid), "consumes nothing: its canary is old")

    def _beats(self, work: str, runner: str, pid: int, *, unseen: bool | None) -> bool | None:
        told = self.told()
        if work not in told:
            return None
        age = told[work]["runners"].get(f"{runner}@{socket.gethostname()}:{pid}")
        return unseen if age is None else bool(age <= self._pace.silence)

    def _consumes(self, worker: str, pid: int) -> bool | None:
        canary = self.told().get("canaries", {}).get(worker)
        if canary is None:
            return None
        if canary["silent"]:
            return False
        # An earlier process of this name may have left the canary; this one has not begun yet.
        return True if canary["age"] < processes.age_of(pid) else None
