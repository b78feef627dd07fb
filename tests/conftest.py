"""The servers that the tests run against: given by ./dev test, else started here for one run."""

import os
from contextlib import ExitStack

import environ
import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations

from devstack.catalogues import compile_all
from devstack.servers import temporary_servers

_FLUSH = DatabaseOperations.execute_sql_flush


def _flush_append_only_tables(self: DatabaseOperations, sql_list: list[str]) -> None:
    # The record refuses TRUNCATE by trigger; only between two tests is it emptied.
    around = ("SET session_replication_role = replica", "SET session_replication_role = origin")
    _FLUSH(self, [around[0], *sql_list, around[1]])


DatabaseOperations.execute_sql_flush = _flush_append_only_tables
SERVERS = pytest.StashKey[ExitStack]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the servers whose addresses are not given, once for xdist's workers too; compile the texts."""
    if not hasattr(config, "workerinput"):
        compile_all()
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        servers = ExitStack()
        os.environ.update(servers.enter_context(temporary_servers()))
        config.stash[SERVERS] = servers
    # The settings were read before this file was: tell them where the servers are.
    settings.DATABASES["default"].update(environ.Env().db("DATABASE_URL"))
    settings.CELERY_BROKER_URL = os.environ["REDIS_URL"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started here."""
    if SERVERS in config.stash:
        config.stash[SERVERS].close()
