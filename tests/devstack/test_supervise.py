"""Parts that die are started again, ever more slowly; servers end last."""

import signal
from dataclasses import dataclass

import pytest

from devstack import processes
from devstack.folders import DataFolder
from devstack.health import Health, Pace
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
    health: Health | None = None

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


def failing(supervisor, *, well_before):
    part = supervisor.start(Script("web", "sleep 60", health=Health(lambda pid: False, "is deaf")), ENV)
    pid = part.process.pid
    if well_before:
        part.hear(True, pid, 50.0)
    part.hear(False, pid, 100.0)
    part.hear(False, pid, 110.0)
    return part, pid


@pytest.mark.parametrize(("well_before", "patience"), [(True, 20.0), (False, 90.0)])
def test_a_part_that_fails_its_checks_is_ended_when_patience_is_over(
    supervisor, capsys, well_before, patience
):
    part, pid = failing(supervisor, well_before=well_before)

    supervisor.look(100.0 + patience - 0.1)
    assert processes.is_running(pid)
    supervisor.look(100.0 + patience)

    assert not processes.is_running(pid)
    said = capsys.readouterr().err
    assert said.startswith(f"web is deaf; it was ended, starts again in 0.5 s. {part.log} ends with:")
    supervisor.look(101.0 + patience)
    assert (part.is_alive, part.was_well, part.failing_since) == (True, False, None)


@pytest.mark.parametrize("answer", [True, None])
def test_an_answer_that_is_no_failure_begins_the_count_anew(supervisor, answer):
    part, pid = failing(supervisor, well_before=True)
    part.hear(answer, pid, 119.0)
    part.hear(False, pid, 119.5)

    supervisor.look(125.0)

    assert processes.is_running(pid)


def test_an_answer_about_an_earlier_process_is_not_held_against_this_one(supervisor):
    part, pid = failing(supervisor, well_before=True)
    part.hear(True, pid, 111.0)
    part.hear(False, pid + 1, 112.0)

    assert part.failing_since is None


def test_a_part_that_cannot_be_started_is_tried_again_and_the_others_go_on(supervisor, capsys):
    part = supervisor.start(Script("web", "exit 3"), ENV)
    part.process.wait()
    supervisor.look(part.started_at + 1)

    def refuse():
        raise Refused("an earlier one does not end")

    part.program.prepare = refuse
    supervisor.look(part.started_at + 2)

    assert (part.process, part.failures) == (None, 2)
    assert (
        "web cannot be started (an earlier one does not end), starts again in 1 s." in capsys.readouterr().err
    )


def test_a_part_is_asked_how_it_is_while_it_is_watched(tmp_path):
    data = DataFolder(tmp_path)
    data.make()
    supervisor = Supervisor(data, Pace(every=0.01, patience=0.0, patience_at_start=0.0))
    part = supervisor.start(Script("web", "sleep 60", health=Health(lambda pid: False, "is deaf")), ENV)
    first = part.process.pid

    def until_it_was_started_again():
        if part.process is not None and part.process.pid != first:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        supervisor.watch(beside=until_it_was_started_again)
    supervisor.end_all()
    assert not data.running.exists()


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
