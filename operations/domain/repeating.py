"""A request that comes twice acts once: the unique index over actor and key decides.

``promise`` is the first statement of the deed's one transaction, so that deed and row are
kept together or not at all; a second request with the same key waits there for the first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from kernel.compiled import Prepared
from operations.models import RepeatableRequest

KEPT_FOR = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 500

# A row past its time is taken over: its key may be used anew.
_PROMISE = Prepared("""
INSERT INTO operations_repeatablerequest AS r
    (actor_kind, actor_id, key, fingerprint, created_at, status, content_type, headers, body)
VALUES (%(kind)s, %(id)s, %(key)s, %(fingerprint)s, %(now)s, NULL, '', '{}', '')
ON CONFLICT (actor_kind, actor_id, key) DO UPDATE
SET fingerprint = excluded.fingerprint, created_at = excluded.created_at,
    status = NULL, content_type = '', headers = '{}', body = ''
WHERE r.created_at <= %(cutoff)s
RETURNING r.id
""")
_KEEP = Prepared("""
UPDATE operations_repeatablerequest
SET status = %(status)s, body = %(body)s, content_type = %(content_type)s, headers = %(headers)s
WHERE id = %(row)s
""")
_FORGET = """
DELETE FROM operations_repeatablerequest WHERE id IN (
    SELECT id FROM operations_repeatablerequest WHERE created_at <= %s
    ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED)
"""


class Repeated(Exception):
    """This key was used before: nothing is done again."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose key it is, and what the request under it says."""

    actor_kind: str
    actor_id: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given."""

    status: int
    body: str
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def earlier_request(key: Key, now: datetime) -> RepeatableRequest | None:
    """Return the request that used this key within its time, or None."""
    return RepeatableRequest.objects.filter(
        actor_kind=key.actor_kind, actor_id=key.actor_id, key=key.key, created_at__gt=now - KEPT_FOR
    ).first()


def promise(key: Key, now: datetime) -> int:
    """Write down that the deed of this transaction is done under ``key``; return the row's id.

    Inner: the first statement of that transaction. Waits for another that does the
    same. Raises Repeated where that one, or an earlier one, was kept.
    """
    written = _PROMISE.rows(
        kind=key.actor_kind,
        id=key.actor_id,
        key=key.key,
        fingerprint=key.fingerprint,
        now=now,
        cutoff=now - KEPT_FOR,
    )
    if not written:
        raise Repeated(key.key)
    return int(written[0][0])


def keep_answer(row: int, answer: KeptAnswer) -> None:
    """Keep the answer beside the promise, for whoever asks again."""
    _KEEP.run(
        row=row,
        status=answer.status,
        body=answer.body,
        content_type=answer.content_type,
        headers=json.dumps(dict(answer.headers)),
    )


def forget_old(now: datetime) -> int:
    """Delete requests past their time, some hundred a round; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [now - KEPT_FOR, FORGOTTEN_AT_ONCE])
        forgotten: int = cursor.rowcount
    return forgotten
