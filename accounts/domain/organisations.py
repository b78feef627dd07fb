"""Agencies and operators; exactly one agency owns the desk.

``add_organisation`` and ``close_organisation`` are inner halves: the verbs that also invite
the first person or end contacts stand in the floors above.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.places import check_jurisdiction, check_language, check_zone
from accounts.domain.rights import (
    edits_shared,
    lock_setup,
    require_people_manager,
    require_shared_editor,
)
from accounts.domain.tokens import end_tokens
from accounts.enums import OrganisationKind
from accounts.models import Organisation, Token, User
from accounts.models.user import new_nonce
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale

ORGANISATION_FIELDS = ("name", "jurisdiction", "language", "time_zone")
OWN_FIELDS = ("language", "time_zone")


@dataclass(frozen=True, slots=True)
class OrganisationWords:
    """What is said of an organisation: name, code of the country, language, IANA zone."""

    name: str
    jurisdiction: str
    language: str
    time_zone: str


def organisations_for(actor: Actor) -> list[Organisation]:
    """Return every organisation, by name; raises NotAllowed but for those who edit them."""
    require_shared_editor(actor)
    return list(Organisation.objects.order_by("name"))


def organisation_for(actor: Actor, organisation: uuid.UUID) -> Organisation:
    """Return one organisation that the actor edits or belongs to; raises NotKnown."""
    found = Organisation.objects.filter(public_id=organisation).first()
    if found is None or not (edits_shared(actor) or found.pk == actor.organisation_id):
        raise NotKnown("organisation_unknown", _("This organisation does not exist."))
    return found


def own_organisation(actor: Actor) -> Organisation:
    """Return the actor's own organisation; raises NotKnown for those without one."""
    if actor.organisation_id is None:
        raise NotKnown("organisation_unknown", _("This organisation does not exist."))
    return Organisation.objects.get(pk=actor.organisation_id)


def add_organisation(
    *, actor: Actor, kind: str, words: OrganisationWords, owner: bool, now: datetime
) -> Organisation:
    """Write a new organisation and its audit entry. Call inside ``acting_as(actor)``.

    Raises NotAllowed, Invalid (kind, name taken, jurisdiction, language, zone), Conflict
    (a second owner).
    """
    require_shared_editor(actor)
    lock_setup()
    if kind not in OrganisationKind.values:
        raise Invalid("kind", _("Choose what the organisation is."), field="kind")
    if owner and (standing := Organisation.objects.filter(owner=True).first()):
        raise Conflict(
            "owner_exists", _("The desk has its owning agency: %(name)s.") % {"name": standing.name}
        )
    checked = _checked(words)
    organisation = Organisation.objects.create(
        kind=kind,
        owner=owner,
        name=checked.name,
        jurisdiction=checked.jurisdiction,
        language=checked.language,
        time_zone=checked.time_zone,
    )
    _note(organisation, actor, "create_organisation", now, kind=kind, owner=owner)
    return organisation


def change_organisation(
    *, actor: Actor, organisation: uuid.UUID, words: OrganisationWords, now: datetime, seen: str = ""
) -> Organisation:
    """Change what is said of an organisation; audited by the names of the fields.

    Raises NotKnown, NotAllowed, Invalid (as adding), Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        found = _locked(organisation)
        refuse_if_stale(found, ORGANISATION_FIELDS, seen=seen)
        checked = _checked(words, but=found)
        changed = [name for name in ORGANISATION_FIELDS if getattr(found, name) != getattr(checked, name)]
        for name in changed:
            setattr(found, name, getattr(checked, name))
        if changed:
            found.save(update_fields=changed)
            _note(found, actor, "change_organisation", now, fields=changed)
    return found


def change_own_organisation(
    *, actor: Actor, language: str, time_zone: str, now: datetime, seen: str = ""
) -> Organisation:
    """Change language and zone of the actor's own organisation; audited by the names of the fields.

    Name and jurisdiction are the owning agency's to change. Raises NotAllowed, Invalid
    (language, zone), Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        require_people_manager(actor)
        lock_setup()
        found = _locked(own_organisation(actor).public_id)
        refuse_if_stale(found, OWN_FIELDS, seen=seen)
        said = {"language": check_language(language), "time_zone": check_zone(time_zone)}
        changed = [name for name, value in said.items() if getattr(found, name) != value]
        for name in changed:
            setattr(found, name, said[name])
        if changed:
            found.save(update_fields=changed)
            _note(found, actor, "change_organisation", now, fields=changed)
    return found


def close_organisation(*, actor: Actor, organisation: uuid.UUID, now: datetime) -> Organisation:
    """Close an organisation: its people have no seat, sessions and tokens end. Audited.

    Their accounts stay as they are, so that opening it again gives each back what he had.
    Call inside ``acting_as(actor)``. Raises NotKnown, NotAllowed, Conflict (the owner, or
    closed already).
    """
    require_shared_editor(actor)
    lock_setup()
    found = _locked(organisation)
    if found.owner:
        raise Conflict("owner_stays", _("The owning agency cannot be closed."))
    if not found.active:
        raise Conflict("closed_already", _("This organisation is closed already."))
    found.active = False
    found.save(update_fields=["active"])
    people = list(User.objects.filter(membership__organisation=found))
    for person in people:
        person.session_nonce = new_nonce()
    User.objects.bulk_update(people, ["session_nonce"])
    _note(found, actor, "close_organisation", now)
    end_tokens(Token.objects.filter(organisation=found), actor, now)
    return found


def open_organisation(*, actor: Actor, organisation: uuid.UUID, now: datetime) -> Organisation:
    """Open a closed organisation again; its people can sign in. Audited.

    Raises NotKnown, NotAllowed, Conflict (open already).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        found = _locked(organisation)
        if found.active:
            raise Conflict("open_already", _("This organisation is open already."))
        found.active = True
        found.save(update_fields=["active"])
        _note(found, actor, "open_organisation", now)
    return found


def _locked(organisation: uuid.UUID) -> Organisation:
    found = Organisation.objects.select_for_update(no_key=True).filter(public_id=organisation).first()
    if found is None:
        raise NotKnown("organisation_unknown", _("This organisation does not exist."))
    return found


def _checked(words: OrganisationWords, *, but: Organisation | None = None) -> OrganisationWords:
    name = words.name.strip()
    if not name:
        raise Invalid("name", _("Give the organisation a name."), field="name")
    same = Organisation.objects.filter(name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid("name_taken", _("An organisation with this name exists."), field="name")
    return OrganisationWords(
        name=name,
        jurisdiction=check_jurisdiction(words.jurisdiction),
        language=check_language(words.language),
        time_zone=check_zone(words.time_zone),
    )


def _note(organisation: Organisation, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("organisation", str(organisation.public_id), verb, changes)], by=actor, at=now)
