"""Contacts of a service: named functions, asked in order of rank."""

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.inviting import check_address
from accounts.domain.places import check_language, check_understood, check_zone
from accounts.domain.rights import edits_shared, manages_people
from accounts.models import User
from audit.domain.chain import NewEntry, record
from channels_registry.domain.contact_hours import check_hours
from channels_registry.domain.documents import Document
from channels_registry.domain.registry import platform_for
from channels_registry.enums import CONTACT_ORDER, ContactFunction
from channels_registry.models import Contact, ContactProof, Platform
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import refuse_if_stale

CONTACT_FIELDS = (
    "function",
    "rank",
    "name",
    "email",
    "language",
    "also_languages",
    "time_zone",
    "hours",
    "proof",
)

MOST_RANKS = 99


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What is said of a contact; ``rank`` counts from 1 in a function.

    ``hours`` as a person types them, ``also_languages`` as codes, "ar, zh"; ``proof`` says
    what appointed the contact: a letter and its number.
    """

    function: str
    rank: int
    name: str
    email: str
    language: str
    time_zone: str
    hours: str = ""
    also_languages: str = ""
    proof: str = ""


def may_edit_contacts(actor: Actor, platform: Platform) -> bool:
    """Whether the actor keeps the contacts of ``platform``: its operator's lead, or the owner."""
    own = manages_people(actor) and actor.organisation_id == platform.organisation_id
    return own or edits_shared(actor)


def contacts_of(actor: Actor, platform: Platform) -> list[Contact]:
    """Return the active contacts in the order in which they are asked, retired ones last.

    Raises NotAllowed for those who keep none.
    """
    _require(actor, platform)
    rows = Contact.objects.filter(platform=platform).select_related("user")
    return sorted(
        rows,
        key=lambda each: (
            not each.active,
            CONTACT_ORDER.index(ContactFunction(each.function)),
            each.rank,
            each.pk,
        ),
    )


def contact_for(actor: Actor, slug: str, contact: uuid.UUID) -> Contact:
    """Return one contact of a service that the actor keeps; raises NotKnown, NotAllowed."""
    platform = platform_for(actor, slug)
    _require(actor, platform)
    found = (
        Contact.objects.select_related("platform", "user")
        .filter(platform=platform, public_id=contact)
        .first()
    )
    if found is None:
        raise NotKnown("contact_unknown", _("This contact does not exist."))
    return found


def add_contact(*, actor: Actor, slug: str, words: ContactWords, now: datetime) -> Contact:
    """Name a contact of a service; confirmed by the one who names him. Audited.

    A contact with the address of an active person of the operator is that person. Raises
    NotKnown, NotAllowed, Invalid (function, rank taken, name, address, language, zone).
    """
    with acting_as(actor):
        platform = _locked_platform(actor, slug)
        values = _checked(words, platform)
        contact = Contact.objects.create(
            platform=platform,
            organisation_id=platform.organisation_id,
            user=_person(platform, values["email"]),
            last_confirmed_at=now,
            links_valid_from=now,
            **values,
        )
        _note(contact, actor, "add_contact", now, function=values["function"], rank=values["rank"])
    return contact


def change_contact(
    *,
    actor: Actor,
    slug: str,
    contact: uuid.UUID,
    words: ContactWords,
    now: datetime,
    seen: str = "",
) -> Contact:
    """Change a contact, which confirms him. A new address voids the links sent to the old one.

    Audited. Raises NotKnown, NotAllowed, Invalid, Conflict (retired, changed since ``seen``).
    """
    with acting_as(actor):
        found = _locked(actor, slug, contact)
        refuse_if_stale(found, CONTACT_FIELDS, seen=seen)
        values = _checked(words, found.platform, but=found)
        changed = [name for name in CONTACT_FIELDS if getattr(found, name) != values[name]]
        for name, value in values.items():
            setattr(found, name, value)
        if "email" in changed:
            found.links_valid_from = now
        found.user = _person(found.platform, found.email)
        found.last_confirmed_at = now
        found.save(update_fields=[*changed, "links_valid_from", "user", "last_confirmed_at"])
        _note(found, actor, "change_contact", now, fields=changed)
    return found


def confirm_contact(*, actor: Actor, slug: str, contact: uuid.UUID, now: datetime) -> Contact:
    """Say that a contact still holds. Audited. Raises NotKnown, NotAllowed, Conflict (retired)."""
    with acting_as(actor):
        found = _locked(actor, slug, contact)
        found.last_confirmed_at = now
        found.user = _person(found.platform, found.email)
        found.save(update_fields=["last_confirmed_at", "user"])
        _note(found, actor, "confirm_contact", now)
    return found


def add_proof(
    *, actor: Actor, slug: str, contact: uuid.UUID, document: Document, now: datetime
) -> ContactProof:
    """Keep the file that appoints a contact, with its hash. Audited.

    Raises NotKnown, NotAllowed, Conflict (retired).
    """
    with acting_as(actor):
        found = _locked(actor, slug, contact)
        proof = ContactProof.objects.create(
            contact=found,
            name=document.name,
            size=len(document.data),
            sha256=document.sha256,
            data=document.data,
            added_at=now,
            added_by=actor.signature,
        )
        _note(found, actor, "add_proof", now, sha256=proof.sha256)
    return proof


def proof_of(contact: Contact) -> ContactProof | None:
    """Return the newest file that appoints a contact, without its bytes."""
    return contact.proofs.defer("data").first()


def retire_contact(*, actor: Actor, slug: str, contact: uuid.UUID, now: datetime) -> Contact:
    """Retire a contact: told nothing more, the links that he holds are void. Audited.

    Raises NotKnown, NotAllowed, Conflict (retired already).
    """
    with acting_as(actor):
        found = _locked(actor, slug, contact)
        found.active = False
        found.links_valid_from = now
        found.save(update_fields=["active", "links_valid_from"])
        _note(found, actor, "retire_contact", now)
    return found


def _require(actor: Actor, platform: Platform) -> None:
    if not may_edit_contacts(actor, platform):
        raise NotAllowed(
            "contacts_kept_by",
            _("The operator's lead and the owning agency's administrator keep the contacts."),
        )


def _locked_platform(actor: Actor, slug: str) -> Platform:
    platform = platform_for(actor, slug)
    _require(actor, platform)
    return Platform.objects.select_for_update(of=("self",), no_key=True).get(pk=platform.pk)


def _locked(actor: Actor, slug: str, contact: uuid.UUID) -> Contact:
    platform = _locked_platform(actor, slug)
    found = contact_for(actor, platform.slug, contact)
    if not found.active:
        raise Conflict("contact_retired", _("This contact is retired. Name a new one."))
    return found


def _person(platform: Platform, email: str) -> User | None:
    people = User.objects.filter(membership__organisation_id=platform.organisation_id, is_active=True)
    return people.filter(email=email).first()


def _checked(words: ContactWords, platform: Platform, but: Contact | None = None) -> dict[str, Any]:
    if words.function not in ContactFunction.values:
        raise Invalid("function", _("Choose what the contact is for."), field="function")
    if not 1 <= words.rank <= MOST_RANKS:
        raise Invalid("rank", _("Ranks count from 1 to 99."), field="rank")
    same = Contact.objects.filter(platform=platform, function=words.function, rank=words.rank, active=True)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid("rank_taken", _("Another contact has this rank in this function."), field="rank")
    if not words.name.strip():
        raise Invalid("name", _("Give the contact a name or a desk."), field="name")
    language = check_language(words.language)
    also = [code for code in check_understood(words.also_languages) if code != language]
    checked = replace(
        words,
        name=words.name.strip(),
        email=check_address(words.email),
        language=language,
        time_zone=check_zone(words.time_zone),
        hours=check_hours(words.hours),
        proof=words.proof.strip(),
    )
    return asdict(checked) | {"also_languages": also}


def _note(contact: Contact, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("contact", str(contact.public_id), verb, changes)], by=actor, at=now)
