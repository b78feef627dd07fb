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
from audit.models import Entry
from cases.domain.letters.issuing import ISSUE_LETTER
from cases.domain.letters.typesetting import COMPILER
from cases.enums import LetterKind
from cases.models import Case, Evidence, Item, LetterPdf
from devstack.stack import free_port
from operations.models import RepeatableRequest
from tests.api.test_journey import report_on
from tests.cases.domain.letters.letter_scene import letter_of, opened
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.files import picture
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


def ask(
    port: int, secret: str, number: int, body: object, path: str = "cases/", kind: str = "application/json"
) -> Answer:
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": kind,
        "Idempotency-Key": f"deed-{number}",
    }
    sent = body if isinstance(body, bytes) else json.dumps(body)
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("POST", f"/api/v1/{path}", sent, headers)
        answer = link.getresponse()
        said = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, ""
    finally:
        link.close()
    return answer.status, said.get("code", "") if isinstance(said, dict) else ""


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


def setters_below(pid: int) -> list[int]:
    """The processes in which workers of a server set a letter just now."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    workers = {str(worker) for worker in children_of(pid)}
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return [int(row[0]) for row in rows if row[1] in workers and COMPILER.name in row[2]]


def kept() -> tuple[int, int, int]:
    with acting_as(COMMAND):
        issued = Entry.objects.filter(verb=ISSUE_LETTER).count()
        return RepeatableRequest.objects.count(), LetterPdf.objects.count(), issued


def test_a_server_killed_while_it_sets_a_letter_keeps_nothing_and_many_repeats_issue_it_once(
    runners: Runners,
) -> None:
    desk = make_desk()
    case = opened(desk)
    letter = letter_of(case, LetterKind.ORDER)
    path = f"cases/{case.reference}/letters/{letter.public_id}/pdf/"
    _token, secret = make_token(desk.moderator)
    port = free_port()
    server = web(runners, port)
    with ThreadPoolExecutor(1) as waiting:
        first = waiting.submit(ask, port, secret, 1, {"language": "en"}, path)
        while not setters_below(server.pid):
            assert not first.done(), "it was set before it could be killed"
        for worker in children_of(server.pid):
            os.kill(worker, signal.SIGKILL)
        server.kill()
        assert first.result() == (0, "")
    assert kept() == (0, 0, 0)

    web(runners, port)
    with ThreadPoolExecutor(4) as clients:
        answers = set(clients.map(lambda _: ask(port, secret, 1, {"language": "en"}, path), range(8)))
    assert answers == {(200, "")}
    assert kept() == (1, 1, 1)


def test_the_same_upload_from_many_at_once_is_kept_once(runners: Runners) -> None:
    desk = make_desk()
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    _token, secret = make_token(desk.analyst)
    port = free_port()
    web(runners, port)

    def upload(number: int) -> Answer:
        mark = f"mark-{number}"  # each client has a boundary of its own
        head = 'Content-Disposition: form-data; name="uploads"; filename="seen.png"'
        form = f"--{mark}\r\n{head}\r\n\r\n".encode() + seen + f"\r\n--{mark}--\r\n".encode()
        return ask(port, secret, 1, form, path, f"multipart/form-data; boundary={mark}")

    seen = picture((1200, 900))
    with ThreadPoolExecutor(6) as clients:
        answers = set(clients.map(upload, range(12)))
    assert answers == {(201, "")}
    with acting_as(COMMAND):
        assert (Evidence.objects.count(), RepeatableRequest.objects.count()) == (1, 1)
