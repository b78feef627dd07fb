"""A desk heals: what dies, stands still or goes deaf is started again, and nothing outlives the launcher."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from devstack import processes
from devstack.bench_start import parent_of
from devstack.folders import ROOT
from devstack.install import PYTHON
from tests.devstack.started_desk import Desk, started

pytestmark = pytest.mark.faults

QUICK = ("-m", "tests.faults.quick_launcher")
PARTS = {
    "postgres": "postgres -D",
    "valkey": "valkey-server",
    "web": "gunicorn",
    "worker 1": "desk1@",
    "worker 2": "desk2@",
    "beat": "takedown beat",
    "loop": "enforce_deadlines",
}
PATIENCE = 90.0
TOKEN = "for-this-test-only"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with started(QUICK, CANARY_EVERY="1", STATUS_TOKEN=TOKEN) as desk:
        yield desk


def first(desk: Desk, part: str) -> int:
    """The process that the launcher itself started for a part; 0 while there is none."""
    own = [number for number in desk.running(PARTS[part]) if parent_of(number) == desk.process.pid]
    return next(iter(own), 0)


def is_well(desk: Desk) -> bool:
    return all(desk.answers(path) for path in ("/accounts/login/", "/livez", "/readyz", "/statusz"))


def is_settled(desk: Desk) -> bool:
    """Whether every part, as it runs now, has shown that it works."""
    told = desk.told(TOKEN)
    beats = [
        f"{name}@{socket.gethostname()}:{first(desk, name)}" in told.get(work, {}).get("runners", {})
        for work, name in (("sweep", "loop"), ("beat", "beat"))
    ]
    ages = [canary["age"] for canary in told.get("canaries", {}).values()]
    return all(beats) and len(ages) == 2 and max(ages) < 2


def settled(desk: Desk, *parts: str) -> dict[str, int]:
    """The processes of these parts of a desk that has come to rest."""
    assert processes.wait_until(lambda: is_settled(desk), seconds=PATIENCE, pause=0.2), desk.told(TOKEN)
    return {part: first(desk, part) for part in parts}


def assert_renewed(desk: Desk, before: dict[str, int]) -> None:
    def is_renewed() -> bool:
        return all(first(desk, part) not in (0, old) for part, old in before.items()) and is_well(desk)

    assert processes.wait_until(is_renewed, seconds=PATIENCE, pause=0.1), desk.said.read_text()


def control(desk: Desk, *words: str) -> str:
    """What the workers of the desk answer to celery's remote control."""
    addresses = json.loads((desk.data / "addresses.json").read_text())
    env = {**desk.env, "REDIS_URL": addresses["REDIS_URL"], "DATABASE_URL": addresses["DATABASE_URL"]}
    env["DJANGO_SETTINGS_MODULE"] = "takedown.settings.development"
    asked = subprocess.run(
        [PYTHON, "-c", CONTROL, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return asked.stdout


CONTROL = """
import sys
from takedown.celery import app
worker, *queues = sys.argv[1:]
for queue in queues:
    app.control.cancel_consumer(queue, destination=[worker], reply=True, timeout=5)
print(app.control.ping(destination=[worker], timeout=5))
"""


@pytest.mark.parametrize("part", [part for part in PARTS if part != "worker 2"])
def test_a_killed_part_is_started_again_and_the_desk_answers(desk: Desk, part: str) -> None:
    assert processes.wait_until(lambda: first(desk, part) > 0 and is_well(desk), seconds=PATIENCE)
    before = {part: first(desk, part)}
    os.kill(before[part], signal.SIGKILL)
    assert_renewed(desk, before)
    assert f"{part} ended (signal 9), starts again in " in desk.said.read_text()


def test_parts_that_live_and_stand_still_or_consume_nothing_are_started_again(desk: Desk) -> None:
    deaf = f"desk2@{socket.gethostname()}"
    before = settled(desk, "web", "worker 1", "worker 2", "loop")
    assert "pong" in control(desk, deaf, f"canary.{deaf}", "deadlines", "notify")
    for part in ("web", "worker 1", "loop"):
        os.kill(before[part], signal.SIGSTOP)
    assert_renewed(desk, before)
    said = desk.said.read_text()
    for part, what in {
        "web": "is stopped or does not answer /livez",
        "worker 1": "consumes nothing: its canary is old",
        "worker 2": "consumes nothing: its canary is old",
        "loop": "has no heartbeat",
    }.items():
        assert f"{part} {what}; it was ended, starts again in " in said


def test_servers_that_stand_still_are_started_again(desk: Desk) -> None:
    before = settled(desk, "postgres", "valkey")
    for number in before.values():
        os.kill(number, signal.SIGSTOP)
    assert_renewed(desk, before)


def test_a_killed_launcher_leaves_no_process_and_the_next_start_is_clean(desk: Desk) -> None:
    settled(desk)
    everything = desk.everything()
    named = [" ".join(processes.command_line(number)) for number in everything]
    for grandchild in ("gunicorn", "celery", "postgres: "):
        assert sum(grandchild in name for name in named) > 1

    desk.process.kill()
    desk.process.wait()

    left = list(everything)
    assert processes.wait_until(
        lambda: not any(processes.is_running(number) for number in left), seconds=40
    ), [name for number, name in zip(everything, named, strict=True) if processes.is_running(number)]
    desk.start()
    settled(desk)


def test_workers_are_left_alone_while_beat_is_dead(desk: Desk) -> None:
    workers = settled(desk, "worker 1", "worker 2")
    until = time.monotonic() + 8.0  # longer than it takes to find a deaf worker
    while time.monotonic() < until:
        if beat := first(desk, "beat"):
            os.kill(beat, signal.SIGKILL)
        time.sleep(0.05)
    assert {part: first(desk, part) for part in workers} == workers
    assert is_well(desk)
