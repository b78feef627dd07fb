"""The sender: lease, send, mark, in this order. A message may arrive twice, never not at all."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog

from accounts.domain.acting import ENGINE, acting_as
from notifications.domain.leasing import Parcel, give_back, lease, mark_failed, mark_sent
from notifications.domain.mailing import Post, Refused, Unreachable, compose
from operations.domain.heartbeats import stamp
from operations.enums import Work

log = structlog.get_logger(__name__)

# With a server's last silence (EMAIL_TIMEOUT) it stays within a task's soft limit of 20 s.
PATIENCE = timedelta(seconds=8)


def deliver(*, now: datetime, runner: str, limit: int = 50, patience: timedelta = PATIENCE) -> int:
    """Deliver what is due at ``now``, at most ``limit`` messages (and a digest's others).

    Returns how many messages reached the page or the mail server. Notices appear in the
    page; mails are sent outside of any transaction, and each is marked before the next: a
    sender that is killed leaves one message that is sent again, with the same key. A server
    that refuses one message delays that one; a server that cannot be reached, or hangs,
    ends the round. Stamps the runner's heartbeat. Any number may run at once.
    """
    parcels, settled = lease(now=now, limit=limit)
    done = settled + _post(parcels, now, patience)
    with acting_as(ENGINE):
        stamp(runner=runner, work=Work.OUTBOX, count=done, now=now)
    return done


def deliver_on(*, clock: Callable[[], datetime], runner: str, limit: int = 50) -> int:
    """Deliver round after round while more is due, as long as one round may take.

    A look each second would leave no more than ``limit`` messages a second: a burst of
    steps, or what a long standstill left, would arrive hours late. Returns how many reached
    the page or the mail server.
    """
    ends, done = monotonic() + PATIENCE.total_seconds(), 0
    while (left := ends - monotonic()) > 0:
        sent = deliver(now=clock(), runner=runner, limit=limit, patience=timedelta(seconds=left))
        done += sent
        if sent < limit:
            break
    return done


def _post(parcels: list[Parcel], now: datetime, patience: timedelta) -> int:
    done = 0
    with Post(patience) as post:
        for number, parcel in enumerate(parcels):
            if post.worn_out:
                give_back([row for each in parcels[number:] for row in each.rows])
                break
            try:
                done += _send(post, parcel, now)
            except Unreachable as error:
                log.warning("mail_server_unreachable", error=str(error))
                waiting = [row for each in parcels[number + 1 :] for row in each.rows]
                mark_failed(parcel.rows, error=str(error), now=now, may_have_left=error.may_have_left)
                mark_failed(waiting, error=str(error), now=now)
                break
    return done


def _send(post: Post, parcel: Parcel, now: datetime) -> int:
    try:
        message = compose(parcel, now=now)
    except Exception as error:  # a context that cannot be rendered must not stop the others
        log.exception("message_not_rendered", key=parcel.last.key)
        mark_failed(parcel.rows, error=f"{type(error).__name__}: {error}", now=now)
        return 0
    try:
        post.send(message)
    except Refused as error:
        mark_failed(parcel.rows, error=str(error), now=now, may_have_left=error.may_have_left)
        return 0
    mark_sent(parcel.rows, now=now)
    return len(parcel.rows)
