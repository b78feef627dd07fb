"""What a killed launcher left behind is ended before the next start, and nothing else."""

import json
import signal
import subprocess

import pytest

from devstack import leftovers, processes


@pytest.fixture
def sleeper():
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_a_process_that_is_left_is_ended_even_a_stopped_one(sleeper, tmp_path):
    leftovers.note(tmp_path / "running.json", [sleeper.pid])
    sleeper.send_signal(signal.SIGSTOP)

    leftovers.end(tmp_path / "running.json")

    assert sleeper.wait(timeout=5) == -signal.SIGTERM
    assert not (tmp_path / "running.json").exists()


def test_a_process_that_does_not_heed_the_request_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "PATIENCE", 0.2)
    deaf = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"],
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    assert deaf.stdout.readline() == b"up\n"
    leftovers.note(tmp_path / "running.json", [deaf.pid])

    leftovers.end(tmp_path / "running.json")

    assert deaf.wait(timeout=5) == -signal.SIGKILL
    deaf.stdout.close()


def test_a_process_that_got_the_number_of_a_dead_one_is_left_alone(sleeper, tmp_path):
    born = processes.born_at(sleeper.pid)
    (tmp_path / "running.json").write_text(json.dumps([[sleeper.pid, born - 1]]))

    leftovers.end(tmp_path / "running.json")

    assert sleeper.poll() is None


def test_where_nothing_is_remembered_nothing_is_ended(tmp_path):
    leftovers.end(tmp_path / "running.json")
    (tmp_path / "running.json").write_text("cut off")
    leftovers.end(tmp_path / "running.json")
