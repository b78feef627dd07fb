"""After a standstill one recipient gets one mail, not fifty."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from accounts.enums import Role
from notifications.domain.leasing import LEASE, lease
from notifications.domain.sending import deliver
from notifications.domain.telling import gathering, release
from notifications.models import Notice, Outbox
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = NOON + 20 * MINUTE


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.OUTBOX_DIGEST_ABOVE = 5
    with mail_server(settings) as running:
        yield running


def send(now: datetime = LATER, *, limit: int = 50) -> int:
    return deliver(now=now, runner="test", limit=limit)


def write_late(count: int, address: str = "duty@platform.example") -> list[Outbox]:
    return [
        make_message(address, now=NOON + timedelta(seconds=number), reference=f"TD-{number:02}")
        for number in range(count)
    ]


def test_more_late_messages_than_the_limit_become_one_mail_with_all_of_them(server: MailServer) -> None:
    write_late(6)
    assert send() == 6
    (message,) = server.taken
    assert message["Subject"] == "6 late messages"
    text = message.get_content()
    assert [text.count(f"deadline of TD-{number:02} has passed") for number in range(6)] == [1] * 6
    assert text.count("https://") + text.count("http://") == 6
    assert Outbox.objects.filter(sent_at=LATER).count() == 6


def test_as_many_late_messages_as_the_limit_are_sent_one_by_one(server: MailServer) -> None:
    write_late(5)
    assert send() == 5
    assert len(server.taken) == 5


def test_messages_that_are_not_late_are_sent_one_by_one(server: MailServer) -> None:
    write_late(6)
    assert send(NOON + 5 * MINUTE) == 6
    assert len(server.taken) == 6


def test_a_digest_gathers_what_lies_beyond_the_rounds_limit_and_what_waits_for_a_next_attempt(
    server: MailServer,
) -> None:
    rows = write_late(12)
    Outbox.objects.filter(pk=rows[11].pk).update(attempts=2, next_attempt_at=LATER + MINUTE)
    assert send(limit=2) == 12
    assert len(server.taken) == 1


def test_recipients_have_digests_of_their_own_and_fresh_messages_follow_them(server: MailServer) -> None:
    write_late(6, "duty@platform.example")
    write_late(6, "legal@platform.example")
    write_late(2, "technical@platform.example")
    make_message("duty@platform.example", now=LATER, reference="TD-99")
    assert send() == 15
    subjects = [str(message["Subject"]) for message in server.to("duty@")]
    assert subjects == ["6 late messages", "TD-99: deadline passed"]
    assert [str(message["Subject"]) for message in server.to("legal@")] == ["6 late messages"]
    assert len(server.to("technical@")) == 2


def test_a_persons_page_gets_every_notice_of_a_digest(server: MailServer) -> None:
    person = make_person(make_agency(), Role.ANALYST)
    for _ in range(6):
        make_message(now=NOON, user=person)
    send()
    assert (Notice.objects.filter(user=person).count(), len(server.taken)) == (6, 1)


def test_a_digest_that_comes_twice_is_known_by_its_key(server: MailServer) -> None:
    write_late(6)
    server.answers_lost = 1
    assert send() == 0
    assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}
    assert send(LATER + MINUTE) == 6
    first, second = server.keys()
    assert first == second


def test_a_digest_that_may_have_left_goes_again_as_it_was_although_more_has_come_late(
    server: MailServer,
) -> None:
    write_late(6)
    server.answers_lost = 1
    send()
    write_late(1)
    send(LATER + MINUTE)
    first, second, *rest = server.keys()
    assert first == second
    assert (len(rest), Outbox.objects.filter(sent_at=None).count()) == (1, 0)


def test_a_digest_whose_sender_was_killed_goes_again_as_it_was_beyond_the_rounds_limit(
    server: MailServer,
) -> None:
    write_late(6)
    ([taken], _settled) = lease(now=LATER, limit=50)  # and then no word of it
    write_late(1)
    assert send(LATER + LEASE, limit=2) == 6
    assert server.keys() == [taken.mark]


def test_a_message_that_may_have_left_alone_never_goes_again_in_a_digest(server: MailServer) -> None:
    write_late(1)
    server.answers_lost = 1
    send(NOON + MINUTE)
    write_late(6)
    send()
    first, again, digest = server.keys()
    assert first == again != digest


def test_a_contact_without_an_account_gets_a_link_for_each_case_of_a_digest(server: MailServer) -> None:
    for number in range(6):
        link = {"contact": "5f0e6c86-0000-4000-8000-000000000000", "case": f"TD-{number}"}
        make_message(now=NOON, reference=f"TD-{number}", link=link)
    send()
    (message,) = server.taken
    links = [line.strip() for line in message.get_content().splitlines() if "/link/" in line]
    assert len(set(links)) == 6


def test_a_long_standstill_leaves_in_digests_of_two_hundred(server: MailServer) -> None:
    write_late(207)
    assert (send(), send(LATER + timedelta(seconds=1)), send(LATER + MINUTE)) == (200, 7, 0)
    assert [str(message["Subject"]) for message in server.taken] == ["200 late messages", "7 late messages"]


BATCH = UUID("00000000-0000-4000-8000-00000000000b")


def write_batch(count: int, *, until: datetime) -> list[Outbox]:
    with gathering(BATCH, until=until):
        return [make_message(now=NOON, reference=f"TD-{number:02}") for number in range(count)]


def test_a_batch_leaves_as_one_mail_when_it_is_released_however_fresh_it_is(server: MailServer) -> None:
    write_batch(6, until=NOON + 10 * MINUTE)
    assert send(NOON + MINUTE) == 0
    release(BATCH, now=NOON + MINUTE)
    assert send(NOON + MINUTE) == 6
    (message,) = server.taken
    assert message["Subject"] == "6 messages at once"
    assert "One decision concerned many cases." in message.get_content()


def test_a_batch_that_nobody_releases_leaves_at_its_instant(server: MailServer) -> None:
    write_batch(6, until=NOON + 10 * MINUTE)
    assert (send(NOON + 9 * MINUTE), send(NOON + 10 * MINUTE), len(server.taken)) == (0, 6, 1)


def test_a_batch_that_waits_holds_up_no_message_of_its_recipient(server: MailServer) -> None:
    write_batch(6, until=NOON + 10 * MINUTE)
    make_message(now=NOON, reference="TD-99")
    assert send(NOON + MINUTE) == 1
    assert [str(message["Subject"]) for message in server.taken] == ["TD-99: deadline passed"]
    assert send(NOON + 7 * MINUTE) == 0


def test_few_messages_of_a_batch_go_one_by_one(server: MailServer) -> None:
    write_batch(5, until=NOON)
    assert (send(NOON), len(server.taken)) == (5, 5)
