"""What the verbs of a case take. Rules are the domain's; here stands only what a word is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.strict import Body, Day, Flag, Id, Text, Whole, Word, optional_text
from cases.domain.drafting import CaseDraft, ItemEdit
from cases.domain.report_checks import MOST_ITEMS
from cases.domain.response import ItemDecision
from cases.domain.supervision import EXTENSION_AT_MOST
from cases.enums import (
    ClarificationGround,
    ImpossibilityGround,
    Outcome,
    ProposalDecision,
    RefusalGround,
    VerifiedOutcome,
)
from channels_registry.enums import TargetKind
from sla.enums import ClockKind, Urgency

Rows = list[dict[str, Any]]
# "Disputed" is what an open objection makes of an item, not what a platform chooses.
OUTCOMES = [(word.value, word.label) for word in Outcome if word != Outcome.DISPUTED]


def each_once(rows: Rows) -> Rows:
    """Return ``rows``. Raises ValidationError where two are about one item: which would count?"""
    if len({row["item"] for row in rows}) < len(rows):
        raise serializers.ValidationError(_("An item is named twice."), code="item_named_twice")
    return rows


def some_of(row: Any, least: int) -> Any:
    """Return a list of rows about items; with none required it may be left out."""
    return row(many=True, required=least > 0, min_length=least, max_length=MOST_ITEMS)


class NothingBody(Body):
    """No words are needed: an empty object."""


class TextBody(Body):
    """A text that the other side reads."""

    text = Text()


class OptionalTextBody(Body):
    """A text that the other side reads, if there is one."""

    text = optional_text()


class ReasonBody(Body):
    """A reason."""

    reason = Text()


class SeenBody(Body):
    """What was seen: the ``content_hash`` of the agency's own part of the case."""

    content_hash = Text(max_length=64)


class ReturnBody(SeenBody):
    """What was seen, and why it goes back."""

    reason = Text()


class QuestionBody(Body):
    """A question to the agency, with its ground."""

    ground = Word(choices=ClarificationGround.choices)
    text = Text()


class ImpossibilityBody(Body):
    """Why the order cannot be followed for now."""

    ground = Word(choices=ImpossibilityGround.choices)
    text = Text()


class DecisionBody(Body):
    """What the platform did with one item. A refusal names its ground."""

    item = Id()
    outcome = Word(choices=OUTCOMES)
    refusal_ground = Word(choices=RefusalGround.choices, required=False)
    note = optional_text()
    author_told = Flag(required=False, default=False)

    @staticmethod
    def decision(said: dict[str, Any]) -> ItemDecision:
        """Return one row as the domain takes it."""
        return ItemDecision(
            item=said["item"],
            outcome=Outcome(said["outcome"]),
            refusal_ground=said.get("refusal_ground", ""),
            note=said["note"],
            author_told=said["author_told"],
        )


class DecisionsBody(Body):
    """Some or all items decided, and words to the agency."""

    decisions = some_of(DecisionBody, 1)
    text = optional_text()

    def validate_decisions(self, rows: Rows) -> Rows:
        """Refuse a list that names an item twice."""
        return each_once(rows)


class VerdictBody(Body):
    """What the agency saw of one item."""

    item = Id()
    verdict = Word(choices=VerifiedOutcome.choices)


class VerdictsBody(Body):
    """What the agency saw of some or all items."""

    verdicts = some_of(VerdictBody, 1)

    def validate_verdicts(self, rows: Rows) -> Rows:
        """Refuse a list that names an item twice."""
        return each_once(rows)


class ObjectionDecisionBody(Body):
    """Whether an objection is upheld, and why."""

    upheld = Flag()
    reason = Text()


class ExtensionBody(Body):
    """Which open clock gets how many minutes more, and why."""

    clock = Word(choices=ClockKind.choices)
    minutes = Whole(min_value=1, max_value=EXTENSION_AT_MOST)
    reason = Text()


class WaiverBody(Body):
    """Which open clock ends unanswered, and why."""

    clock = Word(choices=ClockKind.choices)
    reason = Text()


class ProposalDecisionBody(Body):
    """What becomes of a proposed sanction, and why."""

    decision = Word(choices=ProposalDecision.choices)
    reason = Text()


class ItemEditBody(Body):
    """What an edit says of one item: out, of another kind, with another statement."""

    item = Id()
    keep = Flag(required=False, default=True)
    kind = Word(choices=TargetKind.choices, required=False)
    statement = Text(required=False)


class CaseDraftBody(Body):
    """A case before it is sent, whole: what is left out is emptied. Items not named stay as they are."""

    category = Text(max_length=40)
    legal_basis = Text(max_length=60)
    urgency = Word(choices=Urgency.choices)
    reasons = Text()
    considerations = Text()
    redress = optional_text()
    file_number = optional_text(max_length=100)
    preservation_until = Day(required=False, allow_null=True, default=None)
    non_disclosure_until = Day(required=False, allow_null=True, default=None)
    items = some_of(ItemEditBody, 0)

    @staticmethod
    def draft(said: dict[str, Any]) -> CaseDraft:
        """Return it as the domain takes it."""
        edits = {
            edit["item"]: ItemEdit(edit["keep"], edit.get("kind", ""), edit.get("statement"))
            for edit in said.get("items", [])
        }
        return CaseDraft(**{**said, "items": edits})
