"""Joinings as the agency that joins reads and writes them, and what it reads of the joined case."""

from typing import Any

from rest_framework import serializers

from api.serializers.case_parts import AnswerShape, MessageShape
from api.serializers.clocks import ClockShape
from api.serializers.output import Code, Instant, Line, Number
from api.serializers.strict import Body, Text, optional_text
from cases.enums import CaseState, CoSignatureState, Outcome, RefusalGround, VerifiedOutcome
from channels_registry.enums import TargetKind
from sla.enums import Urgency


class JoinBody(Body):
    """The link that is in hand, named by service and key, and on what the joining agency stands."""

    platform = Text(max_length=40)
    key = Text(max_length=500)
    category = Text(max_length=40)
    legal_basis = Text(max_length=60)
    reasons = Text()
    considerations = Text()
    file_number = optional_text(max_length=100)


class JoiningRow(serializers.Serializer[Any]):
    """A joining in the list. ``reference``: of the joined case, or of one's own that it became."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    state = Code(CoSignatureState)
    platform = Line(source="case.platform.slug")
    key = Line()
    reference = serializers.SerializerMethodField()
    asked_at = Instant()
    decided_at = Instant()

    def get_reference(self, joining: Any) -> str | None:
        """Return the case's reference once the joining counts."""
        if joining.state == CoSignatureState.CONFIRMED:
            return str(joining.case.reference)
        return str(joining.became.reference) if joining.became else None


class JoinedItemShape(serializers.Serializer[Any]):
    """One link of a joined case, with its outcome."""

    position = Number()
    url = Line()
    key = Line()
    kind = Code(TargetKind)
    outcome = Code(Outcome, allow_null=True)
    outcome_at = Instant()
    refusal_ground = Code(RefusalGround, allow_null=True)
    outcome_note = Line()
    verified_outcome = Code(VerifiedOutcome, allow_null=True)
    verified_at = Instant()


class JoinedCaseShape(serializers.Serializer[Any]):
    """What a joined agency reads of a case: nothing of its issuer's own."""

    reference = Line(source="case.reference")
    agency = Line(source="case.agency.name")
    state = Code(CaseState, source="case.state")
    urgency = Code(Urgency, source="case.urgency")
    category = Line(source="case.category.code")
    sent_at = Instant(source="case.sent_at")
    closed_at = Instant(source="case.closed_at")
    items = JoinedItemShape(many=True, read_only=True)
    clocks = ClockShape(many=True, read_only=True)
    messages = MessageShape(many=True, read_only=True)
    answers = AnswerShape(many=True, read_only=True, source="responses")


class BasisShape(serializers.Serializer[Any]):
    """On what the agency stands: its own, read by nobody else."""

    report = Line(source="report.reference")
    category = Line(source="category.code")
    legal_basis = Line(source="legal_basis.code")
    reasons = Line()
    considerations = Line()
    file_number = Line()
    return_reason = Line()


class JoiningShape(serializers.Serializer[Any]):
    """A joining; ``case`` once it counts."""

    joining = JoiningRow(read_only=True)
    basis = BasisShape(source="joining", read_only=True)
    case = JoinedCaseShape(source="file", read_only=True, allow_null=True)
