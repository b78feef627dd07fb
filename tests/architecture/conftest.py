"""One world for many tests of a module: made once, each test in a savepoint of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is always rolled back, inside which verbs may open theirs."""
    block = transaction.atomic()
    # As Django's TestCase marks its own, so that a durable block may stand inside.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a module's world is made in; each test's own transaction stands inside it."""
    with django_db_blocker.unblock(), undone():
        yield
