"""Break the engine once in each way, and see that the checker of the storms says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.domain.acting import ENGINE, acting_as
from cases.domain import clocks, firing, response, supervision
from cases.domain.sweep import sweep
from cases.models import Case, Clock
from notifications.domain import sending
from notifications.domain.leasing import lease, mark_sent
from notifications.domain.sending import deliver
from sla.domain.arithmetic import Timing
from sla.enums import ClockKind
from tests.factories.desk import Desk, make_desk
from tests.factories.messages import make_message
from tests.faults.storms.checker import Found, check, instant_of
from tests.faults.storms.mailbox import check_delivered

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
END = NOON + timedelta(days=1)


def faults(case: Case, until: datetime = END) -> set[str]:
    """The kinds of fault of one case swept until this instant."""
    return set(check(until=until, first=case.pk, last=case.pk).faults)


def climbed(desk: Desk | None = None) -> Case:
    """A case swept minute by minute through its ladder."""
    case = (desk or make_desk()).sent_case(NOON)
    for hour in range(25):
        sweep(now=NOON + timedelta(hours=hour))
    return case


def nothing(*_: Any, **__: Any) -> Any:
    return []


def test_of_an_engine_that_works_nothing_is_said() -> None:
    desk = make_desk()
    case = climbed(desk)
    assert faults(case) == set()
    answered = desk.sent_case(NOON)
    sweep(now=NOON + 61 * MINUTE)
    response.acknowledge(actor=desk.moderator, reference=answered.reference, now=NOON + 59 * MINUTE)
    sweep(now=END)
    assert faults(answered) == set()


def test_an_engine_that_moves_its_clocks_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "_write_steps", nothing)
    assert {"missing"} <= faults(climbed())


def test_an_engine_that_forgets_what_it_did_and_has_no_index_to_remind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planned = firing.plan_clock

    def forgetful(clock: Clock, timing: Timing, ladder: Any, done: object, now: datetime) -> Any:
        return planned(clock, timing, ladder, frozenset(), now)

    monkeypatch.setattr(firing, "plan_clock", forgetful)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX step_exactly_once")
    case = climbed()
    with acting_as(ENGINE):
        firing.fire([case], list(Clock.objects.filter(case=case)), END)
    assert {"doubled"} <= faults(case)


def test_a_sweep_whose_clock_is_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_desk().sent_case(NOON)
    sweep(now=NOON + 2 * 60 * MINUTE)
    assert faults(case, until=NOON + 10 * MINUTE) >= {"early"}


def test_an_engine_that_dates_steps_when_it_notices_them(monkeypatch: pytest.MonkeyPatch) -> None:
    escalated = firing._escalate
    monkeypatch.setattr(
        firing,
        "_escalate",
        lambda fired, cases, known, now: escalated(
            [firing.Fired(each.clock, each.step, now, each.skipped) for each in fired], cases, known, now
        ),
    )
    assert faults(climbed()) == {"misdated"}


def test_an_engine_that_keeps_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "record", nothing)
    assert {"unrecorded"} <= faults(climbed())


def test_an_engine_that_tells_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "step_tellings", nothing)
    assert faults(climbed()) == {"untold"}


def test_an_engine_that_never_climbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firing, "_raise_levels", nothing)
    assert faults(climbed()) == {"level"}


def test_an_extension_that_comes_second_and_takes_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "_correct", nothing)
    desk = make_desk()
    case = desk.sent_case(NOON)
    sweep(now=NOON + 61 * MINUTE)
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.ACKNOWLEDGE,
        minutes=30,
        reason="Their night.",
        now=NOON + 59 * MINUTE,
    )
    sweep(now=END)
    assert "misdated" in faults(case)


def test_a_pause_is_walked_interval_by_interval() -> None:
    stops = [(NOON + 10 * MINUTE, NOON + 30 * MINUTE), (NOON + 40 * MINUTE, None)]
    assert instant_of(NOON, stops, 5 * MINUTE) == NOON + 5 * MINUTE
    assert instant_of(NOON, stops, 15 * MINUTE) == NOON + 35 * MINUTE
    assert instant_of(NOON, stops, 25 * MINUTE) is None


def delivered(mails: list[tuple[str, str]]) -> set[str]:
    found = Found()
    check_delivered(mails, found)
    return set(found.faults)


class Sink:
    """Takes every mail of this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.mails: list[tuple[str, str]] = []
        monkeypatch.setattr(sending.Post, "send", self.take)

    def take(self, post: object, message: Any = None) -> None:
        mail = message if message is not None else post
        self.mails.append((mail.extra_headers["X-Takedown-Key"], mail.to[0]))


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Sink:
    return Sink(monkeypatch)


def test_of_a_sender_that_works_nothing_is_said(sink: Sink) -> None:
    make_message(now=NOON)
    deliver(now=NOON, runner="test")
    assert delivered(sink.mails) == set()
    assert delivered(sink.mails * 2) == set()


def test_a_sender_that_marks_before_it_sends_and_is_killed_between(sink: Sink) -> None:
    make_message(now=NOON)
    for parcel in lease(now=NOON, limit=5)[0]:
        mark_sent(parcel.rows, now=NOON)
    assert delivered(sink.mails) == {"lost"}


def test_a_sender_that_never_comes_again(sink: Sink) -> None:
    make_message(now=NOON)
    lease(now=NOON, limit=5)
    assert delivered(sink.mails) == {"unsent", "lost"}


def test_a_sender_that_gives_a_repeat_another_key(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    make_message(now=NOON)
    [parcel] = lease(now=NOON, limit=5)[0]
    sink.mails.append(("another-key", parcel.last.address))
    deliver(now=NOON + 2 * MINUTE, runner="test")
    assert delivered(sink.mails) == {"other key"}


def test_a_sender_that_mixes_up_its_recipients(sink: Sink) -> None:
    make_message(now=NOON)
    deliver(now=NOON, runner="test")
    assert delivered([(mark, "somebody@else.example") for mark, _to in sink.mails]) == {"misdirected"}
