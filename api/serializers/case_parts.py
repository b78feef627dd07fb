"""What stands in a case once it is opened: items, messages, answers, what happened."""

from typing import Any

from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number
from cases.domain.timeline import Event, EventKind
from cases.enums import Outcome, ProposalDecision, RefusalGround, ResponseKind, Side, VerifiedOutcome
from channels_registry.enums import TargetKind
from sla.enums import StepAction


class ItemShape(serializers.Serializer[Any]):
    """One reported link, with its own outcome."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    position = Number()
    url = Line()
    key = Line()
    kind = Code(TargetKind)
    legal_basis = Line(source="legal_basis.code")
    statement = Line()
    outcome = Code(Outcome, allow_null=True)
    outcome_at = Instant()
    refusal_ground = Code(RefusalGround, allow_null=True)
    outcome_note = Line()
    author_told_at = Instant()
    verified_outcome = Code(VerifiedOutcome, allow_null=True)
    verified_at = Instant()


class MessageShape(serializers.Serializer[Any]):
    """One message of the shared thread."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    side = Code(Side)
    author = Line(source="author_label")
    text = Line()
    at = Instant()


class AmendmentShape(serializers.Serializer[Any]):
    """A numbered addition to what was sent."""

    number = Number()
    author = Line(source="author_label")
    text = Line()
    at = Instant()


class AnswerShape(serializers.Serializer[Any]):
    """What the platform said, and what was answered. Open until ``ended_at``."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    kind = Code(ResponseKind)
    ground = Line()
    text = Line()
    at = Instant()
    author = Line(source="author_label")
    answer = Line()
    answer_author = Line(source="answer_label")
    ended_at = Instant()


class EventShape(serializers.Serializer[Any]):
    """One thing that happened. ``late_seconds``: how long after its instant it was noticed."""

    kind = serializers.ChoiceField(choices=EventKind.choices, read_only=True)
    at = Instant()
    title = Line()
    who = Line()
    text = Line()
    late_seconds = serializers.SerializerMethodField()

    def get_late_seconds(self, event: Event) -> int | None:
        """Return the lateness in seconds."""
        return None if event.late is None else int(event.late.total_seconds())


class ProposalShape(serializers.Serializer[Any]):
    """A sanction that the ladder proposed; nothing follows by itself."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    action = Code(StepAction)
    due_at = Instant()
    noticed_at = Instant()
    corrected_at = Instant()
    decision = Code(ProposalDecision, allow_null=True)
    decided_at = Instant()
    reason = Line()
