"""Rounds at once: one drill a period, each case erased once, whoever comes round."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.domain.acting import COMMAND, acting_as
from audit.domain.verifying import verify
from audit.models import Entry
from cases.domain.drilling import drill
from cases.domain.erasing import erase
from cases.domain.retention import order_erasure, place_hold
from cases.domain.withdrawing import withdraw
from cases.models import Case, Erasure
from channels_registry.models import Drill, Platform
from kernel.clock import database_now
from kernel.errors import Conflict
from notifications.models import Outbox
from sla.models import Category
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_operator
from tests.factories.platforms import make_contact, make_platform

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
RUNNERS = 8


def at_once(*jobs: Callable[[], object]) -> None:
    def closing(job: Callable[[], object]) -> None:
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        for done in [threads.submit(closing, job) for job in jobs]:
            done.result()


def test_eight_runners_send_one_test_a_service_and_period() -> None:
    now = database_now()
    for _service in range(12):
        make_contact(make_platform(make_operator()))
    Platform.objects.update(drill_every_days=7, drill_next_at=now)
    at_once(*[lambda: [drill(now=now) for _round in range(5)]] * RUNNERS)
    assert (Drill.objects.count(), Outbox.objects.filter(kind="drill").count()) == (12, 12)
    late = now + timedelta(hours=25)
    at_once(*[lambda: [drill(now=late) for _round in range(5)]] * RUNNERS)
    assert Entry.objects.filter(verb="drill_unanswered").count() == 12
    assert verify().faults == []


def test_runners_that_erase_at_once_erase_each_case_once_and_none_that_is_held() -> None:
    desk, then = make_desk(), database_now() - timedelta(days=3)
    Category.objects.update(retention_days=1)
    cases = [ended(desk, then, number) for number in range(25)]
    now = database_now()
    order_erasure(actor=desk.supervisor, until=now, now=now)

    def hold() -> None:
        for case in cases[::5]:
            try:
                place_hold(actor=desk.supervisor, reference=case.reference, reason="A trial.", now=now)
            except Conflict:
                continue  # erased first

    def rounds() -> None:
        for _round in range(12):
            erase(now=now)

    at_once(hold, *[rounds] * 4)
    with acting_as(COMMAND):
        erased = Case.objects.exclude(erased_at=None).count()
        held = Case.objects.filter(holds__isnull=False).count()
        both = Case.objects.filter(holds__isnull=False).exclude(erased_at=None).count()
    assert (erased + held, both) == (len(cases), 0)
    assert Entry.objects.filter(subject_kind="case", verb="erase").count() == erased
    assert (Erasure.objects.get().done, verify().faults) == (erased, [])


def ended(desk: Desk, then: datetime, number: int) -> Case:
    case = make_sent_case(desk, [f"room/{number}"], now=then)
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=then)
    return case
