"""A web server that is killed, and programs that ask again: each deed once, whatever was answered."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.models import Case, Item
from devstack.stack import free_port
from operations.models import RepeatableRequest
from tests.api.test_journey import report_on
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import make_token
from tests.faults.conftest import Runners

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
DEEDS, CLIENTS = 60, 6
Answer = tuple[int, str]  # status and code; 0 where the connection broke


def web(runners: Runners, port: int) -> subprocess.Popen[bytes]:
    process = runners.start(
        "-m", "gunicorn", "takedown.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"
    )  # fmt: skip
    for _ in range(200):
        if ask(port, "", 0, {})[0]:
            return process
        time.sleep(0.1)
    raise AssertionError(runners.logs())


def ask(port: int, secret: str, number: int, body: object) -> Answer:
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"deed-{number}",
    }
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("POST", "/api/v1/cases/", json.dumps(body), headers)
        answer = link.getresponse()
        said = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, ""
    finally:
        link.close()
    return answer.status, said.get("code", "")


def filed_by_all(port: int, secret: str, desk: Desk) -> list[Answer]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(
            clients.map(
                lambda number: ask(port, secret, number, report_on(desk, f"room/{number}")), range(DEEDS)
            )
        )


def cases_by_link() -> Counter[str]:
    with acting_as(COMMAND):
        return Counter(Item.objects.values_list("url", flat=True))


def test_a_server_killed_amid_deeds_leaves_each_done_once_when_it_is_asked_again(runners: Runners) -> None:
    desk = make_desk()
    _token, secret = make_token(desk.analyst)
    port = free_port()
    server = web(runners, port)
    with ThreadPoolExecutor(1) as waiting:
        first = waiting.submit(filed_by_all, port, secret, desk)
        while RepeatableRequest.objects.count() < DEEDS // 4:
            time.sleep(0.005)
        for worker in children_of(server.pid):
            os.kill(worker, signal.SIGKILL)
        server.kill()
        answers = first.result()
    assert (0, "") in answers, "the server was killed too late to tell anything"
    done = cases_by_link()
    with acting_as(COMMAND):
        kept = Case.objects.count()
    assert RepeatableRequest.objects.count() == kept

    web(runners, port)
    again = filed_by_all(port, secret, desk)
    # What was done and not answered is answered now, as it was then.
    assert set(again) == {(201, "")}
    assert set(cases_by_link().values()) == {1}
    assert len(cases_by_link()) == DEEDS
    assert len(done) <= DEEDS


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(line) for line in listed.stdout.split()]


def test_the_same_request_from_many_at_once_acts_once(runners: Runners) -> None:
    desk = make_desk()
    _token, secret = make_token(desk.analyst)
    port = free_port()
    web(runners, port)
    with ThreadPoolExecutor(8) as clients:
        answers = Counter(clients.map(lambda _: ask(port, secret, 1, report_on(desk)), range(16)))
    assert set(answers) == {(201, "")}
    with acting_as(COMMAND):
        assert Case.objects.count() == 1
