"""No process outlives the command that started it."""

import os
import signal
import subprocess
import sys
import time

from devstack import processes
from devstack.folders import ROOT

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(60)"
)
LAUNCHER = (
    "import os, subprocess, time; from pathlib import Path; from devstack import processes;"
    "child = processes.spawn(['sleep', '60'], env=os.environ, output=subprocess.DEVNULL, cwd=Path('/'));"
    "print(child.pid, flush=True); time.sleep(60)"
)


def spawn(*command):
    return processes.spawn(command, env=os.environ, output=subprocess.PIPE, cwd=ROOT)


def test_a_child_dies_with_its_launcher_even_when_that_is_killed():
    launcher = spawn(sys.executable, "-c", LAUNCHER)
    child = int(launcher.stdout.readline())
    assert processes.is_running(child)

    launcher.kill()
    launcher.communicate()

    assert processes.wait_until(lambda: not processes.is_running(child), seconds=5)


def test_a_process_that_ignores_the_request_to_end_is_killed():
    stubborn = spawn(sys.executable, "-c", STUBBORN)
    stubborn.stdout.readline()

    processes.end(stubborn, patience=0.2)

    assert stubborn.returncode == -signal.SIGKILL
    stubborn.stdout.close()


def test_what_an_ended_process_left_in_its_group_is_ended_too():
    parent = spawn("sh", "-c", "sleep 60 & echo $!; exit 0")
    left = int(parent.stdout.readline())

    processes.finish(parent, patience=5)

    assert processes.wait_until(lambda: not processes.is_running(left), seconds=5)
    parent.stdout.close()


def test_a_process_that_ended_and_was_not_waited_for_does_not_count_as_running():
    ended = spawn("true")
    assert processes.wait_until(lambda: not processes.is_running(ended.pid), seconds=5)
    ended.communicate()


def test_this_process_runs_and_number_zero_does_not():
    assert processes.is_running(os.getpid())
    assert not processes.is_running(0)


def test_the_command_line_of_a_process_is_told_in_its_parts():
    sleeper = spawn("sleep", "60")

    assert processes.command_line(sleeper.pid) == ["sleep", "60"]
    processes.end(sleeper)
    assert processes.command_line(sleeper.pid) == []
    sleeper.stdout.close()


def test_a_pid_file_without_a_number_names_nobody(tmp_path):
    (tmp_path / "torn.pid").write_text("")
    (tmp_path / "whole.pid").write_text("812\n/data\n")

    assert [processes.pid_in(tmp_path / name) for name in ("none.pid", "torn.pid", "whole.pid")] == [
        0,
        0,
        812,
    ]


def test_waiting_ends_with_the_time_and_says_so():
    began = time.monotonic()

    assert not processes.wait_until(lambda: False, seconds=0.1)
    assert 0.1 <= time.monotonic() - began < 2
