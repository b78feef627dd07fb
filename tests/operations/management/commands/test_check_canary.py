import signal
import socket
import subprocess
from datetime import timedelta

import pytest
from django.core.management import call_command

from kernel.clock import database_now
from operations.domain.canaries import UNANSWERED, note_asked, stamp_canary

pytestmark = pytest.mark.django_db


def seen(worker: str, *, seconds: int, hints: int) -> None:
    stamp_canary(worker=worker, now=database_now() - timedelta(seconds=seconds))
    for _ in range(hints):
        note_asked(worker=worker)


def checked(capsys, *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("check_canary", *arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_worker_that_consumes_is_told_with_its_age(capsys) -> None:
    seen("desk1@there", seconds=20, hints=1)
    assert checked(capsys, "--worker", "desk1@there") == (0, "desk1@there: 20 s\n", "")


def test_a_name_without_a_host_is_a_worker_of_this_host(capsys) -> None:
    own = f"celery@{socket.gethostname()}"
    seen(own, seconds=0, hints=0)
    assert checked(capsys) == (0, f"{own}: 0 s\n", "")


def test_a_worker_that_consumes_nothing_is_told_by_exit_code_one(capsys) -> None:
    seen("desk1@there", seconds=70, hints=UNANSWERED)
    said = "desk1@there: 70 s, 4 hints unanswered\n"
    assert checked(capsys, "--worker", "desk1@there") == (1, "", said)
    assert checked(capsys, "--worker", "desk1@there", "--older-than", "90") == (
        0,
        "desk1@there: 70 s\n",
        "",
    )


def test_a_worker_that_was_never_here_is_told_by_exit_code_one(capsys) -> None:
    assert checked(capsys, "--worker", "desk1@there") == (1, "", "desk1@there: never seen\n")


def test_the_process_of_a_worker_that_consumes_nothing_is_asked_to_end_and_of_no_other(capsys) -> None:
    worker = subprocess.Popen(["sleep", "60"])
    arguments = ("--worker", "desk1@there", "--end", str(worker.pid))
    seen("desk1@there", seconds=70, hints=UNANSWERED - 1)
    assert checked(capsys, *arguments)[0] == 0
    assert worker.poll() is None

    note_asked(worker="desk1@there")
    assert checked(capsys, *arguments)[0] == 1
    assert worker.wait(timeout=10) == -signal.SIGTERM
