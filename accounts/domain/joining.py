"""Seats taken by those who were invited.

``take_seat`` is the inner half of ``channels_registry.domain.seats.accept_invitation``,
which binds the newcomer's contacts: that floor opens ``acting_as`` and calls it inside.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.domain.places import check_language, check_zone
from accounts.domain.rights import lock_setup
from accounts.models import Invitation, Membership, User
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What an invited person says about himself when he takes the seat."""

    name: str
    post: str
    password: str
    language: str
    time_zone: str


def require_unanswered(offer: Invitation) -> None:
    """Raise Conflict, with the reason, where the invitation was accepted or revoked."""
    if offer.accepted_at:
        raise Conflict(
            "invitation_accepted",
            _("This invitation was accepted already. Sign in with the password chosen then."),
        )
    if offer.revoked_at:
        raise Conflict(
            "invitation_revoked", _("This invitation was revoked. Ask for a new one where you got it.")
        )


def standing_offer(invitation: uuid.UUID, *, now: datetime) -> Invitation:
    """Return an invitation that can be taken at ``now``; no lock.

    Raises NotKnown (no such), Conflict with a sentence that says why it cannot: accepted,
    revoked, expired, organisation closed.
    """
    offer = Invitation.objects.select_related("organisation").filter(public_id=invitation).first()
    if offer is None:
        raise NotKnown("invitation_unknown", _("This invitation does not exist."))
    require_unanswered(offer)
    if offer.expires_at <= now:
        raise Conflict(
            "invitation_expired", _("This invitation has expired. Ask for a new one where you got it.")
        )
    if not offer.organisation.active:
        raise Conflict("organisation_closed", _("The organisation that invited you is closed."))
    return offer


def take_seat(*, actor: Actor, invitation: uuid.UUID, newcomer: Newcomer, now: datetime) -> User:
    """Make the account and the seat of an invited person, and their audit entries.

    ``actor`` is the newcomer himself: its id becomes the user's. Call inside
    ``acting_as(actor)``. Raises as ``standing_offer``; Invalid (name, password, language,
    zone); Conflict where the address has an account already.
    """
    Invitation.objects.select_for_update(no_key=True).filter(public_id=invitation).first()
    offer = standing_offer(invitation, now=now)
    # Another organisation may have invited the same address: not both at once.
    lock_setup()
    if User.objects.filter(email=offer.email).exists():
        raise Conflict(
            "address_taken",
            _("This address has an account already. Ask to be invited with another address."),
        )
    user = _account(uuid.UUID(actor.id), offer.email, newcomer)
    Membership.objects.create(
        user=user, organisation=offer.organisation, roles=offer.roles, post=newcomer.post.strip()
    )
    offer.accepted_at = now
    offer.save(update_fields=["accepted_at"])
    taken = {"invitation": offer.public_id, "roles": offer.roles}
    organisation = str(offer.organisation.public_id)
    record(
        [
            NewEntry("user", actor.id, "accept_invitation", {**taken, "organisation": organisation}),
            NewEntry("organisation", organisation, "accept_invitation", {**taken, "user": actor.id}),
        ],
        by=actor,
        at=now,
    )
    return user


def _account(public_id: uuid.UUID, email: str, newcomer: Newcomer) -> User:
    name = newcomer.name.strip()
    if not name:
        raise Invalid("name", _("Say who you are."), field="name")
    user = User(
        public_id=public_id,
        email=email,
        name=name,
        language=check_language(newcomer.language),
        time_zone=check_zone(newcomer.time_zone),
    )
    check_password(newcomer.password, user)
    user.set_password(newcomer.password)
    user.save(force_insert=True)
    return user


def check_password(password: str, user: User) -> None:
    """Raise Invalid with every reason why ``password`` is too weak for ``user``."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("password", " ".join(error.messages), field="password") from error
