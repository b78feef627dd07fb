"""The secret address of a person's calendar: made, ended, and who is read by it."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as, actor_of
from accounts.domain.profile import locked_self, person_of
from accounts.models import CalendarFeed
from audit.domain.chain import NewEntry, record
from kernel.errors import NotKnown

_BYTES = 32


def feed_of(actor: Actor) -> CalendarFeed | None:
    """Return the actor's feed, if he has one; raises NotAllowed where no person acts."""
    return CalendarFeed.objects.filter(user=person_of(actor)).first()


def make_feed(*, actor: Actor, now: datetime) -> str:
    """Give the actor's calendar an address and return its secret, this once; audited.

    256 random bits, of which the hash is kept. The address before serves no more. Raises
    NotAllowed (no person acts).
    """
    with acting_as(actor):
        secret = secrets.token_urlsafe(_BYTES)
        CalendarFeed.objects.update_or_create(
            user=locked_self(actor), defaults={"hash": _hash(secret), "made_at": now}
        )
        record([NewEntry("user", actor.id, "make_calendar_feed")], by=actor, at=now)
    return secret


def end_feed(*, actor: Actor, now: datetime) -> None:
    """End the address of the actor's calendar; audited. Raises NotKnown (has none), NotAllowed."""
    with acting_as(actor):
        gone, _rows = CalendarFeed.objects.filter(user=locked_self(actor)).delete()
        if not gone:
            raise NotKnown("feed_unknown", _("Your calendar has no address."))
        record([NewEntry("user", actor.id, "end_calendar_feed")], by=actor, at=now)


def reader_by(secret: str) -> Actor:
    """Return the person whose calendar it is, as he may read now; he may do nothing by it.

    Raises NotKnown: no such address, or its person has no open seat any more.
    """
    feed = (
        CalendarFeed.objects.select_related("user__membership__organisation")
        .filter(hash=_hash(secret))
        .first()
    )
    actor = actor_of(feed.user) if feed is not None else None
    if actor is None:
        raise NotKnown("feed_unknown", _("There is no such calendar."))
    return replace(actor, roles=frozenset(), sees_as=actor.roles)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
