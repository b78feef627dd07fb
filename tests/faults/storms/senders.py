"""Senders that are killed: no message is lost, and a repeat carries the same key."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from kernel.clock import database_now
from notifications.domain.leasing import LEASE
from notifications.domain.sending import deliver
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.forking import Kills, killed_at_random
from tests.faults.storms.mailbox import check_delivered, mail_sink, mails_of
from tests.faults.storms.telling import say

EACH = 4  # messages of most recipients, each a mail
LATE = 8  # old messages of some recipients: a digest each
SHARE_LATE = 5  # of a hundred messages


def sent() -> None:
    """One round of a sender."""
    deliver(now=database_now(), runner="storm")


def senders_killed(arena: Arena, size: Mapping[str, Any]) -> Found:
    """kill -9 of senders at random moments, a mail server at the other end."""
    found = Found()
    write_messages(size["messages"])
    with mail_sink(arena.folder) as taken:
        counted = killed_at_random(
            sent,
            kills=size["kills"],
            together=3,
            lives=(0.05, 1.0),
            log=arena.log("senders"),
            seed=size["seed"],
            told=lambda so_far: _progress(so_far, size["kills"]),
        )
        send_the_rest()
        check_delivered(mails_of(taken), found)
    found.counts.update(kills=counted.kills, kills_amid=counted.amid)
    return found


def send_the_rest() -> None:
    """Send what is left in quiet, told that the leases of the killed have run out."""
    assert settings.EMAIL_PORT
    for _lease in range(20):
        ahead = LEASE + timedelta(seconds=1)
        while deliver(now=database_now() + ahead, runner="quiet", limit=500):
            pass
        if not waiting():
            return


def waiting() -> int:
    """How many messages are neither sent nor given up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_outbox WHERE sent_at IS NULL AND dead_at IS NULL")
        return int(cursor.fetchone()[0])


def write_messages(number: int) -> None:
    """Write so many messages, some of them old enough for digests."""
    now = database_now()
    late = number * SHARE_LATE // 100
    for first in range(0, number, 5_000):
        upto = min(first + 5_000, number)
        old = [_message(i, f"late{i // LATE}@desk.example") for i in range(first, upto) if i < late]
        new = [_message(i, f"duty{i // EACH}@desk.example") for i in range(first, upto) if i >= late]
        tell(old, now=now - timedelta(minutes=10))
        tell(new, now=now)


def _message(number: int, address: str) -> Telling:
    return Telling(
        key=f"storm-{number}",
        kind=NoticeKind.BREACH,
        recipient=Recipient("Duty", address, "en", "UTC"),
        subject_kind="case",
        subject_id="TD-7K3QM-9F2XA",
        context={"reference": "TD-7K3QM-9F2XA", "path": "/cases/TD-7K3QM-9F2XA/", "platform": "Service"},
    )


def _progress(counted: Kills, of: int) -> None:
    if counted.kills % 50 == 0:
        say(f"{counted.kills} of {of} killed, {waiting()} messages wait")
