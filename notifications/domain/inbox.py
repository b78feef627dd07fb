"""The notices of one person in the page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, QuerySet

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from notifications.enums import NoticeKind
from notifications.models import Notice

# Nobody reads more than "99+" of a number.
COUNTED = 100


@dataclass(frozen=True, slots=True)
class Thread:
    """What a person has not read of one case, or of one kind: the newest of it, and how many."""

    newest: Notice
    number: int
    kinds: tuple[NoticeKind, ...]

    @property
    def about_a_kind(self) -> bool:
        """Whether it is about no case, so that only their kind holds its notices together."""
        return self.newest.thread == f"kind:{self.newest.kind}"


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """Return the person's notices, the newest first; none for who has no account."""
    return _own(actor).order_by("-created_at", "-pk")


def unread_count(actor: Actor) -> int:
    """Return how many notices the person has not read, counted to :data:`COUNTED`.

    One query on an index of the unread.
    """
    return _own(actor).filter(read_at=None).order_by()[:COUNTED].count()


def unread_threads(actor: Actor, *, limit: int, before: UUID | None = None) -> list[Thread]:
    """Return what the person has not read, a line a case, that which moved last first.

    Two queries, whatever the number. ``before``: only what moved earlier than this notice.
    """
    threads = (
        _own(actor)
        .filter(read_at=None)
        .values("thread")
        .annotate(last=Max("pk"), number=Count("pk"), kinds=ArrayAgg("kind", distinct=True))
        .order_by("-last")
    )
    if before is not None:
        threads = threads.filter(last__lt=_place_of(actor, before))
    found = list(threads[:limit])
    newest = _own(actor).in_bulk([each["last"] for each in found])
    return [
        Thread(newest[each["last"]], each["number"], _in_order(each["kinds"]))
        for each in found
        if each["last"] in newest
    ]


def mark_read(*, actor: Actor, notices: Collection[UUID], now: datetime) -> int:
    """Mark these notices of the person as read at ``now`` and return how many were not yet.

    Ids of others' notices and of notices read before change nothing. What was read is
    written to the person's record: that something was seen matters as much as that it was
    sent.
    """
    with acting_as(actor):
        return _mark(actor, _own(actor).filter(public_id__in=notices), now)


def mark_all_read(*, actor: Actor, now: datetime, thread: str = "", newest: UUID | None = None) -> int:
    """Mark all notices of the person up to ``now`` as read; effects as :func:`mark_read`.

    ``thread``: only those of one. ``newest``: only up to this one, which stood on his page:
    what came since was not seen.
    """
    with acting_as(actor):
        chosen = _own(actor).filter(created_at__lte=now)
        if thread:
            chosen = chosen.filter(thread=thread)
        if newest is not None:
            chosen = chosen.filter(pk__lte=_place_of(actor, newest))
        return _mark(actor, chosen, now)


def _own(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.none() if actor.user_id is None else Notice.objects.filter(user_id=actor.user_id)


def _place_of(actor: Actor, notice: UUID) -> int:
    # Of somebody else's, or none: before it there is nothing.
    return _own(actor).filter(public_id=notice).values_list("pk", flat=True).first() or 0


def _in_order(kinds: Iterable[str]) -> tuple[NoticeKind, ...]:
    held = set(kinds)
    return tuple(kind for kind in NoticeKind if kind in held)


def _mark(actor: Actor, chosen: QuerySet[Notice], now: datetime) -> int:
    unread = chosen.filter(read_at=None).order_by("pk").select_for_update(no_key=True)
    seen = dict(unread.values_list("pk", "public_id"))
    if seen:
        Notice.objects.filter(pk__in=seen).update(read_at=now)
        entry = NewEntry("user", actor.id, "read_notices", {"notices": list(seen.values())})
        record([entry], by=actor, at=now)
    return len(seen)
