"""What is asked of running parts, of a web that answers as it is told to."""

import json
import os
import signal
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from devstack import health, processes
from devstack.health import Pace, Status
from devstack.stack import free_port

HOST = socket.gethostname()
PACE = Pace(every=0.0, silence=60.0)


class Web:
    """Answers every path with one code and body, and keeps what it was asked."""

    def __init__(self):
        self.code, self.told, self.asked = 200, {}, []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((self.path, self.headers.get("Authorization")))
                self.send_response(web.code)
                self.end_headers()
                self.wfile.write(json.dumps(web.told).encode())

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def end(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def web():
    web = Web()
    yield web
    web.end()


def answer(web, part, told, code=200):
    web.told, web.code = told, code
    status = Status(web.port, "token", PACE)
    ask = {"loop": status.of_loop(), "beat": status.of_beat(), "worker": status.of_worker("desk1")}[part].ask
    return ask(os.getpid())


def test_a_web_that_answers_livez_works_and_no_other(web):
    assert health.of_web(web.port).ask(os.getpid()) is True
    web.code = 500
    assert health.of_web(web.port).ask(os.getpid()) is False
    assert health.of_web(free_port()).ask(os.getpid()) is False
    assert {path for path, _ in web.asked} == {"/livez"}


def test_a_web_whose_head_is_stopped_does_not_work(web):
    head = subprocess.Popen(["sleep", "60"])
    head.send_signal(signal.SIGSTOP)
    assert processes.wait_until(lambda: processes.is_stopped(head.pid), seconds=5)
    assert health.of_web(web.port).ask(head.pid) is False
    head.kill()
    head.wait()


@pytest.mark.parametrize(("age", "works"), [(60.0, True), (60.5, False)])
@pytest.mark.parametrize(("part", "work"), [("loop", "sweep"), ("beat", "beat")])
def test_a_runner_works_while_its_own_heartbeat_is_young(web, part, work, age, works):
    runners = {
        f"{part}@{HOST}:{os.getpid()}": age,
        f"{part}@{HOST}:1": 0.0,
        f"{part}@other:{os.getpid()}": 0.0,
    }
    assert answer(web, part, {work: {"runners": runners}}, code=503) is works


def test_a_loop_that_was_never_seen_does_not_work_and_of_beat_it_cannot_be_told(web):
    told = {"sweep": {"runners": {}}, "beat": {"runners": {}}}
    assert (answer(web, "loop", told), answer(web, "beat", told)) == (False, None)


@pytest.mark.parametrize(
    ("canary", "works"),
    [
        ({"age": 0.0, "silent": False}, True),
        ({"age": 900.0, "silent": True}, False),
        ({"age": 10**9, "silent": False}, None),  # of an earlier process; this one has not begun yet
    ],
)
def test_a_worker_works_unless_its_canary_is_silent(web, canary, works):
    assert answer(web, "worker", {"canaries": {f"desk1@{HOST}": canary}}) is works


@pytest.mark.parametrize("part", ["loop", "beat", "worker"])
@pytest.mark.parametrize(("told", "code"), [({"status": "database"}, 503), ("an error", 500)])
def test_nothing_is_told_of_a_part_while_the_database_or_the_web_is_away(web, part, told, code):
    assert answer(web, part, told, code) is None


def test_one_question_with_the_token_serves_a_whole_round(web):
    status = Status(web.port, "token", Pace(every=60.0))
    status.told()
    status.told()
    assert web.asked == [("/statusz", "Bearer token")]
