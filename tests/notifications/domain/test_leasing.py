from datetime import timedelta

import pytest

from notifications.domain.leasing import ATTEMPTS, FIRST_WAIT, wait_after
from notifications.models import Outbox


@pytest.mark.parametrize("attempt", range(1, ATTEMPTS))
def test_each_wait_is_twice_the_one_before_give_or_take_a_quarter(attempt: int) -> None:
    planned = FIRST_WAIT * 2 ** (attempt - 1)
    waits = [wait_after(Outbox(pk=pk, attempts=attempt)) for pk in range(500)]
    assert [planned * 0.75 <= wait <= planned * 1.25 for wait in waits] == [True] * 500
    assert max(waits) - min(waits) > planned * 0.4


def test_a_row_waits_the_same_whoever_asks() -> None:
    assert wait_after(Outbox(pk=7, attempts=2)) == wait_after(Outbox(pk=7, attempts=2))


def test_ten_attempts_outlast_an_outage_of_three_hours() -> None:
    shortest = sum((FIRST_WAIT * 2**attempt * 0.75 for attempt in range(ATTEMPTS - 1)), timedelta(0))
    assert shortest > timedelta(hours=3)
