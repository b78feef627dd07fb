"""Everything of one case that a reader may know, read at once. Reads only; run inside ``acting_as``."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import User
from audit.models import Entry
from cases.domain.clock_faces import ClockFace, faces_of
from cases.domain.evidence_reading import Piece, pieces_of_case
from cases.domain.offered import verbs_open_to
from cases.domain.rows_of_cases import RowsOfCases
from cases.enums import Side, Verb
from cases.models import (
    Amendment,
    Case,
    Escalation,
    Item,
    Message,
    PlatformResponse,
    Receipt,
)
from cases.permissions import may_assign
from kernel.compiled import Compiled, Given
from kernel.errors import NotKnown
from sla.domain.rules import find_rule
from sla.enums import ClockKind
from sla.models import ClockRule


def _case_of(assignee: str) -> Compiled[Case]:
    related = ("agency", "organisation", "platform", "category", "policy_version__policy")
    more = ("agreement", "continues", "flagger", assignee)
    return Compiled(lambda: Case.objects.filter(pk=Given("case")).select_related(*related, *more).order_by())


_CASE = {Side.AGENCY: _case_of("agency_assignee"), Side.OPERATOR: _case_of("operator_assignee")}
_ITEM_IDS = Compiled(lambda: Item.objects.filter(case=Given("case")).order_by().values_list("pk"))
_RECEIPTS = RowsOfCases(Receipt, "at")
_ITEMS = RowsOfCases(Item, "position", related=["legal_basis", "channel"])
_RESPONSES = RowsOfCases(PlatformResponse, "at", "id")
_MESSAGES = RowsOfCases(Message, "at", "id")
_AMENDMENTS = RowsOfCases(Amendment, "number")
_ESCALATIONS = RowsOfCases(Escalation, "due_at", "id", related=["clock", "contact"])


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
    continued_by: str = ""

    @property
    def side(self) -> Side:
        """Whose eyes read."""
        return Side.OPERATOR if self.actor.is_operator else Side.AGENCY

    @property
    def holder(self) -> User | None:
        """Who has the case on the reader's own side; the other's is never told."""
        if self.actor.contact_id is not None:
            return None
        if self.actor.is_operator:
            return self.case.operator_assignee
        return self.case.agency_assignee if self.case.agency_id == self.actor.organisation_id else None

    @property
    def may_assign(self) -> bool:
        """Whether the reader may have something to do with who has it."""
        return self.case.erased_at is None and may_assign(self.actor, self.case)

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


def find_case(actor: Actor, reference: str) -> Case:
    """Return the case. Raises NotKnown where ``actor`` may not know of it. Two queries."""
    known = Case.objects.visible_to(actor).filter(reference=reference).order_by()
    for pk in known.values_list("pk", flat=True):
        return _CASE[Side.OPERATOR if actor.is_operator else Side.AGENCY].one(case=pk)
    raise NotKnown("case_unknown", _("There is no such case."))


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
        item_count=len(_ITEM_IDS.rows(case=case.pk)),
        clocks=faces_of(actor, [case])[case.pk],
        receipts=_RECEIPTS.of(actor, [case]),
        effect_rule=find_rule(case.policy_version_id, ClockKind.EFFECT, case.urgency, case.lane),
    )


def open_file(actor: Actor, reference: str) -> CaseFile:
    """Return the whole shared file. Raises NotKnown."""
    file = open_cover(actor, reference)
    file.continued_by = continued_by(actor, file.case)
    shown = [file.case]
    file.items = _ITEMS.of(actor, shown)
    file.responses = _RESPONSES.of(actor, shown)
    file.messages = _MESSAGES.of(actor, shown)
    file.amendments = _AMENDMENTS.of(actor, shown)
    file.escalations = _ESCALATIONS.of(actor, shown)
    file.pieces = pieces_of_case(actor, file.case)
    entries = Entry.objects.filter(subject_kind="case", subject_id=file.case.reference)
    file.entries = list(entries.order_by("sequence"))
    return file


def continued_by(actor: Actor, case: Case) -> str:
    """Return the reference of the case that goes on where this one ended, if ``actor`` may know it."""
    if case.passed_on_at is None:
        return ""
    seen = Case.objects.visible_to(actor).filter(continues=case)
    return seen.values_list("reference", flat=True).first() or ""


def count_outcomes(items: list[Item]) -> dict[str, int]:
    """Return how many of these items have which outcome; the empty one is "no answer yet"."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
    return counts
