import socket
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection

from kernel.clock import database_now
from operations.domain.canaries import note_asked, state_of
from operations.tasks import consume_own_queue, introduce, stamp_canary
from takedown.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


def unanswered(worker: str) -> int | None:
    state = state_of(worker, now=database_now())
    return None if state is None else state.unanswered


def test_the_task_stamps_the_worker_that_ran_it_whatever_it_is_told() -> None:
    introduce(socket.gethostname())
    note_asked(worker=socket.gethostname())
    assert unanswered(socket.gethostname()) == 1
    stamp_canary.apply(kwargs={"worker": "another", "of_a_newer_version": True})
    assert (unanswered(socket.gethostname()), unanswered("another")) == (0, None)


def test_a_worker_that_has_begun_is_known_before_it_was_asked() -> None:
    introduce("desk7@host")
    assert unanswered("desk7@host") == 0


def test_a_worker_consumes_its_own_queue_beside_those_it_was_given() -> None:
    with app.connection_for_read():
        app.amqp.queues.select("deadlines")
        try:
            consume_own_queue("desk7@host", SimpleNamespace(app=app))
            assert set(app.amqp.queues.consume_from) == {"deadlines", "canary.desk7@host"}
        finally:
            del app.amqp.queues


def test_a_worker_that_began_while_the_database_was_away_is_known_when_it_is_back(monkeypatch) -> None:
    monkeypatch.setattr("operations.tasks.AGAIN_AFTER", 0.01)
    connection.ensure_connection()  # this thread's own stays
    there = connection.settings_dict["NAME"]
    monkeypatch.setitem(connection.settings_dict, "NAME", "no_such_database")
    introducing = Thread(target=introduce, args=("desk7@host",))
    introducing.start()
    try:
        introducing.join(timeout=0.5)
        assert (introducing.is_alive(), unanswered("desk7@host")) == (True, None)
    finally:
        connection.settings_dict["NAME"] = there
        introducing.join(timeout=20)
    assert (introducing.is_alive(), unanswered("desk7@host")) == (False, 0)
