"""Mail that its recipient wants later: it leaves then, once, and nothing is lost on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from pytest_django import Settings

from accounts.enums import Role
from accounts.models import User
from notifications.domain.backlog import Backlog, backlog
from notifications.domain.leasing import ATTEMPTS
from notifications.domain.mail_choices import MailWords, choose_mail
from notifications.domain.sending import deliver
from notifications.enums import Held, MailWhen, NoticeKind
from notifications.models import Notice, Outbox
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)  # in Jakarta
FOUR = NOON + timedelta(hours=4)
MINUTE = timedelta(minutes=1)
DIGEST = MailWords(mail=MailWhen.DIGEST, digest_hours=[time(8), time(16)])


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as running:
        yield running


@pytest.fixture
def person() -> User:
    return make_person(make_agency(), Role.ANALYST, time_zone="Asia/Jakarta")


def chooses(person: User, words: MailWords, now: datetime = NOON - MINUTE) -> None:
    choose_mail(actor=actor_for(person), words=words, now=now)


def write(person: User, count: int, *, now: datetime = NOON, kind: NoticeKind = NoticeKind.MESSAGE) -> None:
    for number in range(count):
        make_message(now=now, user=person, kind=kind, reference=f"TD-{number:02}")


def send(now: datetime, *, limit: int = 50) -> int:
    return deliver(now=now, runner="test", limit=limit)


def subjects(server: MailServer) -> list[str]:
    return [str(message["Subject"]) for message in server.taken]


def test_a_digest_leaves_at_its_hour_as_one_mail_and_the_page_knows_at_once(
    server: MailServer, person: User
) -> None:
    chooses(person, DIGEST)
    write(person, 3)
    assert (send(NOON), subjects(server)) == (3, [])
    assert Notice.objects.filter(user=person).count() == 3
    assert (send(FOUR - MINUTE), send(FOUR), send(FOUR + MINUTE)) == (0, 3, 0)
    assert subjects(server) == ["3 messages gathered"]
    text = server.taken[0].get_content()
    assert [text.index(f"TD-{number:02}") for number in range(3)] == sorted(
        text.index(f"TD-{number:02}") for number in range(3)
    )
    assert Outbox.objects.filter(sent_at=FOUR, attempts=1, held=Held.DIGEST).count() == 3
    assert Notice.objects.filter(user=person).count() == 3


def test_one_message_that_waited_comes_as_itself(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    write(person, 1)
    send(NOON)
    send(FOUR)
    assert subjects(server) == ["TD-00: message"]


def test_a_digest_gathers_what_lies_beyond_the_rounds_limit(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    write(person, 9)
    while send(NOON, limit=4):
        pass
    assert (send(FOUR, limit=4), subjects(server)) == (9, ["9 messages gathered"])


def test_what_waits_is_never_swept_into_a_digest_of_late_ones(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    write(person, 9)
    send(NOON)
    make_message(now=NOON + 10 * MINUTE, user=person, kind=NoticeKind.BREACH)
    Outbox.objects.filter(kind=NoticeKind.BREACH).update(on_duty=True)
    send(NOON + 10 * MINUTE)
    assert subjects(server) == ["TD-7K3QM-9F2XA: deadline passed"]
    assert Outbox.objects.filter(sent_at=None).count() == 9


def test_contacts_without_an_account_get_theirs_at_once(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    make_message(person.email, now=NOON, kind=NoticeKind.MESSAGE)
    assert (send(NOON), len(server.taken)) == (1, 1)


def test_quiet_hours_hold_mail_until_they_end_and_never_a_breach_on_duty(
    server: MailServer, person: User
) -> None:
    chooses(person, MailWords(quiet=(time(11), time(14)), quiet_days=[0]))
    write(person, 2)
    breach = make_message(now=NOON, user=person, kind=NoticeKind.BREACH)
    Outbox.objects.filter(pk=breach.pk).update(on_duty=True)
    send(NOON)
    assert subjects(server) == ["TD-7K3QM-9F2XA: deadline passed"]
    send(NOON + timedelta(hours=2) - MINUTE)
    assert len(server.taken) == 1
    send(NOON + timedelta(hours=2))
    assert subjects(server)[1:] == ["2 messages gathered"]


def test_who_wants_urgent_mail_alone_has_the_rest_in_the_page(server: MailServer, person: User) -> None:
    chooses(person, MailWords(mail=MailWhen.URGENT))
    write(person, 2)
    write(person, 1, kind=NoticeKind.BREACH)
    send(NOON)
    assert subjects(server) == ["TD-00: deadline passed"]
    assert Notice.objects.filter(user=person).count() == 3
    assert Outbox.objects.filter(held=Held.PAGE, sent_at=NOON, attempts=0).count() == 2


def test_nothing_that_waits_is_lost_when_the_choice_changes(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    write(person, 2)
    send(NOON)
    chooses(person, MailWords(), now=NOON + MINUTE)
    send(NOON + MINUTE)
    assert subjects(server) == ["2 messages gathered"]
    send(FOUR)
    assert len(server.taken) == 1


def test_a_later_digest_keeps_what_waits_until_its_own_hour(server: MailServer, person: User) -> None:
    chooses(person, DIGEST)
    write(person, 2)
    send(NOON)
    evening = MailWords(mail=MailWhen.DIGEST, digest_hours=[time(20)])
    chooses(person, evening, now=NOON + MINUTE)
    send(NOON + MINUTE)
    send(FOUR)
    assert subjects(server) == []
    send(NOON + timedelta(hours=8))
    assert subjects(server) == ["2 messages gathered"]


def test_a_digest_that_fails_is_tried_again_whatever_is_chosen_and_goes_as_it_was(
    server: MailServer, person: User
) -> None:
    chooses(person, DIGEST)
    write(person, 2)
    send(NOON)
    server.answers_lost = 1
    assert send(FOUR) == 0
    write(person, 1, now=FOUR)
    assert send(FOUR + MINUTE) == 2 + 1
    first, second = server.keys()
    assert first == second
    assert Outbox.objects.filter(sent_at=None, held=Held.DIGEST, attempts=0).count() == 1
    assert all(row.attempts < ATTEMPTS for row in Outbox.objects.all())


def test_what_waits_holds_up_nothing_and_is_no_backlog_before_its_hour(
    server: MailServer, person: User
) -> None:
    chooses(person, DIGEST)
    write(person, 1)
    send(NOON)
    assert backlog(now=FOUR - MINUTE) == Backlog(oldest=None, dead=0)
    assert backlog(now=FOUR + MINUTE) == Backlog(oldest=MINUTE, dead=0)
    write(person, 1, now=NOON + MINUTE, kind=NoticeKind.FACTOR_RESET)
    assert send(NOON + MINUTE) == 1
    assert len(server.taken) == 1
