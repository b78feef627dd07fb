"""The notices of one person in the page."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from notifications.models import Notice


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """Return the person's notices, the newest first; none for who has no account."""
    return _own(actor).order_by("-created_at", "-pk")


def unread_count(actor: Actor) -> int:
    """Return how many notices the person has not read. One query on an index of the unread."""
    return _own(actor).filter(read_at=None).count()


def mark_read(*, actor: Actor, notices: Collection[UUID], now: datetime) -> int:
    """Mark these notices of the person as read at ``now`` and return how many were not yet.

    Ids of others' notices and of notices read before change nothing. What was read is
    written to the person's record: that something was seen matters as much as that it was
    sent.
    """
    with acting_as(actor):
        return _mark(actor, _own(actor).filter(public_id__in=notices), now)


def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """Mark all notices of the person up to ``now`` as read; effects as :func:`mark_read`."""
    with acting_as(actor):
        return _mark(actor, _own(actor).filter(created_at__lte=now), now)


def _own(actor: Actor) -> QuerySet[Notice]:
    return Notice.objects.none() if actor.user_id is None else Notice.objects.filter(user_id=actor.user_id)


def _mark(actor: Actor, chosen: QuerySet[Notice], now: datetime) -> int:
    unread = chosen.filter(read_at=None).order_by("pk").select_for_update(no_key=True)
    seen = dict(unread.values_list("pk", "public_id"))
    if seen:
        Notice.objects.filter(pk__in=seen).update(read_at=now)
        entry = NewEntry("user", actor.id, "read_notices", {"notices": list(seen.values())})
        record([entry], by=actor, at=now)
    return len(seen)
