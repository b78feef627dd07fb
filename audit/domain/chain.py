"""The one door into the record: every entry is chained to the one before of its subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import connection

from audit.domain.hashing import Columns, canonical, entry_hash, words_only
from kernel.clock import database_now
from kernel.compiled import Prepared

Key = tuple[str, str]
End = tuple[int, str]
LABEL_LENGTH = 200


class Doer(Protocol):
    """Who did it: a person, a contact by signed link, the engine or the command line."""

    @property
    def kind(self) -> str:
        """One of ``audit.enums.ActorKind``."""

    @property
    def id(self) -> str:
        """Whose id means something to ``kind``."""

    @property
    def label(self) -> str:
        """Role and organisation, never a person's name."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What was done to one subject. ``changes`` holds words, ids, instants and hashes."""

    subject_kind: str
    subject_id: str
    verb: str
    changes: Mapping[str, object] = field(default_factory=dict)


# Both in one order, so that two writers who share chains wait for each other and never
# in a circle. Heads that exist are not tried again: a speculative insert costs an id.
_LOCK_HEADS = Prepared("""
WITH fresh AS (
    INSERT INTO audit_head (subject_kind, subject_id, sequence, hash)
    SELECT k.kind, k.id, 0, ''
    FROM unnest(%(kinds)s::text[], %(ids)s::text[]) WITH ORDINALITY k (kind, id, n)
    WHERE NOT EXISTS (
        SELECT FROM audit_head h WHERE h.subject_kind = k.kind AND h.subject_id = k.id)
    ORDER BY k.n
    ON CONFLICT (subject_kind, subject_id) DO NOTHING
    RETURNING subject_kind, subject_id, sequence, hash
), held AS (
    SELECT h.subject_kind, h.subject_id, h.sequence, h.hash
    FROM audit_head h JOIN unnest(%(kinds)s::text[], %(ids)s::text[]) k (kind, id)
        ON h.subject_kind = k.kind AND h.subject_id = k.id
    ORDER BY h.subject_kind, h.subject_id
    FOR NO KEY UPDATE OF h
)
SELECT * FROM fresh UNION ALL SELECT * FROM held
""")

_ENDS = """
unnest(%(end_kinds)s::text[], %(end_ids)s::text[], %(end_sequences)s::int[], %(end_hashes)s::text[])
    AS e (kind, id, sequence, hash)
"""
_ENTRIES = """
INSERT INTO audit_entry (subject_kind, subject_id, sequence, at, recorded_at, actor_kind, actor_id,
    actor_label, verb, changes, previous_hash, hash)
SELECT kind, id, sequence, %(at)s, %(recorded_at)s, %(actor_kind)s, %(actor_id)s, %(actor_label)s,
    verb, changes::jsonb, previous_hash, hash
FROM unnest(%(kinds)s::text[], %(ids)s::text[], %(sequences)s::int[], %(verbs)s::text[],
    %(changes)s::text[], %(previous)s::text[], %(hashes)s::text[])
    AS e (kind, id, sequence, verb, changes, previous_hash, hash)
"""
_GO_ON = Prepared(f"""
WITH ended AS (
    UPDATE audit_head h SET sequence = e.sequence, hash = e.hash FROM {_ENDS}
    WHERE h.subject_kind = e.kind AND h.subject_id = e.id
)
{_ENTRIES}""")  # noqa: S608  our own words, no input
_BEGIN = Prepared(f"""
WITH begun AS (
    INSERT INTO audit_head (subject_kind, subject_id, sequence, hash)
    SELECT e.kind, e.id, e.sequence, e.hash FROM {_ENDS} ORDER BY e.kind, e.id
)
{_ENTRIES}""")  # noqa: S608  our own words, no input


def record(entries: Sequence[NewEntry], *, by: Doer, at: datetime, begin: bool = False) -> None:
    """Write entries to the chains of their subjects, in the order given, done by one doer.

    ``at`` is when it was done (the caller's ``now``); ``recorded_at`` is the record's own
    fact, read from the database once the chains are locked. Three round trips whatever the
    number of entries. Locks the chains' heads until the transaction ends, in one order:
    call it once a transaction where you can, and after the case's lock. ``begin``: all these
    subjects are new in this transaction, so that there is nothing to lock; two round trips.

    Raises RuntimeError outside a transaction, NotAWord where ``changes`` hold a text,
    IntegrityError where a chain that is to begin has begun.
    """
    if not entries:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of the deed it tells of")
    keys = {(new.subject_kind, new.subject_id) for new in entries}
    ends = dict.fromkeys(keys, (0, "")) if begin else _lock(keys)
    written = _chained(entries, ends, by=by, at=at, recorded_at=database_now())
    _write(_BEGIN if begin else _GO_ON, written, ends)


def _lock(keys: set[Key]) -> dict[Key, End]:
    ordered = sorted(keys)
    kinds, ids = [kind for kind, _ in ordered], [each for _, each in ordered]
    found: dict[Key, End] = {}
    # A head that another transaction made in this very moment is seen by the second look.
    while len(found) < len(ordered):
        rows = _LOCK_HEADS.rows(kinds=kinds, ids=ids)
        found = {(kind, each): (sequence, last) for kind, each, sequence, last in rows}
    return found


def _chained(
    entries: Sequence[NewEntry], ends: dict[Key, End], *, by: Doer, at: datetime, recorded_at: datetime
) -> list[tuple[Columns, str]]:
    written = []
    for new in entries:
        key = (new.subject_kind, new.subject_id)
        sequence, previous = ends[key]
        columns = Columns(
            subject_kind=new.subject_kind,
            subject_id=new.subject_id,
            sequence=sequence + 1,
            at=at,
            recorded_at=recorded_at,
            actor_kind=str(by.kind),
            actor_id=str(by.id),
            # The name of an organisation may fill the column alone; no deed fails for its length.
            actor_label=str(by.label)[:LABEL_LENGTH],
            verb=str(new.verb),
            changes=words_only(new.changes),
            previous_hash=previous,
        )
        ends[key] = (columns.sequence, entry_hash(columns))
        written.append((columns, ends[key][1]))
    return written


def _write(statement: Prepared, written: list[tuple[Columns, str]], ends: dict[Key, End]) -> None:
    one = written[0][0]
    rows = [columns for columns, _ in written]
    statement.run(
        at=one.at,
        recorded_at=one.recorded_at,
        actor_kind=one.actor_kind,
        actor_id=one.actor_id,
        actor_label=one.actor_label,
        kinds=[row.subject_kind for row in rows],
        ids=[row.subject_id for row in rows],
        sequences=[row.sequence for row in rows],
        verbs=[row.verb for row in rows],
        changes=[canonical(row.changes).decode() for row in rows],
        previous=[row.previous_hash for row in rows],
        hashes=[own for _, own in written],
        end_kinds=[kind for kind, _ in ends],
        end_ids=[each for _, each in ends],
        end_sequences=[sequence for sequence, _ in ends.values()],
        end_hashes=[last for _, last in ends.values()],
    )
