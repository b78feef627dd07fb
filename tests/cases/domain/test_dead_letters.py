"""Messages that were given up: who looks at them, and that they are sent again under the same key."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import User
from audit.models import Entry
from cases.domain.dead_letters import DeadLetter, as_read, dead_letters_of, send_again, send_all_again
from kernel.errors import NotAllowed, NotKnown
from notifications.domain.leasing import ATTEMPTS
from notifications.domain.sending import deliver
from notifications.models import Outbox
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.mail_server import mail_server
from tests.factories.messages import make_message
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=9)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def message(desk: Desk, *, reference: str = "", to: str = "agency", at: object = NOON, **more: str) -> Outbox:
    row = make_message(now=NOON, **more)  # type: ignore[arg-type]
    told = {"organisation": getattr(desk, to), "subject_id": reference or row.subject_id}
    Outbox.objects.filter(pk=row.pk).update(**told, dead_at=at)
    row.refresh_from_db()
    return row


def read(actor: Actor) -> list[DeadLetter]:
    with acting_as(actor):
        return as_read(actor, list(dead_letters_of(actor).order_by("pk")))


def test_each_attempt_that_failed_is_kept_with_its_error_until_the_message_is_given_up(
    desk: Desk, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = make_message(now=NOON)
    at = NOON
    for _attempt in range(ATTEMPTS):
        deliver(now=at, runner="test")
        row.refresh_from_db()
        at = row.next_attempt_at
    Outbox.objects.filter(pk=row.pk).update(organisation=desk.agency)
    [letter] = read(desk.supervisor)
    assert (letter.message.pk, letter.message.attempts, len(letter.failures)) == (row.pk, 10, 10)
    assert letter.failures[0].at == NOON
    assert [each.at for each in letter.failures] == sorted(each.at for each in letter.failures)
    assert {each.error.partition(":")[0] for each in letter.failures} == {"ConnectionRefusedError"}


def test_a_house_reads_what_its_people_and_the_contacts_of_its_cases_did_not_get(desk: Desk) -> None:
    case = make_sent_case(desk)
    other = make_desk()
    own = message(desk)
    of_case = message(desk, reference=case.reference, to="operator")
    message(other)
    message(other, reference=make_sent_case(other).reference, to="operator")
    make_message(now=NOON)  # still tried
    found = read(desk.supervisor)
    assert [(letter.message.pk, letter.reference) for letter in found] == [
        (own.pk, ""),
        (of_case.pk, case.reference),
    ]
    administrator = make_actor(desk.agency, Role.ADMINISTRATOR)
    assert [(letter.message.pk, letter.reference) for letter in read(administrator)] == [(own.pk, "")]


def test_a_message_sent_again_arrives_under_its_key_and_is_on_the_record(
    desk: Desk, settings: Settings
) -> None:
    row = message(desk)
    Outbox.objects.filter(pk=row.pk).update(attempts=ATTEMPTS)
    with mail_server(settings) as server:
        assert deliver(now=LATER, runner="test") == 0
        assert send_again(actor=desk.supervisor, messages=[row.public_id], now=LATER) == 1
        assert deliver(now=LATER, runner="test") == 1
        (mail,) = server.taken
    row.refresh_from_db()
    assert (row.sent_at, row.attempts, mail["X-Takedown-Key"]) == (LATER, 1, row.parcel)
    entry = Entry.objects.get(verb="send_again")
    assert (entry.subject_kind, entry.subject_id, entry.changes) == (
        "message",
        str(row.public_id),
        {"kind": "breach", "attempts": 10},
    )


def test_all_are_sent_again_at_once_but_those_to_people_who_are_disabled(desk: Desk) -> None:
    person = User.objects.get(pk=desk.analyst.user_id)
    first, second, third = message(desk), message(desk), message(desk)
    Outbox.objects.filter(pk=third.pk).update(user=person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    theirs = message(make_desk())
    assert send_all_again(actor=desk.supervisor, now=LATER) == 2
    waiting = Outbox.objects.filter(dead_at=None).order_by("pk")
    assert [row.pk for row in waiting] == [first.pk, second.pk]
    assert {row.pk for row in Outbox.objects.exclude(dead_at=None)} == {third.pk, theirs.pk}
    assert send_all_again(actor=desk.supervisor, now=LATER) == 0


def test_nobody_sends_again_what_is_not_for_his_eyes(desk: Desk) -> None:
    row, strange = message(desk), message(make_desk())
    for unknown in (strange.public_id, uuid4()):
        with pytest.raises(NotKnown):
            send_again(actor=desk.supervisor, messages=[unknown], now=LATER)
    for actor in (desk.analyst, desk.moderator):
        with pytest.raises(NotAllowed):
            send_again(actor=actor, messages=[row.public_id], now=LATER)
        with pytest.raises(NotAllowed):
            send_all_again(actor=actor, now=LATER)
    send_again(actor=desk.supervisor, messages=[row.public_id], now=LATER)
    with pytest.raises(NotKnown):
        send_again(actor=desk.supervisor, messages=[row.public_id], now=LATER)
