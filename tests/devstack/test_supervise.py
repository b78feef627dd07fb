"""Parts that die are started again, ever more slowly; servers end last."""

import signal
from dataclasses import dataclass

import pytest

from devstack import processes
from devstack.folders import DataFolder
from devstack.progress import Refused
from devstack.supervise import Supervisor, pause_before

ENV = {"PATH": "/usr/bin:/bin"}


@dataclass
class Script:
    """A program of one line."""

    name: str
    line: str
    account: None = None
    stop_signal: int = signal.SIGTERM
    patience: float = 5.0

    def prepare(self):
        pass

    def command(self):
        return ["sh", "-c", self.line]


@pytest.fixture
def supervisor(tmp_path):
    data = DataFolder(tmp_path)
    data.make()
    supervisor = Supervisor(data)
    yield supervisor
    supervisor.end_all()


def test_the_pause_doubles_with_every_failure_up_to_half_a_minute():
    assert [pause_before(failures) for failures in (1, 2, 3, 7, 100)] == [0.5, 1.0, 2.0, 30.0, 30.0]


def test_a_part_that_died_is_started_again_after_its_pause_and_not_before(supervisor):
    part = supervisor.start(Script("web", "exit 3"), ENV)
    part.process.wait()
    died = part.started_at + 1

    supervisor.look(died)
    supervisor.look(died + 0.4)
    assert part.process is None
    supervisor.look(died + 0.6)
    assert (part.process is not None, part.failures) == (True, 1)

    part.process.wait()
    supervisor.look(part.started_at + 1)
    assert part.failures == 2


def test_a_part_that_ran_a_minute_starts_from_the_shortest_pause(supervisor):
    part = supervisor.start(Script("web", "exit 3"), ENV)
    part.process.wait()
    part.failures = 5

    supervisor.look(part.started_at + 61)

    assert (part.failures, part.again_at) == (1, part.started_at + 61.5)


def test_a_part_that_never_gets_ready_is_told_with_its_last_words(supervisor):
    part = supervisor.start(Script("web", "echo the port is taken; exit 1"), ENV)

    with pytest.raises(Refused) as refused:
        supervisor.wait_for(part, lambda: False, seconds=5)

    assert str(refused.value) == f"web did not start. {part.log} ends with:\n    the port is taken"


def test_the_servers_end_after_what_uses_them_and_postgres_last(supervisor, tmp_path):
    ended = tmp_path / "ended"
    for name in ("postgres", "valkey", "web", "loop"):
        line = f"trap 'sleep 0.1; echo {name} >> {ended}; exit 0' TERM; echo up; while :; do sleep 0.02; done"
        part = supervisor.start(Script(name, line), ENV)
        assert processes.wait_until(lambda part=part: part.log.read_text() == "up\n", seconds=5)

    supervisor.end_all()

    order = ended.read_text().split()
    assert (sorted(order[:2]), order[2:]) == (["loop", "web"], ["valkey", "postgres"])


def test_every_part_is_gone_after_the_end(supervisor):
    parts = [supervisor.start(Script(name, "sleep 60 & sleep 60"), ENV) for name in ("web", "loop")]
    numbers = [part.process.pid for part in parts]

    supervisor.end_all()

    assert [processes.is_running(number) for number in numbers] == [False, False]
