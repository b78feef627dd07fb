"""Whether this version of the product can work with this database."""

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from operations.enums import DeskState


def readiness() -> DeskState:
    """Return OK, or what is in the way: the database does not answer, or a migration is missing."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return DeskState.NO_DATABASE
    return DeskState.OK if needed() <= applied.keys() else DeskState.NOT_MIGRATED


@cache
def needed() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version brings; they do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)
