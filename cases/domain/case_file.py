"""Everything of one case that a reader may know, read at once. Reads only; run inside ``acting_as``."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from audit.models import Entry
from cases.domain.clock_faces import ClockFace, faces_of
from cases.domain.evidence_reading import Piece, pieces_of_case
from cases.domain.offered import verbs_open_to
from cases.enums import Disposition, Side, Verb
from cases.models import (
    Amendment,
    Approval,
    Case,
    Escalation,
    Filing,
    Finding,
    Item,
    Message,
    Note,
    PlatformResponse,
    Receipt,
    Review,
)
from channels_registry.models import Contact
from kernel.errors import NotKnown
from notifications.models import Outbox
from sla.domain.rules import find_rule
from sla.enums import ClockKind
from sla.models import ClockRule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding of the report that did not become an item."""

    finding: Finding
    disposition: Disposition


@dataclass(slots=True)
class CaseFile:
    """The shared file of a case, as ``actor`` may read it.

    ``opened``: before *open and sign* an operator's people have the cover alone, and
    items, thread and answers are empty. ``effect_rule``: what the policy says of the time to
    give effect, also while that clock does not run yet.
    """

    case: Case
    actor: Actor
    opened: bool
    verbs: frozenset[Verb]
    item_count: int
    clocks: list[ClockFace]
    receipts: list[Receipt] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    responses: list[PlatformResponse] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    effect_rule: ClockRule | None = None

    @property
    def side(self) -> Side:
        """Whose eyes read."""
        return Side.OPERATOR if self.actor.is_operator else Side.AGENCY

    def clock(self, kind: ClockKind) -> ClockFace | None:
        """Return the last run of a clock."""
        found = [face for face in self.clocks if face.kind == kind]
        return found[-1] if found else None

    def next_clock(self) -> ClockFace | None:
        """Return the open clock due first, the reader's own before the other side's."""
        running = [face for face in self.clocks if face.is_open]
        own = [face for face in running if face.clock.side == self.side]
        return min(own or running, key=lambda face: face.due_at, default=None)

    def open_response(self, kind: str) -> PlatformResponse | None:
        """Return the clarification, impossibility or objection that is still open."""
        return next((said for said in self.responses if said.kind == kind and said.ended_at is None), None)


@dataclass(slots=True)
class AgencyFile:
    """What the agency alone knows of its case."""

    filing: Filing | None
    approvals: list[Approval]
    reviews: list[Review]
    notes: list[Note]
    left_out: list[LeftOut]
    contacts: list[Contact]


def find_case(actor: Actor, reference: str) -> Case:
    """Return the case. Raises NotKnown where ``actor`` may not know of it."""
    case = (
        Case.objects.visible_to(actor)
        .select_related(
            "agency", "organisation", "platform", "category", "policy_version__policy", "agreement", "flagger"
        )
        .filter(reference=reference)
        .first()
    )
    if case is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    return case


def changed_at(actor: Actor, reference: str) -> datetime:
    """Return when the case was last changed by anybody. Raises NotKnown. One query."""
    case = Case.objects.visible_to(actor).filter(reference=reference).only("updated_at").first()
    if case is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    return case.updated_at


def open_cover(actor: Actor, reference: str) -> CaseFile:
    """Return case, clocks, receipts and the number of items: what a cover and a form need."""
    case = find_case(actor, reference)
    opened = not actor.is_operator or case.received_at is not None
    return CaseFile(
        case=case,
        actor=actor,
        opened=opened,
        verbs=verbs_open_to(actor, case),
        item_count=Item.objects.filter(case=case).count(),
        clocks=faces_of(actor, [case.pk])[case.pk],
        receipts=list(Receipt.objects.visible_to(actor).filter(case=case).order_by("at")),
        effect_rule=find_rule(case.policy_version_id, ClockKind.EFFECT, case.urgency, case.lane),
    )


def open_file(actor: Actor, reference: str) -> CaseFile:
    """Return the whole shared file. Raises NotKnown."""
    file = open_cover(actor, reference)
    of_case = {"case": file.case}
    items = Item.objects.visible_to(actor).filter(**of_case).select_related("legal_basis", "channel")
    file.items = list(items.order_by("position"))
    file.responses = list(PlatformResponse.objects.visible_to(actor).filter(**of_case).order_by("at", "id"))
    file.messages = list(Message.objects.visible_to(actor).filter(**of_case).order_by("at", "id"))
    file.amendments = list(Amendment.objects.visible_to(actor).filter(**of_case).order_by("number"))
    steps = Escalation.objects.visible_to(actor).filter(**of_case).select_related("clock", "contact")
    file.escalations = list(steps.order_by("due_at", "id"))
    file.pieces = pieces_of_case(actor, file.case)
    entries = Entry.objects.filter(subject_kind="case", subject_id=file.case.reference)
    file.entries = list(entries.order_by("sequence"))
    return file


def open_agency_file(actor: Actor, case: Case) -> AgencyFile:
    """Return what stands in the agency's own tables; empty for an operator."""
    filing = (
        Filing.objects.visible_to(actor).filter(case=case).select_related("report__agency", "filer").first()
    )
    approvals = Approval.objects.visible_to(actor).filter(case=case).select_related("decided_by", "filer")
    reviews = Review.objects.visible_to(actor).filter(case=case).select_related("decided_by", "response")
    return AgencyFile(
        filing=filing,
        approvals=list(approvals.order_by("asked_at")),
        reviews=list(reviews.order_by("at")),
        notes=list(Note.objects.visible_to(actor).filter(case=case).order_by("at", "id")),
        left_out=_left_out(filing),
        contacts=_contacts(actor, case),
    )


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


def count_outcomes(items: list[Item]) -> dict[str, int]:
    """Return how many of these items have which outcome; the empty one is "no answer yet"."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
    return counts
