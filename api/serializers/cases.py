"""A case as each side reads it. An operator's shape names no field of the agency's own house."""

from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.clocks import ClockShape
from api.serializers.output import Code, Date, Instant, Line, Number, Truth, side_field
from cases.domain.agency_file import AgencyFile
from cases.domain.case_file import CaseFile
from cases.enums import ApprovalDecision, CaseKind, CaseState, Disposition, ReceiptKind, Side, Verb, Via
from cases.models import Case
from sla.enums import Lane, Urgency, WhyPolicy


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    case: Case
    items: int


@dataclass(frozen=True, slots=True)
class CaseWhole:
    """A case with its file. ``hash``: what an approval is bound to, for the agency."""

    case: Case
    items: int
    file: CaseFile
    bases: list[str] = field(default_factory=list)
    agency: AgencyFile | None = None
    hash: str = ""

    @property
    def may(self) -> list[str]:
        """What state and role allow the reader now, in the order of the enum."""
        return [verb.value for verb in Verb if verb in self.file.verbs]


class PlatformName(serializers.Serializer[Any]):
    """A service."""

    slug = Line()
    name = Line()


class OperatorCaseRow(serializers.Serializer[Any]):
    """What an operator knows of a case before it is opened, and in lists."""

    side = side_field(Side.OPERATOR)
    reference = Line(source="case.reference")
    kind = Code(CaseKind, source="case.kind")
    state = Code(CaseState, source="case.state")
    platform = PlatformName(source="case.platform", read_only=True)
    agency = Line(source="case.agency.name")
    category = Line(source="case.category.code")
    urgency = Code(Urgency, source="case.urgency")
    lane = Code(Lane, source="case.lane")
    item_count = Number(source="items")
    sent_at = Instant(source="case.sent_at")
    received_at = Instant(source="case.received_at")
    acknowledged_at = Instant(source="case.acknowledged_at")
    answered_at = Instant(source="case.answered_at")
    closed_at = Instant(source="case.closed_at")
    platform_due_at = Instant(source="case.operator_due_at")
    edit_version = Number(source="case.edit_version")
    updated_at = Instant(source="case.updated_at")


class AgencyCaseRow(OperatorCaseRow):
    """A case in the lists of its agency."""

    side = side_field(Side.AGENCY)
    operator = Line(source="case.organisation.name")
    level = Number(source="case.level")
    created_at = Instant(source="case.created_at")
    agency_due_at = Instant(source="case.agency_due_at")


class ReceiptShape(serializers.Serializer[Any]):
    """The signed fact that a named person opened the case, or the deemed one."""

    kind = Code(ReceiptKind)
    at = Instant()
    via = Code(Via)
    signer_name = Line()
    signer_label = Line()


class Opened(serializers.Serializer[Any]):
    """What is asked: shown once the receipt is signed. ``null`` before."""

    file_number = Line(source="case.file_number")
    reasons = Line(source="case.reasons")
    considerations = Line(source="case.considerations")
    redress = Line(source="case.redress")
    preservation_until = Date(source="case.preservation_until")
    non_disclosure_until = Date(source="case.non_disclosure_until")
    issuing_official = Line(source="case.issuing_official")
    issuing_post = Line(source="case.issuing_post")
    policy = Line(source="case.policy_version.policy.code", allow_null=True, default=None)
    policy_version = Number(source="case.policy_version.number", allow_null=True, default=None)
    why_policy = Code(WhyPolicy, source="case.why_policy", allow_null=True)
    legal_bases = serializers.ListField(child=serializers.CharField(), source="bases", read_only=True)


class _Whole(serializers.Serializer[Any]):
    asked = serializers.SerializerMethodField()
    clocks = ClockShape(many=True, source="file.clocks", read_only=True)
    receipts = ReceiptShape(many=True, source="file.receipts", read_only=True)
    may = serializers.ListField(child=serializers.ChoiceField(choices=Verb.choices), read_only=True)

    @extend_schema_field(Opened(allow_null=True))
    def get_asked(self, whole: CaseWhole) -> Any:
        """Return what is asked, to who may know it."""
        return Opened(whole).data if whole.file.opened else None


class OperatorCase(OperatorCaseRow, _Whole):
    """A case as its operator reads it."""


class ApprovalShape(serializers.Serializer[Any]):
    """The second signature."""

    asked_at = Instant()
    single_signature = Truth()
    decision = Code(ApprovalDecision, allow_null=True)
    decided_by = Line(allow_null=True)
    decided_at = Instant()
    reason = Line()


class ReviewShape(serializers.Serializer[Any]):
    """An objection decided."""

    upheld = Truth()
    decided_by = Line()
    at = Instant()


class NoteShape(serializers.Serializer[Any]):
    """What the agency wrote for itself."""

    author = Line(source="author_label")
    text = Line()
    at = Instant()


class LeftOutShape(serializers.Serializer[Any]):
    """A link of the report that did not become an item."""

    shown = Line(source="finding.shown")
    disposition = Code(Disposition)


class House(serializers.Serializer[Any]):
    """What only the agency knows of its case."""

    filed_by = Line(source="agency.filing.filer.name", allow_null=True, default=None)
    report = Line(source="agency.filing.report.reference", allow_null=True, default=None)
    referred_by = serializers.SerializerMethodField()
    approvals = ApprovalShape(many=True, source="agency.approvals", read_only=True)
    reviews = ReviewShape(many=True, source="agency.reviews", read_only=True)
    notes = NoteShape(many=True, source="agency.notes", read_only=True)
    left_out = LeftOutShape(many=True, source="agency.left_out", read_only=True)
    content_hash = Line(source="hash")

    def get_referred_by(self, whole: CaseWhole) -> str | None:
        """Return the agency that referred the report, if another did."""
        filing = whole.agency.filing if whole.agency else None
        report = filing.report if filing else None
        if report is None or report.agency_id == whole.case.agency_id:
            return None
        return str(report.agency.name)


class AgencyCase(AgencyCaseRow, _Whole):
    """A case as its own agency reads it."""

    house = House(source="*", read_only=True)
