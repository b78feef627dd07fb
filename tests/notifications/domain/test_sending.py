"""The sender against a real mail server that takes, refuses, drops and hangs."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from accounts.enums import Role
from notifications.domain.sending import deliver, deliver_on
from notifications.enums import NoticeKind
from notifications.models import Notice, Outbox
from operations.domain.heartbeats import latest
from operations.enums import Work
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as running:
        yield running


def send(now: datetime = NOON, **options: object) -> int:
    return deliver(now=now, runner="test", **options)  # type: ignore[arg-type]


def send_until_quiet(now: datetime, *, until: datetime) -> None:
    """Play the rounds of a sender from instant to instant at which something waits."""
    while now <= until:
        send(now)
        waiting = Outbox.objects.filter(sent_at=None, dead_at=None).order_by("next_attempt_at")
        following = waiting.values_list("next_attempt_at", flat=True).first()
        if following is None:
            return
        now = max(now + SECOND, following)


def state_of(row: Outbox) -> tuple[str, int, str]:
    row.refresh_from_db()
    stands = "sent" if row.sent_at else "dead" if row.dead_at else "leased" if row.lease_until else "waits"
    return stands, row.attempts, row.last_error.partition(":")[0]


def test_a_message_reaches_its_recipient_in_his_language_and_zone_once(server: MailServer) -> None:
    row = make_message(now=NOON, other_time_zone="Asia/Dubai", name="Desk, duty «ü»")
    assert (send(), send(NOON + SECOND)) == (1, 0)
    (message,) = server.taken
    assert message["Subject"] == "TD-7K3QM-9F2XA: deadline passed"
    assert str(message["To"]) == '"Desk, duty «ü»" <duty@platform.example>'
    assert message["Content-Language"] == "en"
    assert "20:00 WIB (17:00 UTC+04)" in message.get_content()
    assert "/cases/TD-7K3QM-9F2XA/" in message.get_content()
    row.refresh_from_db()
    assert (row.sent_at, row.lease_until, row.attempts) == (NOON, None, 1)


def test_the_header_by_which_a_repeat_is_known_does_not_tell_the_key(server: MailServer) -> None:
    make_message(now=NOON, key="case:TD-7K3QM-9F2XA:812:1:breach:duty")
    send()
    (message,) = server.taken
    mark = message["X-Takedown-Key"]
    assert message["Message-ID"] == f"<{mark}@takedown.example>"
    assert len(mark) == 40
    assert "812" not in message.as_string()


def test_a_person_finds_the_notice_in_his_page_and_the_mail_in_his_box(server: MailServer) -> None:
    person = make_person(make_agency(), Role.ANALYST)
    row = make_message(now=NOON, user=person)
    send()
    notice = Notice.objects.get()
    assert (notice.user_id, notice.key, notice.kind, notice.context, notice.created_at) == (
        person.pk,
        row.key,
        NoticeKind.BREACH,
        row.context,
        NOON,
    )
    assert len(server.to(person.email)) == 1


def test_a_notice_for_the_page_alone_needs_no_mail_server() -> None:
    person = make_person(make_agency(), Role.ANALYST)
    row = make_message(now=NOON, user=person)
    Outbox.objects.update(address="")
    assert send() == 1
    assert (Notice.objects.count(), state_of(row)[0], len(mail.outbox)) == (1, "sent", 0)


def test_the_notice_stands_in_the_page_although_the_mail_server_is_away(settings: Settings) -> None:
    with mail_server(settings):
        pass  # its port is closed again
    row = make_message(now=NOON, user=make_person(make_agency(), Role.ANALYST))
    assert send() == 0
    assert Notice.objects.count() == 1
    assert state_of(row) == ("waits", 1, "ConnectionRefusedError")
    send(NOON + MINUTE)
    assert Notice.objects.count() == 1


def test_nothing_is_sent_before_it_is_due(server: MailServer) -> None:
    make_message(now=NOON)
    assert (send(NOON - SECOND), send(NOON)) == (0, 1)


def test_a_server_that_is_away_delays_each_message_longer_and_longer_until_it_is_dead(
    settings: Settings,
) -> None:
    with mail_server(settings):
        pass
    row = make_message(now=NOON)
    now, waits = NOON, []
    for _ in range(9):
        send(now)
        row.refresh_from_db()
        waits.append(row.next_attempt_at - now)
        now = row.next_attempt_at
    doubled = [timedelta(seconds=30) * 2**attempt for attempt in range(9)]
    assert [0.75 <= wait / planned <= 1.25 for wait, planned in zip(waits, doubled, strict=True)] == [
        True
    ] * 9
    assert timedelta(hours=3) < now - NOON < timedelta(hours=6)
    send(now)
    assert state_of(row) == ("dead", 10, "ConnectionRefusedError")
    row.refresh_from_db()
    assert row.dead_at == now
    assert send(now + timedelta(days=1)) == 0


def test_messages_that_failed_together_do_not_all_come_back_together(settings: Settings) -> None:
    with mail_server(settings):
        pass
    for number in range(20):
        make_message(f"desk{number}@platform.example", now=NOON)
    send()
    again = set(Outbox.objects.values_list("next_attempt_at", flat=True))
    assert len(again) > 10
    assert Counter(Outbox.objects.values_list("attempts", flat=True)) == {1: 20}


def test_a_server_that_comes_back_gets_everything_once(settings: Settings) -> None:
    with mail_server(settings):
        pass
    rows = [make_message(f"desk{number}@platform.example", now=NOON) for number in range(5)]
    send()
    with mail_server(settings) as server:
        send_until_quiet(NOON + SECOND, until=NOON + 5 * MINUTE)
        assert sorted(Counter(server.keys()).values()) == [1] * 5
    assert [state_of(row)[:2] for row in rows] == [("sent", 2)] * 5


def test_a_message_whose_taking_was_not_confirmed_is_sent_again_with_the_same_key(
    server: MailServer,
) -> None:
    make_message(now=NOON)
    server.answers_lost = 1
    assert (send(), send(NOON + MINUTE)) == (0, 1)
    first, second = server.taken
    assert first["X-Takedown-Key"] == second["X-Takedown-Key"]
    assert first["Message-ID"] == second["Message-ID"]


def test_a_refused_recipient_delays_only_his_own_message(server: MailServer) -> None:
    server.refused = {"gone@"}
    gone = make_message("gone@platform.example", now=NOON)
    duty = make_message("duty@platform.example", now=NOON)
    assert send() == 1
    assert (state_of(gone), state_of(duty)) == (("waits", 1, "SMTPRecipientsRefused"), ("sent", 1, ""))
    gone.refresh_from_db()
    assert "no such mailbox" in gone.last_error


def test_a_connection_that_breaks_at_one_message_delays_only_that_one(server: MailServer) -> None:
    server.dropped = {"poison@"}
    poison = make_message("poison@platform.example", now=NOON)
    rest = [make_message(f"desk{number}@platform.example", now=NOON) for number in range(3)]
    assert send() == 3
    assert state_of(poison)[:2] == ("waits", 1)
    assert [state_of(row)[0] for row in rest] == ["sent"] * 3


def test_a_connection_that_breaks_again_ends_the_round(server: MailServer) -> None:
    server.dropped = {"@platform.example"}
    rows = [make_message(f"desk{number}@platform.example", now=NOON) for number in range(4)]
    assert send() == 0
    assert [state_of(row)[:2] for row in rows] == [("waits", 1)] * 4


def test_a_context_that_cannot_be_rendered_stops_nobody_elses_message(server: MailServer) -> None:
    broken = make_message("one@platform.example", now=NOON, due_at="yesterday")
    whole = make_message("two@platform.example", now=NOON)
    assert send() == 1
    assert (state_of(broken), state_of(whole)[0]) == (("waits", 1, "ValueError"), "sent")


def test_a_round_that_takes_too_long_gives_the_rest_back_untried(server: MailServer) -> None:
    row = make_message(now=NOON)
    assert send(patience=timedelta(0)) == 0
    assert state_of(row) == ("waits", 0, "")
    assert send() == 1


def test_rounds_follow_one_another_while_they_are_full(server: MailServer) -> None:
    for number in range(7):
        make_message(f"desk{number}@platform.example", now=NOON)
    looks = iter(NOON + number * SECOND for number in range(9))
    assert deliver_on(clock=lambda: next(looks), runner="test", limit=3) == 7
    assert len(server.taken) == 7
    assert next(looks) == NOON + 3 * SECOND


def test_rounds_end_where_the_server_takes_no_more(server: MailServer) -> None:
    server.refused = {"gone@"}
    for _message in range(4):
        make_message("gone@platform.example", now=NOON)
    assert deliver_on(clock=lambda: NOON, runner="test", limit=2) == 0
    assert set(Outbox.objects.values_list("sent_at", flat=True)) == {None}


def test_somebody_whose_account_was_disabled_is_told_nothing(server: MailServer) -> None:
    person = make_person(make_agency(), Role.ANALYST)
    row = make_message(now=NOON, user=person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert send() == 0
    assert (server.taken, Notice.objects.count()) == ([], 0)
    assert state_of(row) == ("dead", 0, "The recipient's account is disabled.")


def test_a_message_at_which_every_sender_died_is_given_up(server: MailServer) -> None:
    row = make_message(now=NOON)
    Outbox.objects.update(attempts=10, lease_until=NOON)
    assert (send(NOON + SECOND), server.taken) == (0, [])
    assert state_of(row) == ("dead", 10, "No attempt came to its end.")


def test_one_recipients_messages_arrive_in_the_order_in_which_they_were_written(server: MailServer) -> None:
    for number in range(7):
        make_message(now=NOON + number * SECOND, reference=f"TD-{number}")
    for turn in range(4):
        send(NOON + MINUTE + turn * SECOND, limit=2)
    assert [str(message["Subject"])[:4] for message in server.taken] == [f"TD-{n}" for n in range(7)]


def test_a_younger_message_waits_for_an_older_that_failed_but_not_for_ever(server: MailServer) -> None:
    server.refused = {"duty@"}
    first = make_message(now=NOON)
    send()
    second = make_message(now=NOON + SECOND)
    send(NOON + 2 * SECOND)
    assert state_of(second) == ("waits", 0, "")
    for _ in range(2):
        first.refresh_from_db()
        send(first.next_attempt_at)
    assert state_of(first)[1] == 3
    server.refused = set()
    first.refresh_from_db()
    assert first.next_attempt_at > NOON + 3 * MINUTE
    send(NOON + 3 * MINUTE)
    assert (state_of(first)[0], state_of(second)[0]) == ("waits", "sent")


def test_the_sender_says_that_it_was_here_even_when_there_was_nothing_to_do(server: MailServer) -> None:
    send()
    beat = latest(Work.OUTBOX)
    assert beat is not None
    assert (beat.last_success, beat.last_count) == (NOON, 0)
    make_message(now=NOON)
    send(NOON + SECOND)
    beat.refresh_from_db()
    assert (beat.last_success, beat.last_count) == (NOON + SECOND, 1)
