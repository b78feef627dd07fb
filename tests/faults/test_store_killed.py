"""A store of originals that dies in the middle of an upload: a sentence, nothing kept, nothing lost."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from accounts.domain.acting import COMMAND, acting_as
from audit.models import Entry
from cases.models import Deposit, Evidence
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.cases import make_sent_case
from tests.factories.desk import make_desk
from tests.factories.object_store import BUCKET, KEY, Objects, running_store
from tests.factories.tokens import make_token

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
DATA = b"Seen at noon. " * 800_000
LET_THROUGH = 3_000_000


@contextmanager
def killed_in_the_middle(objects: Objects) -> Iterator[str]:
    """A way to the store on which the store is killed once a part of the file has come through."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_pass_on, args=(server, objects), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=5)


def _pass_on(server: socket.socket, objects: Objects) -> None:
    while True:
        try:
            here, _address = server.accept()
        except OSError:
            return
        with here:
            try:
                there = socket.create_connection(("127.0.0.1", objects.port), timeout=5)
            except OSError:
                continue
            with there:
                back = threading.Thread(target=_copy, args=(there, here), daemon=True)
                back.start()
                if _copy(here, there) > LET_THROUGH:
                    objects.kill()
                _cut(there, here)
                back.join(timeout=5)


def _cut(*lines: socket.socket) -> None:
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, target: socket.socket) -> int:
    passed = 0
    try:
        while passed <= LET_THROUGH and (data := source.recv(65536)):
            target.sendall(data)
            passed += len(data)
    except OSError:
        pass
    return passed


def keep_at(settings: Settings, address: str) -> None:
    options = {"bucket_name": BUCKET, "endpoint_url": address, "region_name": "us-east-1", **KEY}
    store = {"BACKEND": "takedown.object_store.ObjectStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": store}
    settings.EVIDENCE_STORE = "objects"


def kept() -> tuple[int, int]:
    with acting_as(COMMAND):
        return Evidence.objects.count(), Entry.objects.filter(verb="add_evidence").count()


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("chat.txt", DATA)


def test_a_store_killed_in_the_middle_of_an_upload_costs_a_second_try_and_nothing_else(
    settings: Settings,
) -> None:
    desk = make_desk()
    case = make_sent_case(desk, now=database_now())
    path, program = f"/cases/{case.reference}/evidence/", f"/api/v1/cases/{case.reference}/evidence/"
    headers = {"Authorization": f"Bearer {make_token(desk.analyst)[1]}", "Idempotency-Key": "once"}
    with running_store() as objects, killed_in_the_middle(objects) as address:
        keep_at(settings, address)
        page = browser_of(desk.analyst).post(path, {"uploads": file()})
        said = re.sub(r"\s+", " ", page.content.decode())
        assert (page.status_code, "the store of originals does not answer" in said) == (422, True)
        answer = Client().post(program, {"uploads": file()}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "store_silent")
        assert (kept(), Deposit.objects.exclude(keep_until=None).count()) == ((0, 0), 1)

        objects.start()
        keep_at(settings, objects.url)
        again = Client().post(program, {"uploads": file()}, headers=headers)
        assert (again.status_code, kept()) == (201, (1, 1))
        assert objects.bytes_of(again.json()[0]["sha256"]) == DATA
