"""Who comes by the signed link in his mail: a contact without an account."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain import signed_links
from accounts.domain.acting import Actor
from accounts.domain.signed_links import SignedPayload
from audit.enums import ActorKind
from channels_registry.models import Contact
from kernel.errors import NotKnown

PURPOSE = "case"
LINK_LASTS = timedelta(days=7)


def actor_of_contact(token: str, now: datetime) -> tuple[Actor, str]:
    """Return the contact as an actor, and the reference that his link is for.

    Raises NotKnown for a link that was changed, is older than seven days, was issued
    before his links were voided, or whose contact, service or operator is no longer
    active: one answer for all, it tells a stranger nothing.
    """
    signed = signed_links.read(token, purpose=PURPOSE, max_age=LINK_LASTS, now=now)
    return actor_named_in(signed), signed.payload.get("case", "")


def actor_named_in(signed: SignedPayload) -> Actor:
    """Return the contact that a signed link names as an actor; raises NotKnown as above."""
    contact = _contact(signed.payload.get("contact", ""))
    if contact is None or signed.issued_at < contact.links_valid_from:
        raise NotKnown("link_not_known", _("This link is not valid, or no longer."))
    return actor_of(contact)


def _contact(public_id: str) -> Contact | None:
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    found = (
        Contact.objects.filter(public_id=wanted, active=True)
        .filter(platform__active=True, organisation__active=True)
        .select_related("organisation", "user")
        .first()
    )
    # Somebody whose account was ended does not come in by the back door.
    ended = found is not None and found.user is not None and not found.user.is_active
    return None if ended else found


def actor_of(contact: Contact) -> Actor:
    """Return a contact as an actor."""
    organisation = contact.organisation
    return Actor(
        kind=ActorKind.CONTACT,
        id=str(contact.public_id),
        label=f"contact ({contact.function}) · {organisation.name}",
        name=contact.name,
        organisation_id=organisation.pk,
        organisation_kind=organisation.kind,
        jurisdiction=organisation.jurisdiction,
        contact_id=contact.pk,
        language=contact.language,
        time_zone=contact.time_zone,
    )
