"""Chains of the record, and the ways in which somebody with the database's keys spoils them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection, transaction

from audit.domain.chain import NewEntry, record
from audit.domain.hashing import Columns, entry_hash
from audit.enums import ActorKind
from audit.models import Checkpoint, Entry, Head

AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


class Somebody:
    """A doer as the record knows one."""

    kind = ActorKind.USER
    id = "7b0d7a4e-0000-4000-8000-000000000001"
    label = "Analyst · Agency"


def write_chain(subject: str, length: int, *, kind: str = "policy", at: datetime = AT) -> None:
    """Write ``length`` entries to one chain: verbs step-1, step-2 …"""
    with transaction.atomic():
        record(
            [NewEntry(kind, subject, f"step-{place}", {"place": place}) for place in range(1, length + 1)],
            by=Somebody(),
            at=at,
        )


@contextmanager
def triggers_off() -> Iterator[None]:
    """Let the code inside do to the record what its triggers refuse."""
    tables = [model._meta.db_table for model in (Entry, Head, Checkpoint)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def rewrite_chain(subject: str, *, keep: int, kind: str = "policy") -> None:
    """Cut a chain after ``keep`` entries, change the last one, and make hashes and head fit."""
    with triggers_off():
        chain = Entry.objects.filter(subject_kind=kind, subject_id=subject)
        chain.filter(sequence__gt=keep).delete()
        last = chain.get(sequence=keep)
        last.verb = "something-else"
        columns = Columns(*[getattr(last, name) for name in Columns._fields])
        chain.filter(sequence=keep).update(verb=last.verb, hash=entry_hash(columns))
        Head.objects.filter(subject_kind=kind, subject_id=subject).update(
            sequence=keep, hash=entry_hash(columns)
        )
