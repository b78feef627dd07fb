"""The lock of a joined case: that of the case itself, taken for another agency's person."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.enums import STANDING_JOININGS, CaseKind
from cases.models import Case, Claim, CoSignature
from channels_registry.domain.aliases import canonical_keys
from channels_registry.models import Platform
from kernel.errors import Conflict, NotKnown

# Whose case it is, is not to be known here: what is read of it stays inside the verb.
_PARTS = ("platform", "agency", "organisation", "category")


def joinable_case(actor: Actor, platform: Platform, key: str) -> Case:
    """Lock and return the case of another agency that pursues this target now.

    Raises Conflict where nobody else does, or where one's own agency has joined it; a case of
    a restricted category is to whoever is not cleared as if it were not there.
    """
    held = canonical_keys(platform.pk, [key])[key]
    claims = Claim.objects.filter(
        platform=platform, key=held, released_at=None, case__kind=CaseKind.ORDER
    ).exclude(agency_id=actor.organisation_id)
    claim = claims.first()
    case = _locked(claim.case_id) if claim else None
    # Released or handed over while we waited for the lock: then it is no longer that case's.
    if (
        case is None
        or not claims.filter(case=case).exists()
        or (case.category.restricted and not actor.cleared)
    ):
        raise Conflict(
            "not_in_hand", _("No other agency pursues this link now. Report it again: it can be filed.")
        )
    standing = CoSignature.objects.filter(case=case, cosigner_id=actor.organisation_id)
    if standing.filter(state__in=STANDING_JOININGS).exists():
        raise Conflict("joined_already", _("Your agency has joined this case or has asked to."))
    return case


def locked_joining(actor: Actor, joining: UUID) -> CoSignature:
    """Return a joining of the actor's agency, its case locked. Raises NotKnown."""
    locked, found = 0, read_joining(actor, joining)
    # While we waited the issuer may have withdrawn, and the joining may be of another case now.
    while locked != found.case_id:
        locked = _locked(found.case_id).pk
        found = read_joining(actor, joining)
    return found


def read_joining(actor: Actor, joining: UUID) -> CoSignature:
    """Return a joining of the actor's agency, for reading. Raises NotKnown. Inner read."""
    rows = CoSignature.objects.visible_to(actor).select_related(
        "case__platform",
        "case__agency",
        "case__organisation",
        "case__category",
        "cosigner",
        "report",
        "legal_basis",
        "category",
        "signer",
        "decided_by",
        "became",
    )
    found = rows.filter(public_id=joining).first()
    if found is None:
        raise NotKnown("joining_unknown", _("There is no such joining."))
    return found


def _locked(case_id: int) -> Case:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related(*_PARTS)
    return rows.get(pk=case_id)
