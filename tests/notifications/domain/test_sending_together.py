"""Senders side by side, and a mail server that does not answer: no message twice, none lost."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from notifications.domain.sending import deliver
from notifications.models import Outbox
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.messages import make_message

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as running:
        yield running


def send(now: datetime = NOON, *, limit: int = 50) -> int:
    return deliver(now=now, runner=f"thread-{threading.get_ident()}", limit=limit)


class Sender(threading.Thread):
    """A sender in a thread and on a connection of its own; its error reaches the test."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work = work
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.work()
        except BaseException as error:
            self.error = error
        finally:
            connection.close()

    def ended(self) -> None:
        self.join(timeout=20)
        assert (self.is_alive(), self.error) == (False, None)


def stands(row: Outbox) -> tuple[str, int]:
    row.refresh_from_db()
    state = "sent" if row.sent_at else "dead" if row.dead_at else "leased" if row.lease_until else "waits"
    return state, row.attempts


def others(table: str, condition: str) -> int:
    """Return how many rows the server shows of other connections to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE pid <> pg_backend_pid() AND {condition}"
            " AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
        )
        count: int = cursor.fetchone()[0]
    return count


def test_many_senders_at_once_send_each_message_once_and_in_order(server: MailServer) -> None:
    for number in range(60):
        make_message(f"desk{number % 6}@platform.example", now=NOON, reference=f"TD-{number:02}")
    senders = [Sender(lambda: [send(NOON + SECOND, limit=7) for _ in range(12)]) for _ in range(4)]
    for sender in senders:
        sender.ended()
    send(NOON + 2 * SECOND, limit=100)
    assert len(server.taken) == 60
    assert set(Counter(server.keys()).values()) == {1}
    for desk in range(6):
        subjects = [str(message["Subject"]) for message in server.to(f"desk{desk}@")]
        assert subjects == sorted(subjects)
    assert Counter(Outbox.objects.values_list("attempts", flat=True)) == {1: 60}


def test_a_server_that_hangs_holds_no_lock_and_no_transaction(server: MailServer, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 10
    server.hung = {"slow@"}
    row = make_message("slow@platform.example", now=NOON)
    sender = Sender(send)
    assert server.hanging.wait(timeout=10)
    assert others("pg_stat_activity", "state LIKE 'idle in transaction%'") == 0
    assert others("pg_locks", "granted") == 0
    # Others go on meanwhile, and nobody else sends it while the lease holds.
    quick = make_message("quick@platform.example", now=NOON)
    assert send(NOON + 59 * SECOND) == 1
    assert (stands(row), stands(quick)) == (("leased", 1), ("sent", 1))
    server.released.set()
    sender.ended()
    assert stands(row) == ("waits", 1)


def test_a_hung_server_ends_after_its_timeout_and_the_message_comes_later(
    server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    server.hung = {"slow@"}
    row = make_message("slow@platform.example", now=NOON)
    assert send() == 0
    row.refresh_from_db()
    assert (row.last_error.partition(":")[0], row.attempts) == ("SMTPServerDisconnected", 1)
    server.hung = set()
    assert send(row.next_attempt_at) == 1


def test_a_sender_that_outlived_its_lease_has_no_say_any_more(server: MailServer, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 10
    server.hung = {"slow@"}
    row = make_message("slow@platform.example", now=NOON)
    slow = Sender(send)
    assert server.hanging.wait(timeout=10)
    server.hung = set()
    assert send(NOON + 60 * SECOND) == 1
    server.released.set()
    slow.ended()
    assert stands(row) == ("sent", 2)
    assert len(server.taken) == 1
