from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.domain.holding import Wait, breaks_through, end_of_quiet, is_urgent, next_digest, waits
from notifications.enums import Held, MailWhen, NoticeKind
from notifications.models import MailChoice, Outbox

JAKARTA, BERLIN = ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")
TWICE = [time(8), time(16)]
NIGHT = {"quiet_from": time(22), "quiet_to": time(6), "quiet_days": [0, 1, 2, 3, 4]}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("2026-11-02 00:30", "2026-11-02 01:00"),  # 07:30 in Jakarta: at eight
        ("2026-11-02 01:00", "2026-11-02 09:00"),  # at eight itself: the next
        ("2026-11-02 09:00:01", "2026-11-03 01:00"),
    ],
)
def test_a_digest_leaves_at_the_next_of_the_hours_on_the_persons_clocks(written: str, leaves: str) -> None:
    assert next_digest(TWICE, JAKARTA, at(written)) == at(leaves)


@pytest.mark.parametrize(
    ("written", "hour", "leaves"),
    [
        # In Berlin clocks go from 02:00 to 03:00 on 29 March, and back on 25 October.
        ("2026-03-28 12:00", time(8), "2026-03-29 06:00"),
        ("2026-03-27 12:00", time(8), "2026-03-28 07:00"),
        ("2026-10-24 12:00", time(8), "2026-10-25 07:00"),
        ("2026-10-23 12:00", time(8), "2026-10-24 06:00"),
        ("2026-03-28 12:00", time(2, 30), "2026-03-29 01:30"),  # an hour that is left out
        ("2026-10-24 12:00", time(2, 30), "2026-10-25 00:30"),  # one that comes twice: the first
        ("2026-10-25 00:45", time(2, 30), "2026-10-26 01:30"),  # and not again
    ],
)
def test_a_digest_keeps_its_hour_through_the_changes_of_the_clocks(
    written: str, hour: time, leaves: str
) -> None:
    assert next_digest([hour], BERLIN, at(written)) == at(leaves)


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("2026-11-02 14:59", "2026-11-02 14:59"),  # Monday, 21:59
        ("2026-11-02 15:00", "2026-11-02 23:00"),  # 22:00
        ("2026-11-02 22:59", "2026-11-02 23:00"),  # Tuesday, 05:59
        ("2026-11-02 23:00", "2026-11-02 23:00"),  # 06:00
        ("2026-11-06 16:00", "2026-11-06 23:00"),  # Friday night is quiet into Saturday
        ("2026-11-07 16:00", "2026-11-07 16:00"),  # Saturday night is not
        ("2026-11-01 22:00", "2026-11-01 22:00"),  # nor what is left of Sunday's on Monday
    ],
)
def test_quiet_hours_go_over_midnight_and_belong_to_the_day_on_which_they_begin(
    asked: str, ends: str
) -> None:
    assert end_of_quiet(MailChoice(**NIGHT), JAKARTA, at(asked)) == at(ends)


def test_quiet_hours_within_a_day_end_in_it() -> None:
    noon = MailChoice(quiet_from=time(12), quiet_to=time(13), quiet_days=[0])
    assert end_of_quiet(noon, JAKARTA, at("2026-11-02 05:30")) == at("2026-11-02 06:00")


def test_quiet_hours_end_on_the_clocks_although_these_change_amid_them() -> None:
    every_night = MailChoice(**{**NIGHT, "quiet_days": list(range(7))})
    assert end_of_quiet(every_night, BERLIN, at("2026-03-28 22:00")) == at("2026-03-29 04:00")
    assert end_of_quiet(every_night, BERLIN, at("2026-10-24 22:00")) == at("2026-10-25 05:00")


def message(kind: NoticeKind = NoticeKind.MESSAGE, *, on_duty: bool = False, urgency: str = "") -> Outbox:
    written = at("2026-11-02 16:00")  # 23:00 in Jakarta, Monday
    return Outbox(kind=kind, on_duty=on_duty, created_at=written, context={"urgency": urgency})


def test_who_chose_nothing_of_the_sort_waits_for_nothing() -> None:
    row = message()
    assert waits(row, MailChoice(), JAKARTA, row.created_at) is None


def test_what_is_written_in_quiet_hours_waits_for_their_end() -> None:
    row = message()
    assert waits(row, MailChoice(**NIGHT), JAKARTA, row.created_at) == Wait(
        Held.QUIET, at("2026-11-02 23:00")
    )
    assert waits(row, MailChoice(**NIGHT), JAKARTA, at("2026-11-02 23:00")) is None


def test_a_digest_whose_hour_is_quiet_leaves_when_that_ends() -> None:
    choice = MailChoice(mail=MailWhen.DIGEST, digest_hours=[time(5)], **NIGHT)
    row = message()
    assert waits(row, choice, JAKARTA, row.created_at) == Wait(Held.DIGEST, at("2026-11-02 23:00"))
    assert waits(row, choice, JAKARTA, at("2026-11-02 23:00")) is None


def test_what_a_sender_finds_after_its_digest_was_due_leaves_at_once() -> None:
    choice = MailChoice(mail=MailWhen.DIGEST, digest_hours=TWICE)
    assert waits(message(), choice, JAKARTA, at("2026-11-03 01:20")) is None


@pytest.mark.parametrize("kind", [NoticeKind.BREACH, NoticeKind.ESCALATED])
def test_quiet_hours_never_keep_a_breach_from_the_person_on_duty(kind: NoticeKind) -> None:
    row = message(kind, on_duty=True)
    assert waits(row, MailChoice(**NIGHT), JAKARTA, row.created_at) is None
    off = message(kind)
    assert waits(off, MailChoice(**NIGHT), JAKARTA, off.created_at) is not None


def test_nor_a_new_urgent_case_but_an_ordinary_one() -> None:
    sent = NoticeKind.CASE_SENT
    urgent, ordinary = ({"urgency": word} for word in ("urgent", "ordinary"))
    assert [breaks_through(sent, each, on_duty=True) for each in (urgent, ordinary)] == [True, False]
    assert breaks_through(sent, urgent, on_duty=False) is False


def test_what_is_about_the_account_always_comes_at_once() -> None:
    row = message(NoticeKind.FACTOR_RESET)
    assert waits(row, MailChoice(mail=MailWhen.URGENT, **NIGHT), JAKARTA, row.created_at) is None


def test_who_wants_what_is_urgent_alone_has_the_rest_in_the_page() -> None:
    row = message()
    assert waits(row, MailChoice(mail=MailWhen.URGENT), JAKARTA, row.created_at) == Wait(Held.PAGE, None)
    late = message(NoticeKind.BREACH)
    assert waits(late, MailChoice(mail=MailWhen.URGENT), JAKARTA, late.created_at) is None
    assert is_urgent(NoticeKind.MESSAGE, {"urgency": "urgent"}) is True


@pytest.mark.parametrize("zone", [JAKARTA, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")])
def test_nothing_waits_longer_than_a_day_and_a_quiet_night(zone: ZoneInfo) -> None:
    choice = MailChoice(mail=MailWhen.DIGEST, digest_hours=[time(8)], **{**NIGHT, "quiet_days": [*range(7)]})
    longest = timedelta(0)
    for hour in range(0, 24 * 366, 5):
        row = message()
        row.created_at = at("2026-01-01 00:00") + timedelta(hours=hour)
        wait = waits(row, choice, zone, row.created_at)
        assert wait is None or wait.until is not None
        longest = max(longest, (wait.until - row.created_at) if wait and wait.until else longest)
    assert timedelta(hours=20) < longest <= timedelta(hours=33)
