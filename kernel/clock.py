"""The one place that reads the time.

The database's clock decides, not the host's: two hosts never agree, the
database agrees with itself. Read once at the edge (view, task, command) and
handed down as ``now``; no domain function calls this.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.http import HttpRequest


def database_now() -> datetime:
    """Return the database's instant (UTC, aware). One round trip."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def host_skew() -> timedelta:
    """Return how far the host's clock is ahead of the database's, half a round trip deducted."""
    before = datetime.now(UTC)
    instant = database_now()
    after = datetime.now(UTC)
    return before + (after - before) / 2 - instant


def now_of(request: HttpRequest) -> datetime:
    """Return the database's instant, read once a request."""
    instant: datetime | None = getattr(request, "_now", None)
    if instant is None:
        instant = database_now()
        request._now = instant  # type: ignore[attr-defined]
    return instant


def read_again(request: HttpRequest) -> datetime:
    """Read the clock anew after slow work: a deed is dated when its transaction is about to open."""
    request._now = None  # type: ignore[attr-defined]
    return now_of(request)


# What a request does between reading the clock and opening its transaction.
_BEFORE_OPENING = timedelta(seconds=2)
_WAITED_FOR_AT_MOST = timedelta(seconds=60)
_OLDEST_OPEN = """
SELECT min(xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


def settled_before(now: datetime) -> datetime:
    """Return the instant before which no row can still appear: what was being written is committed.

    A deed is dated by the clock when it began and is seen when it commits, so a later one
    can be seen first. Whoever follows a list by its instants reads up to here and misses
    none. Looks at the oldest open transaction; one that is older than a minute (a copy of
    the database, say) is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_OPEN)
        oldest: datetime | None = cursor.fetchone()[0]
    return max(min(now, oldest or now) - _BEFORE_OPENING, now - _WAITED_FOR_AT_MOST)
