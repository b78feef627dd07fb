"""A sweep beside others: what they hold is theirs, what they leave is not left waiting."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import connection

from accounts.domain.acting import COMMAND, acting_as
from audit.models import Entry
from cases.domain.sweep import RETRY_AFTER, sweep
from cases.models import Case, Clock, Escalation, Parked
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DUE = NOON + timedelta(minutes=30)


@contextmanager
def held_by_another(cases: Sequence[Case]) -> Iterator[None]:
    """These cases, locked by another connection meanwhile."""
    locked, done = Event(), Event()

    def hold() -> None:
        try:
            with acting_as(COMMAND):
                list(Case.objects.filter(pk__in=[case.pk for case in cases]).select_for_update(no_key=True))
                locked.set()
                done.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(hold)
        assert locked.wait(timeout=30)
        try:
            yield
        finally:
            done.set()
            holding.result()


def test_a_sweep_looks_past_what_others_hold_to_what_is_free() -> None:
    desk = make_desk()
    held = [desk.sent_case(NOON) for _ in range(3)]
    free = [desk.sent_case(NOON + timedelta(seconds=1)) for _ in range(3)]
    now = DUE + timedelta(seconds=1)
    with held_by_another(held):
        assert sweep(now=now, batch=2).steps == len(free)
    with acting_as(COMMAND):
        assert set(Escalation.objects.values_list("case_id", flat=True)) == {case.pk for case in free}
    assert sweep(now=now, batch=2).steps == len(held)


def test_a_poisoned_case_that_another_sweeper_parked_meanwhile_is_left_as_it_stands() -> None:
    poisoned = make_desk().sent_case(NOON)

    def parked_by_another() -> None:
        try:
            retry_at = DUE + RETRY_AFTER
            Parked.objects.create(case=poisoned, error="the other's", since=DUE, retry_at=retry_at)
        finally:
            connection.close()

    def raises(cases: Sequence[Case], rows: Sequence[Clock], now: datetime) -> int:
        with ThreadPoolExecutor(1) as other:
            other.submit(parked_by_another).result()
        raise ValueError("poisoned row")

    sweep(now=DUE, fire_steps=raises)
    parked = Parked.objects.get(case=poisoned)
    assert (parked.attempts, parked.error, parked.retry_at) == (1, "the other's", DUE + RETRY_AFTER)
    assert not Entry.objects.filter(verb="parked").exists()
