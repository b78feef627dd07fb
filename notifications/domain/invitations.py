"""Invite somebody and tell him, in one transaction."""

import uuid
from collections.abc import Collection
from datetime import datetime

from accounts.domain import signed_links
from accounts.domain.acting import Actor, acting_as
from accounts.domain.inviting import offer_seat, prolong_offer
from accounts.domain.organisations import OrganisationWords, add_organisation, organisation_for
from accounts.enums import managing_role
from accounts.models import Invitation, Organisation
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

LINK_PURPOSE = "invitation"


def link_of(offer: Invitation, *, now: datetime) -> str:
    """Return the site path at which the invited person takes the seat, signed at ``now``."""
    token = signed_links.sign({"invitation": str(offer.public_id)}, purpose=LINK_PURPOSE, now=now)
    return f"/invitation/{token}/"


def invite(
    *, actor: Actor, organisation: uuid.UUID, email: str, roles: Collection[str], now: datetime
) -> Invitation:
    """Offer a seat and mail the link; audited. The link holds for seven days.

    Raises NotKnown, NotAllowed, Conflict (organisation closed), Invalid (address, roles,
    already a person of the organisation).
    """
    with acting_as(actor):
        found = organisation_for(actor, organisation)
        offer = offer_seat(actor=actor, organisation=found, email=email, roles=roles, now=now)
        _tell(offer, now)
    return offer


def invite_again(*, actor: Actor, invitation: uuid.UUID, now: datetime) -> Invitation:
    """Mail an unanswered invitation once more and let it hold for seven more days; audited.

    Raises NotKnown, NotAllowed, Conflict (accepted or revoked meanwhile).
    """
    with acting_as(actor):
        offer = prolong_offer(actor=actor, invitation=invitation, now=now)
        _tell(offer, now)
    return offer


def create_organisation(
    *,
    actor: Actor,
    kind: str,
    words: OrganisationWords,
    first: str,
    now: datetime,
    owner: bool = False,
) -> tuple[Organisation, Invitation]:
    """Found an organisation and invite the one who will manage its people; audited.

    ``first`` is the address of its first administrator or lead. Raises NotAllowed, Invalid
    (kind, name, jurisdiction, language, zone, address), Conflict (a second owner).
    """
    with acting_as(actor):
        organisation = add_organisation(actor=actor, kind=kind, words=words, owner=owner, now=now)
        roles = [managing_role(organisation.kind)]
        offer = offer_seat(actor=actor, organisation=organisation, email=first, roles=roles, now=now)
        _tell(offer, now)
    return organisation, offer


def _tell(offer: Invitation, now: datetime) -> None:
    organisation = offer.organisation
    recipient = Recipient(
        name="",
        address=offer.email,
        language=organisation.language,
        time_zone=organisation.time_zone,
        organisation_id=organisation.pk,
    )
    telling = Telling(
        key=f"invited:{offer.public_id}:{offer.expires_at.timestamp():.0f}",
        kind=NoticeKind.INVITED,
        recipient=recipient,
        subject_kind="organisation",
        subject_id=str(organisation.public_id),
        context={
            "organisation": organisation.name,
            "roles": [str(role) for role in offer.roles],
            "due_at": offer.expires_at.isoformat(),
            "link": {"invitation": str(offer.public_id)},
        },
    )
    tell([telling], now=now)
