"""The sweep-up and a verb at the same object: whoever comes first wins, and nothing is half."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.domain.acting import acting_as
from cases.domain.depositing import UNHELD_FOR, hand_over
from cases.domain.originals import hold
from cases.domain.sweeping_up import sweep_up
from cases.models import Deposit
from tests.factories.cases import NOON, save_draft
from tests.factories.desk import make_desk
from tests.factories.files import new_file
from tests.factories.object_store import Objects, keep_in, running_store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(settings: Settings) -> Iterator[Objects]:
    with running_store() as objects:
        keep_in(objects, settings)
        yield objects


def test_what_a_verb_is_just_about_to_hold_is_not_swept_up(store: Objects) -> None:
    desk = make_desk()
    report = save_draft(desk)
    files = hand_over(actor=desk.analyst, files=[new_file()], report=report.reference, now=NOON).files
    held, go_on = threading.Event(), threading.Event()

    def attach_slowly() -> None:
        try:
            with acting_as(desk.analyst):
                hold(files)
                held.set()
                go_on.wait(timeout=30)
        finally:
            connection.close()

    verb = threading.Thread(target=attach_slowly)
    verb.start()
    assert held.wait(timeout=30)
    try:
        assert sweep_up(clock=lambda: NOON + UNHELD_FOR) == 0
    finally:
        go_on.set()
        verb.join()
    assert sweep_up(clock=lambda: NOON + UNHELD_FOR) == 0
    assert (store.names(), Deposit.objects.get().keep_until) == ([files[0].sha256], None)
