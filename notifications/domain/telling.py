"""Write down who is to be told what, in the transaction of the deed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit.domain.hashing import JSON
from kernel.compiled import Prepared
from notifications.enums import NoticeKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: in the page (``user_id``), by mail (``address``), or both.

    ``language`` and ``time_zone`` are the recipient's. Raises ValueError for somebody who
    can be reached by neither.
    """

    name: str
    address: str
    language: str
    time_zone: str
    user_id: int | None = None
    organisation_id: int | None = None

    def __post_init__(self) -> None:
        if self.user_id is None and not self.address:
            raise ValueError("a recipient has an account or an address")


@dataclass(frozen=True, slots=True)
class Telling:
    """One message to one recipient. The same ``key`` again is the same message: told once.

    ``context`` holds words, ids and ISO instants, never content of a case:
    ``reference``; ``platform`` (the service's name); ``urgency``; ``due_at`` (ISO);
    ``other_time_zone`` (the other side's, where both read the instant); ``items`` (number);
    ``clock`` (kind); ``level``; ``path`` (site path to open). For a contact without an
    account ``link``: ``{"contact": uuid, "case": reference}`` instead of ``path``; the
    sender signs it when it renders, so no signed link ever lies in a row.
    """

    key: str
    kind: NoticeKind
    recipient: Recipient
    subject_kind: str
    subject_id: str
    context: Mapping[str, JSON] = field(default_factory=dict)


# One insert whatever the number; building a row an object costs more than writing it.
_TELL = Prepared("""
INSERT INTO notifications_outbox (public_id, key, kind, user_id, organisation_id, address, name, language,
    time_zone, subject_kind, subject_id, context, created_at, next_attempt_at, attempts, last_error)
SELECT gen_random_uuid(), key, kind, user_id, organisation_id, address, name, language, time_zone,
    subject_kind, subject_id, context::jsonb, %(now)s, %(now)s, 0, ''
FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(users)s::bigint[], %(organisations)s::bigint[],
    %(addresses)s::text[], %(names)s::text[], %(languages)s::text[], %(zones)s::text[],
    %(subject_kinds)s::text[], %(subject_ids)s::text[], %(contexts)s::text[])
    AS t (key, kind, user_id, organisation_id, address, name, language, time_zone, subject_kind,
        subject_id, context)
ON CONFLICT (key) DO NOTHING
RETURNING id
""")


def tell(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Put messages into the outbox, due at ``now``; a key that is there already is left alone.

    One insert whatever the number. Nothing leaves before the transaction commits.
    """
    if not tellings:
        return
    told = [telling.recipient for telling in tellings]
    _TELL.rows(
        now=now,
        keys=[telling.key for telling in tellings],
        kinds=[telling.kind.value for telling in tellings],
        users=[to.user_id for to in told],
        organisations=[to.organisation_id for to in told],
        addresses=[to.address for to in told],
        names=[to.name for to in told],
        languages=[to.language for to in told],
        zones=[to.time_zone for to in told],
        subject_kinds=[telling.subject_kind for telling in tellings],
        subject_ids=[telling.subject_id for telling in tellings],
        contexts=[json.dumps(dict(telling.context)) for telling in tellings],
    )
