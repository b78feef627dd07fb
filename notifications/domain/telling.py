"""Write down who is to be told what, in the transaction of the deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from audit.domain.hashing import JSON
from notifications.enums import NoticeKind
from notifications.models import Outbox


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


def tell(tellings: Sequence[Telling], *, now: datetime) -> None:
    """Put messages into the outbox, due at ``now``; a key that is there already is left alone.

    One insert whatever the number. Nothing leaves before the transaction commits.
    """
    Outbox.objects.bulk_create([_row(telling, now) for telling in tellings], ignore_conflicts=True)


def _row(telling: Telling, now: datetime) -> Outbox:
    to = telling.recipient
    return Outbox(
        key=telling.key,
        kind=telling.kind,
        user_id=to.user_id,
        organisation_id=to.organisation_id,
        address=to.address,
        name=to.name,
        language=to.language,
        time_zone=to.time_zone,
        subject_kind=telling.subject_kind,
        subject_id=telling.subject_id,
        context=dict(telling.context),
        created_at=now,
        next_attempt_at=now,
    )
