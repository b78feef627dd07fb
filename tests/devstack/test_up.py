"""./dev up as a person uses it: one command, one address, Ctrl-C."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from devstack import processes
from devstack.bench_start import family
from devstack.folders import ROOT
from devstack.servers import temporary_folder
from devstack.stack import FIRST_PAGE, free_port

pytestmark = pytest.mark.faults


class Desk:
    """A desk started by ./dev up on a folder and a port of its own."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.port = free_port()
        self.said = folder / "said"
        # Servers of its own: the addresses that the tests run on are not handed down.
        self.env = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
        with self.said.open("wb") as output:
            self.process = processes.spawn(
                self.command(), env=self.env, output=output.fileno(), cwd=ROOT, death_signal=signal.SIGINT
            )

    def command(self):
        return [
            sys.executable,
            ROOT / "dev",
            "up",
            "--no-demo",
            "--port",
            str(self.port),
            "--data",
            self.data,
        ]

    def says(self, line):
        return line in self.said.read_text().splitlines()

    def answers(self, path=FIRST_PAGE):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def running(self, word):
        numbers = family(self.process.pid)
        return [number for number in numbers if word in " ".join(processes.command_line(number))]

    def end(self):
        everything = family(self.process.pid)
        processes.ask(self.process, signal.SIGINT)
        self.process.wait(timeout=60)
        return [number for number in everything if processes.is_running(number)]


@contextmanager
def started():
    folder = temporary_folder()
    desk = Desk(folder)
    try:
        assert processes.wait_until(lambda: desk.says(f"Ready: http://127.0.0.1:{desk.port}"), seconds=120)
        yield desk
    finally:
        desk.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def desk():
    with started() as desk:
        yield desk


def test_a_desk_answers_when_it_says_so_and_ctrl_c_leaves_no_process():
    with started() as desk:
        assert desk.answers()
        assert desk.answers("/static/tabler/css/tabler.min.css")

        assert desk.end() == []
        assert desk.process.returncode == 0
        assert not desk.answers()


def test_a_second_start_on_the_same_data_is_refused_in_one_line_and_the_first_goes_on(desk):
    second = subprocess.run(
        desk.command(), env=desk.env, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert second.returncode == 1
    assert second.stderr == (
        f"Takedown already runs on {desk.data} at http://127.0.0.1:{desk.port}. "
        "End it with Ctrl-C there, or give this one a folder of its own: --data DIR.\n"
    )
    assert desk.answers()


def test_manage_in_a_second_terminal_finds_the_same_database(desk):
    asked = subprocess.run(
        [
            sys.executable,
            ROOT / "dev",
            "manage",
            "shell",
            "-v0",
            "-c",
            "from sla.models import Category as c; print(c.objects.count() > 0)",
        ],
        env={**desk.env, "TAKEDOWN_DATA": str(desk.data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (asked.stdout, asked.returncode) == ("True\n", 0)


@pytest.mark.parametrize(
    "part", ["postgres", "valkey-server", "gunicorn", "celery -A takedown worker", "enforce_deadlines"]
)
def test_a_killed_part_is_started_again_and_the_desk_answers(desk, part):
    assert processes.wait_until(lambda: desk.running(part) != [], seconds=30)
    before = desk.running(part)
    os.kill(before[0], signal.SIGKILL)

    def is_back():
        now = desk.running(part)
        return now != [] and before[0] not in now and desk.answers()

    assert processes.wait_until(is_back, seconds=60, pause=0.2)
