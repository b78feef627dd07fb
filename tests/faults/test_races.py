"""Answers race against several sweepers: each step once, each answer settled one way."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.domain.acting import COMMAND, acting_as
from audit.domain.verifying import verify
from cases.domain import receipt, response, supervision, verifying
from cases.domain.response import ItemDecision
from cases.domain.sweep import sweep
from cases.enums import CaseState, Outcome, VerifiedOutcome
from cases.models import Case, Clock, Escalation, Item, Parked
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


def test_what_was_taken_back_fires_exactly_once_more_under_several_sweepers() -> None:
    desk = make_desk()
    start = database_now() - timedelta(minutes=600)
    cases = [desk.sent_case(start) for _ in range(CASES // 4)]
    for case in cases:
        receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=start)
    sweep(now=start + timedelta(minutes=241))
    for case in cases:
        decided_and_still_up(desk, case, start)
    with ThreadPoolExecutor(SWEEPERS) as threads:
        jobs = [threads.submit(closing_its_connection, swept_until_none_is_left) for _ in range(SWEEPERS)]
        for job in jobs:
            job.result()
    with acting_as(COMMAND):
        breaches = Escalation.objects.filter(clock__kind=ClockKind.EFFECT, step="breach")
        taken_back = Counter(breaches.exclude(corrected_at=None).values_list("case_id", flat=True))
        standing = Counter(breaches.standing().values_list("case_id", flat=True))
    assert taken_back == standing == Counter({case.pk: 1 for case in cases})
    assert verify().faults == []


def decided_and_still_up(desk: Desk, case: Case, start: datetime) -> None:
    with acting_as(COMMAND):
        items = [item.public_id for item in Item.objects.filter(case=case)]
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(item, Outcome.REMOVED) for item in items],
        text="",
        now=start + timedelta(minutes=100),
    )
    verdicts = dict.fromkeys(items, VerifiedOutcome.STILL_UP)
    seen_at = start + timedelta(minutes=300)
    verifying.verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=seen_at)
