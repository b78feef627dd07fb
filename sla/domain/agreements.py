"""What an agency and a service agreed: kept by the owning agency, read by both sides."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import lock_setup, require_shared_editor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from audit.domain.chain import NewEntry, record
from channels_registry.domain.documents import Document
from channels_registry.models import Platform
from kernel.errors import Conflict, Invalid, NotKnown
from kernel.fingerprints import refuse_if_stale
from sla.domain.periods import Days, range_of
from sla.domain.policies import version_in_force
from sla.enums import AgreementKind, Urgency
from sla.models import Agreement, AgreementVersion, Category, Policy

AGREEMENT_FIELDS = ("kind", "title", "category", "urgency", "policy", "in_force")
TEXT_AT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """What is said of an agreement; no ``category`` and empty ``urgency`` mean all."""

    kind: str
    title: str
    policy: Policy
    days: Days
    category: Category | None = None
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What was agreed, as plain text or as a document, and the day from which it holds."""

    effective_from: date
    text: str = ""
    document: Document | None = None


def agreements_of(actor: Actor) -> list[Agreement]:
    """Return the agreements that ``actor`` is a side of or keeps, by title."""
    rows = Agreement.objects.visible_to(actor)
    return list(rows.select_related("agency", "platform__organisation", "category", "policy"))


def agreement_for(actor: Actor, agreement: uuid.UUID) -> Agreement:
    """Return one agreement that ``actor`` is a side of or keeps; raises NotKnown."""
    rows = Agreement.objects.visible_to(actor)
    found = (
        rows.select_related("agency", "platform__organisation", "category", "policy")
        .filter(public_id=agreement)
        .first()
    )
    if found is None:
        raise NotKnown("agreement_unknown", _("This agreement does not exist."))
    return found


def versions_of(agreement: Agreement) -> list[AgreementVersion]:
    """Return the wordings of an agreement, the newest first, without the bytes of their files."""
    return list(agreement.versions.defer("file_data").select_related("policy_version").order_by("-number"))


def version_for(actor: Actor, agreement: uuid.UUID, number: int) -> AgreementVersion:
    """Return one wording with the bytes of its file; raises NotKnown."""
    found = agreement_for(actor, agreement).versions.filter(number=number).first()
    if found is None:
        raise NotKnown("version_unknown", _("This version does not exist."))
    return found


def add_agreement(
    *, actor: Actor, agency: Organisation, platform: Platform, words: AgreementWords, now: datetime
) -> Agreement:
    """Write down an agreement; new cases run under its policy from its first day. Audited.

    Raises NotAllowed, Invalid (agency, title, kind, urgency, days, another in force then).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        if agency.kind != OrganisationKind.ISSUING:
            raise Invalid("not_issuing", _("Only an agency that issues orders agrees."), field="agency")
        agreement = Agreement(agency=agency, platform=platform, **_checked(words, agency))
        _save(agreement)
        held = {"agency": str(agency.public_id), "platform": platform.slug, "policy": words.policy.code}
        _note(agreement, actor, "add_agreement", now, **held)
    return agreement


def change_agreement(
    *, actor: Actor, agreement: uuid.UUID, words: AgreementWords, now: datetime, seen: str = ""
) -> Agreement:
    """Change an agreement; cases that were sent keep what they were sent under. Audited.

    Raises NotKnown, NotAllowed, Invalid (as adding), Conflict (changed since ``seen``).
    """
    with acting_as(actor):
        found = locked_agreement(actor, agreement)
        refuse_if_stale(found, AGREEMENT_FIELDS, seen=seen)
        values = _checked(words, found.agency)
        changed = [name for name in AGREEMENT_FIELDS if getattr(found, name) != values[name]]
        for name in changed:
            setattr(found, name, values[name])
        if changed:
            _save(found, changed)
            _note(found, actor, "change_agreement", now, fields=changed, policy=found.policy.code)
    return found


def add_version(*, actor: Actor, agreement: uuid.UUID, wording: Wording, now: datetime) -> AgreementVersion:
    """Keep a new wording, with its hash and the version of the policy that is published now. Audited.

    Raises NotKnown, NotAllowed, Invalid (neither text nor file, or both; too long).
    """
    with acting_as(actor):
        found = locked_agreement(actor, agreement)
        text = wording.text.strip()
        document = wording.document
        if bool(text) == bool(document):
            raise Invalid("text_or_file", _("Give its text or one PDF, not both."), field="text")
        if len(text) > TEXT_AT_MOST:
            raise Invalid("text_too_long", _("Longer than 200,000 characters."), field="text")
        last = found.versions.aggregate(last=Max("number"))["last"] or 0
        version = AgreementVersion.objects.create(
            agreement=found,
            number=last + 1,
            effective_from=wording.effective_from,
            text=text,
            file_name=document.name if document else "",
            file_size=len(document.data) if document else None,
            file_data=document.data if document else None,
            sha256=document.sha256 if document else hashlib.sha256(text.encode()).hexdigest(),
            policy_version=version_in_force(found.policy, now),
            added_at=now,
            added_by=actor.signature,
        )
        _note(found, actor, "add_version", now, number=version.number, sha256=version.sha256)
    return version


def locked_agreement(actor: Actor, agreement: uuid.UUID) -> Agreement:
    """Return an agreement for one who keeps it, locked; raises NotKnown, NotAllowed. Inner."""
    found = agreement_for(actor, agreement)
    require_shared_editor(actor)
    Agreement.objects.select_for_update(no_key=True).get(pk=found.pk)
    return agreement_for(actor, agreement)


def _checked(words: AgreementWords, agency: Organisation) -> dict[str, Any]:
    if words.kind not in AgreementKind.values:
        raise Invalid("kind", _("Choose what was agreed."), field="kind")
    if words.urgency and words.urgency not in Urgency.values:
        raise Invalid("urgency", _("Choose how urgent it is."), field="urgency")
    if not words.title.strip():
        raise Invalid("title", _("Give the agreement a title."), field="title")
    return {
        "kind": words.kind,
        "title": words.title.strip(),
        "category": words.category,
        "urgency": words.urgency,
        "policy": words.policy,
        "in_force": range_of(words.days, agency),
    }


def _save(agreement: Agreement, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            agreement.save(update_fields=fields)
    except IntegrityError as error:
        if "agreement_no_overlap" not in str(error):
            raise
        raise Conflict(
            "agreement_overlaps",
            _("Another agreement of the two is in force then, for the same category and urgency."),
        ) from error


def _note(agreement: Agreement, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    record([NewEntry("agreement", str(agreement.public_id), verb, changes)], by=actor, at=now)
