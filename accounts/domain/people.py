"""People of an organisation: roles, clearance, closing and opening accounts.

``close_account`` is the inner half of ``channels_registry.domain.seats.disable_person``,
which ends the person's signed links too.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.inviting import check_roles
from accounts.domain.rights import has_manager, require_people_manager
from accounts.domain.tokens import end_tokens
from accounts.enums import managing_role
from accounts.models import Membership, Organisation, Token
from accounts.models.user import new_nonce
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale

SEAT_FIELDS = ("roles", "post")


def people_of(actor: Actor) -> list[Membership]:
    """Return the seats of the actor's organisation by name, the closed ones last.

    Raises NotAllowed for those who manage nobody.
    """
    return list(
        Membership.objects.filter(organisation_id=require_people_manager(actor))
        .select_related("user", "organisation")
        .order_by("-user__is_active", "user__name", "pk")
    )


def seat_of(actor: Actor, person: uuid.UUID) -> Membership:
    """Return the seat of a person of the actor's organisation; raises NotKnown, NotAllowed."""
    seat = (
        Membership.objects.filter(organisation_id=require_people_manager(actor), user__public_id=person)
        .select_related("user", "organisation")
        .first()
    )
    if seat is None:
        raise NotKnown("person_unknown", _("This person does not belong to your organisation."))
    return seat


def change_roles(
    *,
    actor: Actor,
    person: uuid.UUID,
    roles: Collection[str],
    post: str,
    now: datetime,
    seen: str = "",
) -> Membership:
    """Set the roles of a person, and the post that orders name; audited.

    Raises NotKnown, NotAllowed, Invalid (roles that do not fit), Conflict (nobody would be
    left to manage the organisation's people, or somebody changed the seat since ``seen``).
    """
    with acting_as(actor):
        seat = locked_seat(actor, person)
        refuse_if_stale(seat, SEAT_FIELDS, seen=seen)
        wanted = check_roles(roles, seat.organisation.kind)
        if managing_role(seat.organisation.kind) not in wanted:
            _require_another_manager(seat)
        changes: dict[str, object] = {}
        if wanted != seat.roles:
            changes["roles"] = [seat.roles, wanted]
        if post.strip() != seat.post:
            changes["fields"] = ["post"]
        if changes:
            seat.roles, seat.post = wanted, post.strip()
            seat.save(update_fields=["roles", "post"])
            _note(seat, actor, "change_roles", now, **changes)
    return seat


def set_clearance(*, actor: Actor, person: uuid.UUID, cleared: bool, now: datetime) -> Membership:
    """Grant or end a person's clearance for restricted categories; audited.

    Asking for what is so already changes nothing. Raises NotKnown, NotAllowed.
    """
    with acting_as(actor):
        seat = locked_seat(actor, person)
        if seat.cleared != cleared:
            seat.cleared = cleared
            seat.save(update_fields=["cleared"])
            _note(seat, actor, "grant_clearance" if cleared else "end_clearance", now)
    return seat


def close_account(*, actor: Actor, person: uuid.UUID, now: datetime) -> Membership:
    """Close a person's account: no sign-in, every session and token ended; audited.

    Call inside ``acting_as(actor)``. Raises NotKnown, NotAllowed, Invalid (oneself),
    Conflict (closed already, or nobody would be left to manage people).
    """
    seat = locked_seat(actor, person)
    if seat.user_id == actor.user_id:
        raise Invalid("oneself", _("Nobody closes his own account. Ask another who manages people."))
    if not seat.user.is_active:
        raise Conflict("closed_already", _("This account is closed already."))
    _require_another_manager(seat)
    user = seat.user
    user.is_active = False
    user.session_nonce = new_nonce()
    user.save(update_fields=["is_active", "session_nonce"])
    _note(seat, actor, "disable", now)
    end_tokens(Token.objects.filter(responsible=user), actor, now)
    return seat


def enable(*, actor: Actor, person: uuid.UUID, now: datetime) -> Membership:
    """Open a closed account again: the password holds, old sessions, links and tokens stay ended.

    Audited. Raises NotKnown, NotAllowed, Conflict (open already).
    """
    with acting_as(actor):
        seat = locked_seat(actor, person)
        if seat.user.is_active:
            raise Conflict("open_already", _("This account is open already."))
        seat.user.is_active = True
        seat.user.save(update_fields=["is_active"])
        _note(seat, actor, "enable", now)
    return seat


def locked_seat(actor: Actor, person: uuid.UUID) -> Membership:
    """Return as ``seat_of``, with the organisation's people locked."""
    # One lock for all people of the organisation: two managers who demote each other at
    # the same instant must not leave it without any.
    Organisation.objects.select_for_update(no_key=True).get(pk=require_people_manager(actor))
    return seat_of(actor, person)


def _require_another_manager(seat: Membership) -> None:
    manages = managing_role(seat.organisation.kind) in seat.roles and seat.user.is_active
    if manages and not has_manager(seat.organisation, without=seat):
        raise Conflict(
            "last_manager", _("Nobody else manages the people of this organisation. Name another first.")
        )


def _note(seat: Membership, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("user", str(seat.user.public_id), verb, changes)], by=actor, at=now)
