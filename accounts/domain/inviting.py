"""Seats offered by mail.

``offer_seat`` and ``prolong_offer`` are the inner half of the verbs in
``notifications.domain.invitations``, which tell the invited person: that floor opens
``acting_as`` and calls these inside.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.joining import require_unanswered
from accounts.domain.rights import edits_shared, has_manager, manages_people, require_people_manager
from accounts.enums import Role, managing_role, roles_of
from accounts.models import Invitation, Membership, Organisation
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown

OPEN_FOR = timedelta(days=7)
LONGEST_ADDRESS = 254  # RFC 5321: 256 octets with the angle brackets


def check_roles(roles: Collection[str], kind: str) -> list[str]:
    """Return the roles in the order of the enum, or raise Invalid where they do not fit."""
    if not roles:
        raise Invalid("no_role", _("Choose at least one role."), field="roles")
    if not set(roles) <= set(roles_of(kind)):
        raise Invalid(
            "foreign_role", _("These roles do not exist in this kind of organisation."), field="roles"
        )
    return [role.value for role in Role if role in roles]


def check_address(email: str) -> str:
    """Return the address in lower case, or raise Invalid."""
    address = email.strip().lower()
    try:
        MaxLengthValidator(LONGEST_ADDRESS)(address)
        validate_email(address)
    except ValidationError as error:
        raise Invalid("email", _("This is not an e-mail address."), field="email") from error
    return address


def offer_seat(
    *, actor: Actor, organisation: Organisation, email: str, roles: Collection[str], now: datetime
) -> Invitation:
    """Write an invitation that stands open for seven days, and its audit entry.

    The managers of an organisation invite its people; the administrators of the owning
    agency invite the first manager of any. An open invitation of the same organisation to
    the same address is revoked: the new one takes its place. Whether the address belongs
    to another organisation is not told. Call inside ``acting_as(actor)``. Raises NotKnown,
    NotAllowed, Conflict (organisation closed), Invalid (address, roles, already here).
    """
    _require_may_offer(actor, organisation, roles)
    if not organisation.active:
        raise Conflict("organisation_closed", _("This organisation is closed. Open it again first."))
    address = check_address(email)
    wanted = check_roles(roles, organisation.kind)
    if Membership.objects.filter(organisation=organisation, user__email=address).exists():
        raise Invalid("here_already", _("This person belongs to the organisation already."), field="email")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    standing = Invitation.objects.filter(
        organisation=organisation, email=address, accepted_at=None, revoked_at=None
    )
    standing.update(revoked_at=now)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        roles=wanted,
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + OPEN_FOR,
    )
    _note(invitation, actor, "invite", now, roles=wanted)
    return invitation


def prolong_offer(*, actor: Actor, invitation: uuid.UUID, now: datetime) -> Invitation:
    """Let an unanswered invitation stand for seven more days; audited. Inside ``acting_as``.

    Raises NotKnown, NotAllowed, Conflict (accepted or revoked meanwhile).
    """
    offer = _locked(invitation)
    _require_may_offer(actor, offer.organisation, offer.roles)
    require_unanswered(offer)
    offer.expires_at = now + OPEN_FOR
    offer.save(update_fields=["expires_at"])
    _note(offer, actor, "invite_again", now)
    return offer


def revoke_invitation(*, actor: Actor, invitation: uuid.UUID, now: datetime) -> Invitation:
    """End an unanswered invitation: its link says so from now on. Audited.

    Raises NotKnown, NotAllowed, Conflict (accepted or revoked meanwhile).
    """
    with acting_as(actor):
        offer = _locked(invitation)
        if not edits_shared(actor):
            _require_own(actor, offer.organisation)
        require_unanswered(offer)
        offer.revoked_at = now
        offer.save(update_fields=["revoked_at"])
        _note(offer, actor, "revoke_invitation", now)
    return offer


def _locked(invitation: uuid.UUID) -> Invitation:
    found = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(public_id=invitation)
        .first()
    )
    if found is None:
        raise NotKnown("invitation_unknown", _("This invitation does not exist."))
    return found


def _require_own(actor: Actor, organisation: Organisation) -> None:
    if actor.organisation_id != organisation.pk:
        raise NotKnown("organisation_unknown", _("This organisation does not exist."))
    require_people_manager(actor)


def _require_may_offer(actor: Actor, organisation: Organisation, roles: Collection[str]) -> None:
    if manages_people(actor) and actor.organisation_id == organisation.pk:
        return
    if not edits_shared(actor):
        _require_own(actor, organisation)
    manager = managing_role(organisation.kind)
    if has_manager(organisation):
        raise NotAllowed("has_manager", _("This organisation invites its people itself."))
    if set(roles) != {manager}:
        raise Invalid(
            "first_manages",
            _("The first person of an organisation is the one who invites the others."),
            field="roles",
        )


def _note(offer: Invitation, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    subject = str(offer.organisation.public_id)
    held = {"invitation": offer.public_id, **changes}
    record([NewEntry("organisation", subject, verb, held)], by=actor, at=now)


def open_offers(organisation: Organisation) -> list[Invitation]:
    """Return the unanswered invitations of ``organisation``, the expired ones with them."""
    return list(
        Invitation.objects.filter(Q(accepted_at=None, revoked_at=None), organisation=organisation).order_by(
            "-created_at"
        )
    )
