"""The ping that falls silent with the engine; heard by a real listener."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from operations.domain.heartbeats import stamp
from operations.domain.pinging import Pinger
from operations.enums import Work
from tests.factories.listener import Listener, listening

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


def well(at: datetime) -> None:
    for work in (Work.SWEEP, Work.OUTBOX):
        stamp(runner="worker@host", work=work, count=0, now=at)


def test_it_pings_while_deadlines_are_looked_for_and_messages_sent(listener: Listener) -> None:
    pinger = Pinger(listener.url, every=0)
    assert pinger.round(NOON) is False
    stamp(runner="worker@host", work=Work.SWEEP, count=0, now=NOON)
    assert pinger.round(NOON) is False
    well(NOON)
    assert [pinger.round(NOON), pinger.round(NOON + timedelta(seconds=30))] == [True, True]
    assert pinger.round(NOON + timedelta(seconds=31)) is False
    assert listener.asked == ["/ping/some-secret"] * 2


def test_it_pings_no_more_often_than_told(listener: Listener) -> None:
    well(NOON)
    pinger = Pinger(listener.url, every=3600)
    assert [pinger.round(NOON) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/some-secret", "nonsense/some-secret"])
def test_a_listener_that_is_away_stops_nothing_and_its_address_is_not_logged(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    well(NOON)
    pinger = Pinger(url, every=0)
    assert [pinger.round(NOON), pinger.round(NOON)] == [False, False]
    assert ("ping_not_heard" in caplog.text, "some-secret" in caplog.text) == (True, False)
