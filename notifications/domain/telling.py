"""Write down who is to be told what, in the transaction of the deed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from audit.domain.hashing import JSON
from kernel.compiled import Prepared
from notifications.enums import NoticeKind
from notifications.models import Outbox


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: in the page (``user_id``), by mail (``address``), or both.

    ``language`` and ``time_zone`` are the recipient's. ``on_duty``: he is told because it is
    on him to act now, so that no quiet hour keeps a breach from him. Raises ValueError for somebody who
    can be reached by neither.
    """

    name: str
    address: str
    language: str
    time_zone: str
    user_id: int | None = None
    organisation_id: int | None = None
    on_duty: bool = False

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
    ``happened_at``: the instant of what is told, where it was noticed later.
    """

    key: str
    kind: NoticeKind
    recipient: Recipient
    subject_kind: str
    subject_id: str
    context: Mapping[str, JSON] = field(default_factory=dict)
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Gathering:
    batch: UUID
    until: datetime


_gathering: ContextVar[_Gathering | None] = ContextVar("gathering", default=None)


@contextmanager
def gathering(batch: UUID, *, until: datetime) -> Iterator[None]:
    """Let what is told inside wait for the end of one deed that tells of many cases.

    Nothing of it leaves before ``release`` or ``until``; then many for one recipient are one
    digest. Whatever else is told to him meanwhile goes its way.
    """
    token = _gathering.set(_Gathering(batch, until))
    try:
        yield
    finally:
        _gathering.reset(token)


def release(batch: UUID, *, now: datetime) -> None:
    """Let the messages of a batch leave: the deed has ended. Inner."""
    waiting = Outbox.objects.filter(batch=batch, sent_at=None, dead_at=None, next_attempt_at__gt=now)
    waiting.filter(attempts=0).update(next_attempt_at=now)


def take_back(batch: UUID) -> None:
    """Drop the messages of a batch that nobody has tried to send: the deed was undone. Inner."""
    Outbox.objects.filter(batch=batch, attempts=0, sent_at=None, dead_at=None).delete()


# One insert whatever the number; building a row an object costs more than writing it.
_TELL = Prepared("""
INSERT INTO notifications_outbox (public_id, key, kind, user_id, organisation_id, address, name, language,
    time_zone, subject_kind, subject_id, context, created_at, next_attempt_at, attempts, last_error,
    happened_at, batch, on_duty)
SELECT gen_random_uuid(), key, kind, user_id, organisation_id, address, name, language, time_zone,
    subject_kind, subject_id, context::jsonb, %(now)s, %(first)s, 0, '',
    COALESCE(happened_at, %(now)s), %(batch)s::uuid, on_duty
FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(users)s::bigint[], %(organisations)s::bigint[],
    %(addresses)s::text[], %(names)s::text[], %(languages)s::text[], %(zones)s::text[],
    %(subject_kinds)s::text[], %(subject_ids)s::text[], %(contexts)s::text[],
    %(happened)s::timestamptz[], %(on_duty)s::boolean[])
    AS t (key, kind, user_id, organisation_id, address, name, language, time_zone, subject_kind,
        subject_id, context, happened_at, on_duty)
ON CONFLICT (key) DO NOTHING
""")


def tell(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Put messages into the outbox, due at ``now``; a key that is there already is left alone.

    One insert whatever the number. Nothing leaves before the transaction commits. Inside
    ``gathering`` they wait for its end.
    """
    if not tellings:
        return
    held = _gathering.get()
    told = [telling.recipient for telling in tellings]
    _TELL.run(
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
        happened=[telling.happened_at for telling in tellings],
        on_duty=[to.on_duty for to in told],
        first=held.until if held else now,
        batch=str(held.batch) if held else None,
    )
