import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.domain.readiness import needed, readiness
from operations.enums import DeskState

pytestmark = pytest.mark.django_db


def test_a_database_with_every_migration_is_ready_by_one_look_at_them(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):  # is there a table of them, and what stands in it
        assert readiness() == DeskState.OK


def test_a_database_that_lacks_a_migration_is_not_ready() -> None:
    MigrationRecorder(connection).record_unapplied("operations", "0001_initial")
    assert readiness() == DeskState.NOT_MIGRATED


def test_a_database_of_a_newer_version_is_ready_for_an_older_one() -> None:
    MigrationRecorder(connection).record_applied("operations", "9999_of_the_next_version")
    assert readiness() == DeskState.OK


def test_every_app_of_ours_needs_its_first_migration() -> None:
    apps = {"accounts", "audit", "cases", "channels_registry", "notifications", "operations", "sla"}
    assert apps - {app for app, name in needed() if name.startswith("0001")} == set()
