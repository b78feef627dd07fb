"""What an agency alone knows of its case, read at once. Reads only; run inside ``acting_as``."""

from dataclasses import dataclass, field

from accounts.domain.acting import Actor
from cases.domain.in_hand import InHand, claims_on
from cases.domain.links import token_of
from cases.enums import Disposition
from cases.models import Approval, Case, CoSignature, Filing, Finding, Note, Review, SetAside
from channels_registry.models import Contact
from notifications.models import Outbox


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding of the report that did not become an item."""

    finding: Finding
    disposition: Disposition


@dataclass(frozen=True, slots=True)
class GaveWay:
    """A link that was set aside when the case was sent; ``hand``: who pursues it now, if anybody."""

    kept: SetAside
    token: str
    hand: InHand | None


@dataclass(slots=True)
class AgencyFile:
    """What the agency alone knows of its case."""

    filing: Filing | None
    approvals: list[Approval]
    reviews: list[Review]
    notes: list[Note]
    left_out: list[LeftOut]
    contacts: list[Contact]
    set_aside: list[GaveWay] = field(default_factory=list)
    joined: list[CoSignature] = field(default_factory=list)
    passed_to: str = ""


def open_agency_file(actor: Actor, case: Case) -> AgencyFile:
    """Return what stands in the agency's own tables; empty for an operator."""
    filing = (
        Filing.objects.visible_to(actor).filter(case=case).select_related("report__agency", "filer").first()
    )
    approvals = Approval.objects.visible_to(actor).filter(case=case).select_related("decided_by", "filer")
    reviews = Review.objects.visible_to(actor).filter(case=case).select_related("decided_by", "response")
    set_aside = _set_aside(actor, case)
    gave_way = {each.kept.key for each in set_aside}
    return AgencyFile(
        filing=filing,
        approvals=list(approvals.order_by("asked_at")),
        reviews=list(reviews.order_by("at")),
        notes=list(
            Note.objects.visible_to(actor).filter(case=case).select_related("author").order_by("at", "id")
        ),
        left_out=[each for each in _left_out(filing) if each.finding.key not in gave_way],
        contacts=_contacts(actor, case),
        set_aside=set_aside,
        joined=list(
            CoSignature.objects.told_to_issuer(actor)
            .filter(case=case)
            .select_related("cosigner", "legal_basis")
            .order_by("decided_at")
        ),
        passed_to=_passed_to(case),
    )


def _set_aside(actor: Actor, case: Case) -> list[GaveWay]:
    kept = list(SetAside.objects.visible_to(actor).filter(case=case).order_by("position"))
    hands = claims_on({(case.platform_id, each.key) for each in kept}, actor) if kept else {}
    return [
        GaveWay(each, token_of(case.platform.slug, each.key), hands.get((case.platform_id, each.key)))
        for each in kept
    ]


def _passed_to(case: Case) -> str:
    """Return the agency that goes on with a withdrawn case: its name, never its reference."""
    if case.passed_on_at is None:
        return ""
    return Case.objects.values_list("agency__name", flat=True).get(continues=case)


def _left_out(filing: Filing | None) -> list[LeftOut]:
    if filing is None or filing.report_id is None:
        return []
    findings = Finding.objects.filter(report_id=filing.report_id, case=None).select_related("platform")
    return [LeftOut(found, Disposition(found.disposition)) for found in findings.order_by("position")]


def _contacts(actor: Actor, case: Case) -> list[Contact]:
    if actor.is_operator:
        return []
    return list(Contact.objects.filter(platform=case.platform, active=True).order_by("rank", "id"))


def deliveries_to_operator(actor: Actor, case: Case) -> list[Outbox]:
    """Return every message of the case to the platform's side, with its attempts: the proof.

    Of one's own agency's case only, and never to an operator: it names his colleagues.
    """
    if actor.is_operator:
        return []
    rows = Outbox.objects.filter(
        subject_kind="case", subject_id=case.reference, organisation_id=case.organisation_id
    )
    return list(rows.order_by("created_at", "id"))
