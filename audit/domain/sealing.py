"""Seals over the ends of all chains. Their hash is to be kept by somebody outside the house."""

import json
from datetime import datetime

from django.db import connection, transaction

from audit.domain.hashing import digest, instant
from audit.models import Checkpoint

# A checkpoint is one row: this keeps it under three megabytes.
HEADS_A_CHECKPOINT = 20_000
# Any number that nobody else locks: two seals at once would both take the next number.
_ONE_SEAL_AT_A_TIME = 7_203_114

# What all checkpoints before say together, and the chains that grew since.
_GROWN = """
WITH sealed AS (
    SELECT s.head ->> 0 AS kind, s.head ->> 1 AS id, max((s.head ->> 2)::int) AS sequence
    FROM audit_checkpoint c CROSS JOIN LATERAL jsonb_array_elements(c.heads) s (head)
    GROUP BY 1, 2
), grown AS (
    SELECT h.subject_kind, h.subject_id, h.sequence, h.hash
    FROM audit_head h LEFT JOIN sealed s ON s.kind = h.subject_kind AND s.id = h.subject_id
    WHERE h.sequence > coalesce(s.sequence, 0)
    ORDER BY h.subject_kind, h.subject_id
    LIMIT %(limit)s
)
SELECT
    (SELECT count(*) FROM audit_head),
    (SELECT coalesce(sum(sequence), 0) FROM audit_head),
    (SELECT coalesce(jsonb_agg(jsonb_build_array(subject_kind, subject_id, sequence, hash)), '[]')::text
     FROM grown)
"""


def seal(*, now: datetime, heads_at_most: int = HEADS_A_CHECKPOINT) -> Checkpoint:
    """Write a checkpoint over the chains that grew since the one before, and return it.

    Its ``hash`` covers the checkpoint before, so publishing the newest covers all. Where
    more than ``heads_at_most`` chains grew, several are written and the last is returned. Locks out
    other seals, not the writers of the record.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SEAL_AT_A_TIME])
        while True:
            cursor.execute(_GROWN, {"limit": heads_at_most})
            chains, entries, grown = cursor.fetchone()
            heads = json.loads(grown)
            checkpoint = _write(chains, int(entries), heads, now)
            if len(heads) < heads_at_most:
                return checkpoint


def checkpoint_hash(checkpoint: Checkpoint) -> str:
    """Return the hash of every column of a checkpoint, the previous one's hash among them."""
    return digest(
        {
            "number": checkpoint.number,
            "at": instant(checkpoint.at),
            "chains": checkpoint.chains,
            "entries": checkpoint.entries,
            "heads": checkpoint.heads,
            "previous_hash": checkpoint.previous_hash,
        }
    )


def _write(chains: int, entries: int, heads: list[list[str | int]], now: datetime) -> Checkpoint:
    before = Checkpoint.objects.order_by("-number").only("number", "hash").first()
    checkpoint = Checkpoint(
        number=before.number + 1 if before else 1,
        at=now,
        chains=chains,
        entries=entries,
        heads=heads,
        previous_hash=before.hash if before else "",
    )
    checkpoint.hash = checkpoint_hash(checkpoint)
    checkpoint.save(force_insert=True)
    return checkpoint
