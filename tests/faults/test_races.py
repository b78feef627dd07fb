"""Answers race against several sweepers: each step once, each answer settled one way."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts.domain.acting import COMMAND, acting_as
from audit.domain.verifying import verify
from cases.domain import response, supervision
from cases.domain.sweep import sweep
from cases.enums import CaseState
from cases.models import Case, Clock, Escalation, Parked
from kernel.clock import database_now
from kernel.errors import Conflict
from sla.enums import ClockKind, ClockState
from tests.factories.desk import Desk, make_desk

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

CASES = 60
SWEEPERS = 4


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def closing_its_connection(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()


def swept_until_none_is_left() -> None:
    for _ in range(30):
        sweep(now=database_now(), batch=7)


def answered(desk: Desk, references: list[str]) -> None:
    for reference in references:
        response.acknowledge(actor=desk.moderator, reference=reference, now=database_now())


def extended(desk: Desk, references: list[str]) -> None:
    for reference in references:
        try:
            supervision.extend(
                actor=desk.supervisor,
                reference=reference,
                kind=ClockKind.ACKNOWLEDGE,
                minutes=1,
                reason="Their night.",
                now=database_now(),
            )
        except Conflict:
            continue  # answered first: the clock is no longer open


def test_answers_extensions_and_sweepers_at_once_leave_every_step_exactly_once() -> None:
    desk = make_desk()
    sent = database_now() - timedelta(minutes=60, seconds=1)
    cases = [desk.sent_case(sent) for _ in range(CASES)]
    references = [case.reference for case in cases]
    before = deadlocks()
    jobs: list[Callable[[], None]] = [
        *[swept_until_none_is_left] * SWEEPERS,
        lambda: answered(desk, references[::2]),
        lambda: extended(desk, references),
    ]
    with ThreadPoolExecutor(len(jobs)) as threads:
        for done in [threads.submit(closing_its_connection, job) for job in jobs]:
            done.result()
    sweep(now=database_now())
    assert deadlocks() == before
    assert not Parked.objects.exists()
    with acting_as(COMMAND):
        steps = Counter(Escalation.objects.values_list("clock_id", "run", "step"))
        met = Clock.objects.filter(kind=ClockKind.ACKNOWLEDGE, state=ClockState.MET)
        assert met.count() == len(references[::2])
        fired = Counter(
            Escalation.objects.filter(clock__kind=ClockKind.ACKNOWLEDGE).values_list("step", flat=True)
        )
        states = Counter(Case.objects.values_list("state", flat=True))
    assert set(steps.values()) == {1}
    assert fired == {"half": CASES, "deemed-receipt": CASES, "breach": CASES}
    assert states == {CaseState.ACKNOWLEDGED: CASES // 2, CaseState.SENT: CASES // 2}
    assert verify().faults == []
