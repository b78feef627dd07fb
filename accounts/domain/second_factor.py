"""The second factor: who must have one, and whether a session has shown it.

A session acts only when it lacks nothing: pages and API both ask ``actor_in_session``.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, actor_of
from accounts.domain.people import locked_seat
from accounts.enums import Lack
from accounts.models import Membership, User
from accounts.models.user import new_nonce
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown

# Recovery codes stand in for one of these; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
Record = Mapping[str, Any]


def people_with_factors() -> QuerySet[User]:
    """Return people as a session needs them: seat, organisation, ``has_factor``; one query."""
    return User.objects.select_related("membership__organisation").annotate(
        has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))
    )


def has_factor(user: User) -> bool:
    """Whether the person has a second factor; no query where the row was read with it."""
    known: bool | None = getattr(user, "has_factor", None)
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists() if known is None else known


def needs_factor(actor: Actor) -> bool:
    """Whether one of the actor's roles asks for a second factor (MFA_REQUIRED_ROLES)."""
    return not actor.roles.isdisjoint(settings.MFA_REQUIRED_ROLES)


def lack_of(actor: Actor, user: User, records: Sequence[Record]) -> Lack | None:
    """Return what the session with these records of authentication lacks, or None.

    A factor that exists must have been shown in this session, whoever the person is: one
    that signed in before the factor was set up does not count.
    """
    if has_factor(user):
        shown = any(record.get("method") == "mfa" for record in records)
        return None if shown else Lack.PROOF
    return Lack.FACTOR if needs_factor(actor) else None


def actor_in_session(user: User, records: Sequence[Record]) -> Actor | None:
    """Return the actor of a signed-in session; None without a seat, or while it lacks a factor."""
    actor = actor_of(user)
    return None if actor is None or lack_of(actor, user, records) else actor


def drop_factors(*, actor: Actor, person: uuid.UUID, now: datetime) -> User:
    """Take every factor and recovery code of a colleague who lost them; his sessions end. Audited.

    For those who manage the organisation's people, and for the command line. Call inside
    ``acting_as(actor)``. Raises NotKnown, NotAllowed, Invalid (oneself), Conflict (has none).
    """
    seat = _any_seat(person) if actor.is_system else locked_seat(actor, person)
    user = seat.user
    if user.pk == actor.user_id:
        raise Invalid("oneself", _("Nobody resets his own second factor. Ask another who manages people."))
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Conflict("no_factor", _("This person has no second factor."))
    user.session_nonce = new_nonce()
    user.save(update_fields=["session_nonce"])
    record([NewEntry("user", str(user.public_id), "reset_second_factor")], by=actor, at=now)
    return user


def _any_seat(person: uuid.UUID) -> Membership:
    seats = Membership.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    seat = seats.filter(user__public_id=person).first()
    if seat is None:
        raise NotKnown("person_unknown", _("This person does not exist."))
    return seat
