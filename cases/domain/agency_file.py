"""What an agency alone knows of its case, read at once. Reads only; run inside ``acting_as``."""

from dataclasses import dataclass, field

from accounts.domain.acting import Actor
from cases.domain.in_hand import InHand, claims_on
from cases.domain.links import token_of
from cases.domain.rows_of_cases import RowsOfCases
from cases.enums import CoSignatureState, Disposition
from cases.models import Approval, Case, CoSignature, Filing, Finding, Note, Review, SetAside
from channels_registry.models import Contact
from kernel.compiled import Compiled, Given
from notifications.models import Outbox

_FILINGS = RowsOfCases(Filing, related=["report__agency", "filer"])
_APPROVALS = RowsOfCases(Approval, "asked_at", related=["decided_by", "filer"])
_REVIEWS = RowsOfCases(Review, "at", related=["decided_by", "response"])
_NOTES = RowsOfCases(Note, "at", "id", related=["author"])
_SET_ASIDE = RowsOfCases(SetAside, "position")
_JOINED = RowsOfCases(
    CoSignature, "decided_at", related=["cosigner", "legal_basis"], state=CoSignatureState.CONFIRMED
)
_LEFT_OUT = Compiled(
    lambda: (
        Finding.objects.filter(report_id=Given("report"), case=None)
        .select_related("platform")
        .order_by("position")
    )
)
_CONTACTS = Compiled(
    lambda: Contact.objects.filter(platform_id=Given("platform"), active=True).order_by("rank", "id")
)


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
    shown = [case]
    filing = next(iter(_FILINGS.of(actor, shown)), None)
    set_aside = _set_aside(actor, case)
    gave_way = {each.kept.key for each in set_aside}
    return AgencyFile(
        filing=filing,
        approvals=_APPROVALS.of(actor, shown),
        reviews=_REVIEWS.of(actor, shown),
        notes=_NOTES.of(actor, shown),
        left_out=[each for each in _left_out(filing) if each.finding.key not in gave_way],
        contacts=_contacts(actor, case),
        set_aside=set_aside,
        joined=_JOINED.of(actor, shown),
        passed_to=_passed_to(case),
    )


def _set_aside(actor: Actor, case: Case) -> list[GaveWay]:
    kept = _SET_ASIDE.of(actor, [case])
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
    findings = _LEFT_OUT.instances(report=filing.report_id)
    return [LeftOut(found, Disposition(found.disposition)) for found in findings]


def _contacts(actor: Actor, case: Case) -> list[Contact]:
    if actor.is_operator:
        return []
    return _CONTACTS.instances(platform=case.platform_id)


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
