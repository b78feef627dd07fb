"""An upload that breaks off leaves nothing: a connection that ends, and a web process that is killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from audit.models import Entry
from cases.models import Evidence, EvidenceChunk
from devstack.stack import free_port
from kernel.files import FILE_BYTES
from operations.models import RepeatableRequest
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import make_token
from tests.faults.conftest import ROOT, database_url

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
BOUNDARY = "cut-here"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def web(scratch: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A web server of its own on the tests' database, whose temporary files can be looked at."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "takedown.settings.test",
        "TMPDIR": str(scratch),
    }
    command = [sys.executable, "-m", "gunicorn", "takedown.wsgi", f"--bind=127.0.0.1:{port}", "--threads=2"]
    server = subprocess.Popen([*command, "--no-control-socket"], env=env, cwd=ROOT, start_new_session=True)
    try:
        _wait_until_it_answers(port)
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_until_it_answers(port: int) -> None:
    for _ in range(600):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/accounts/login/")
            asked.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            asked.close()
    raise AssertionError("the web server does not answer")


def by_page(desk: Desk, reference: str) -> tuple[str, str]:
    """Return the first lines of an upload by the page's form, and the field it begins with."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=desk.analyst.user_id))
    client.get("/profile/")
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    said = "; ".join(f"{name}={value}" for name, value in cookies.items())
    token = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
    lines = f"POST /cases/{reference}/evidence/ HTTP/1.1\r\nCookie: {said}\r\n"
    return lines, f"{token}{cookies['csrftoken']}\r\n"


def by_program(desk: Desk, reference: str) -> tuple[str, str]:
    """Return the first lines of an upload by a program; no field comes before its files."""
    _token, secret = make_token(desk.analyst)
    said = f"Authorization: Bearer {secret}\r\nIdempotency-Key: once\r\n"
    return f"POST /api/v1/cases/{reference}/evidence/ HTTP/1.1\r\n{said}", ""


Way = Callable[[Desk, str], tuple[str, str]]
WAYS = [by_page, by_program]


def begun(lines: str, field: str, port: int) -> socket.socket:
    """Send half of an upload and leave the connection open."""
    head = (
        f'{field}--{BOUNDARY}\r\nContent-Disposition: form-data; name="uploads"; filename="whole.txt"\r\n'
        "Content-Type: text/plain\r\n\r\nA whole file.\r\n"
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="uploads"; filename="half.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    ).encode()
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    line.sendall(
        (
            f"{lines}Host: 127.0.0.1:{port}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {FILE_BYTES}\r\n\r\n"
        ).encode()
        + head
        + b"x" * (FILE_BYTES // 2)
    )
    return line


def _left(scratch: Path) -> list[object]:
    with acting_as(COMMAND):
        return [
            Evidence.objects.count(),
            EvidenceChunk.objects.count(),
            Entry.objects.filter(verb="add_evidence").count(),
            RepeatableRequest.objects.count(),
            sorted(path.name for path in scratch.rglob("*") if path.is_file() and path.stat().st_size),
        ]


@pytest.mark.parametrize("way", WAYS)
def test_a_connection_that_ends_in_the_middle_leaves_nothing(
    web: tuple[subprocess.Popen[bytes], int], scratch: Path, way: Way
) -> None:
    desk = make_desk()
    line = begun(*way(desk, make_sent_case(desk).reference), web[1])
    line.shutdown(socket.SHUT_WR)
    assert line.recv(4096)[:12] in (b"HTTP/1.1 403", b"HTTP/1.1 400", b"")
    line.close()
    assert _left(scratch) == [0, 0, 0, 0, []]


@pytest.mark.parametrize("way", WAYS)
def test_a_web_process_that_is_killed_in_the_middle_leaves_nothing(
    web: tuple[subprocess.Popen[bytes], int], scratch: Path, way: Way
) -> None:
    desk = make_desk()
    line = begun(*way(desk, make_sent_case(desk).reference), web[1])
    time.sleep(0.5)  # the half that was sent is read by now, or it is not: either way nothing is left
    os.killpg(web[0].pid, signal.SIGKILL)
    web[0].wait()
    line.close()
    assert _left(scratch) == [0, 0, 0, 0, []]
