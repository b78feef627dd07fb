"""People come and go, and the contacts that they are come and go with them."""

import uuid
from datetime import datetime

from django.db.models import Q

from accounts.domain.acting import Actor, acting_as
from accounts.domain.joining import Newcomer, standing_offer, take_seat
from accounts.domain.organisations import close_organisation
from accounts.domain.people import close_account
from accounts.models import Membership, Organisation, User
from audit.domain.chain import NewEntry, record
from audit.enums import ActorKind
from channels_registry.models import Contact, Platform


def accept_invitation(*, invitation: uuid.UUID, newcomer: Newcomer, now: datetime) -> User:
    """Make the account and seat of an invited person; contacts with his address become him.

    Audited in the newcomer's name. Raises NotKnown (no such invitation), Conflict
    (accepted, revoked, expired, closed, address taken), Invalid (name, password …).
    """
    offer = standing_offer(invitation, now=now)
    words = ", ".join(offer.roles)
    actor = Actor(
        kind=ActorKind.USER,
        id=str(uuid.uuid4()),
        label=f"{words} · {offer.organisation.name}",
        organisation_id=offer.organisation_id,
        organisation_kind=offer.organisation.kind,
    )
    with acting_as(actor):
        user = take_seat(actor=actor, invitation=invitation, newcomer=newcomer, now=now)
        own = Contact.objects.filter(organisation=offer.organisation, email=user.email, active=True)
        contacts = list(own.select_for_update(of=("self",), no_key=True))
        own.update(user=user)
        _note(contacts, actor, "bind_contact", now)
    return user


def disable_person(*, actor: Actor, person: uuid.UUID, now: datetime) -> Membership:
    """Close a person's account: sessions end, the contacts that he is retire, links are void.

    A contact left standing would be sent new links at the next deadline. Audited. Raises
    NotKnown, NotAllowed, Invalid (oneself), Conflict (closed already, last to manage).
    """
    with acting_as(actor):
        seat = close_account(actor=actor, person=person, now=now)
        _retire(Q(user=seat.user) | Q(email=seat.user.email), seat.organisation, actor, now)
    return seat


def deactivate_organisation(*, actor: Actor, organisation: uuid.UUID, now: datetime) -> Organisation:
    """Close an organisation: no sign-in, signed links void, its services take no new cases.

    Audited for the organisation, every service and every contact. Raises NotKnown,
    NotAllowed, Conflict (the owner, or closed already).
    """
    with acting_as(actor):
        found = close_organisation(actor=actor, organisation=organisation, now=now)
        # Services before contacts, as the verbs about contacts lock them.
        every = Platform.objects.filter(organisation=found).order_by("pk")
        running = [each for each in every.select_for_update(no_key=True) if each.active]
        every.update(active=False)
        record([NewEntry("platform", each.slug, "close_platform") for each in running], by=actor, at=now)
        _retire(Q(), found, actor, now)
    return found


def _retire(which: Q, organisation: Organisation, actor: Actor, now: datetime) -> None:
    standing = Contact.objects.filter(which, organisation=organisation, active=True).order_by("pk")
    contacts = list(standing.select_for_update(of=("self",), no_key=True))
    standing.update(active=False, links_valid_from=now)
    _note(contacts, actor, "retire_contact", now)


def _note(contacts: list[Contact], actor: Actor, verb: str, now: datetime) -> None:
    record([NewEntry("contact", str(each.public_id), verb) for each in contacts], by=actor, at=now)
