"""The one place that reads the time.

The database's clock decides, not the host's: two hosts never agree, the
database agrees with itself. Read once at the edge (view, task, command) and
handed down as ``now``; no domain function calls this.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection


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
