"""What a version says, as plain values: to be checked, compared, copied and shown. Reads only."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sla.enums import (
    CheckEffect,
    ClockKind,
    Lane,
    NoticeCheck,
    Standing,
    StepAction,
    StepAnchor,
    StopEffect,
    Urgency,
)
from sla.models import ClockRule, LadderStep, PolicyVersion


class Place(NamedTuple):
    """For which clock, urgency and lane a rule is."""

    kind: ClockKind
    urgency: Urgency
    lane: Lane = Lane.STANDARD


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of a ladder: ``share`` in thousandths, or ``offset_minutes``, as the anchor says."""

    key: str
    action: StepAction
    anchor: StepAnchor
    share: int | None = None
    offset_minutes: int | None = None
    contact_function: str = ""
    level: int = 0
    standing: Standing = Standing.OUR_DEFAULT

    @property
    def has_place(self) -> bool:
        """Whether it says when, and once."""
        shared = self.anchor == StepAnchor.SHARE
        return (self.share is not None) == shared and (self.offset_minutes is None) == shared

    def minute(self, allowance_minutes: int) -> float:
        """Return after how many minutes of the clock's time it stands, however far away."""
        if self.anchor == StepAnchor.SHARE:
            return allowance_minutes * (self.share or 0) / 1000
        offset = self.offset_minutes or 0
        return offset if self.anchor == StepAnchor.START else allowance_minutes + offset


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How one clock runs, with its ladder. ``calendar_id``: in whose hours; None for all."""

    allowance_minutes: int
    standing: Standing = Standing.OUR_DEFAULT
    starts: str = ""
    on_clarification: StopEffect = StopEffect.CONTINUE
    on_impossibility: StopEffect = StopEffect.CONTINUE
    on_review: StopEffect = StopEffect.CONTINUE
    citation: str = ""
    calendar_id: int | None = None
    steps: tuple[StepWords, ...] = ()

    def in_order(self) -> list[StepWords]:
        """Return the steps in the order in which the clock reaches them."""
        placed = [step for step in self.steps if step.has_place]
        return sorted(placed, key=lambda step: step.minute(self.allowance_minutes))


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a version says. A check of which it says nothing warns."""

    source: str
    single_signature_urgent: bool = False
    notice: Mapping[NoticeCheck, CheckEffect] = field(default_factory=dict)
    rules: Mapping[Place, RuleWords] = field(default_factory=dict)

    def rule(self, kind: ClockKind, urgency: Urgency, lane: Lane) -> RuleWords | None:
        """Return the rule that holds, the standard one where the lane has none of its own."""
        return self.rules.get(Place(kind, urgency, lane)) or self.rules.get(Place(kind, urgency))


# The columns of a rule and of a step that people edit, by their names here and in the tables.
RULE_FIELDS = (
    "allowance_minutes",
    "standing",
    "starts",
    "on_clarification",
    "on_impossibility",
    "on_review",
    "citation",
    "calendar_id",
)
STEP_FIELDS = (
    "key",
    "action",
    "anchor",
    "share",
    "offset_minutes",
    "contact_function",
    "level",
    "standing",
)


def contents_of(version: PolicyVersion) -> Contents:
    """Return what a version says. Three queries."""
    rules = version.rules.prefetch_related("steps").order_by("pk")
    said = dict(version.notice_rules.values_list("check_code", "effect"))
    return Contents(
        source=version.source,
        single_signature_urgent=version.single_signature_urgent,
        notice={check: CheckEffect(said.get(check.value, CheckEffect.WARN)) for check in NoticeCheck},
        rules={place_of_rule(rule): words_of(rule) for rule in rules},
    )


def place_of_rule(rule: ClockRule) -> Place:
    """Return for what a rule is."""
    return Place(ClockKind(rule.kind), Urgency(rule.urgency), Lane(rule.lane))


def words_of(rule: ClockRule) -> RuleWords:
    """Return what a rule says, with its ladder in the order in which it was written."""
    steps = sorted(rule.steps.all(), key=lambda step: step.pk)
    return RuleWords(
        allowance_minutes=rule.allowance_minutes,
        standing=Standing(rule.standing),
        starts=rule.starts,
        on_clarification=StopEffect(rule.on_clarification),
        on_impossibility=StopEffect(rule.on_impossibility),
        on_review=StopEffect(rule.on_review),
        citation=rule.citation,
        calendar_id=rule.calendar_id,
        steps=tuple(_step_words(step) for step in steps),
    )


def _step_words(step: LadderStep) -> StepWords:
    return StepWords(
        key=step.key,
        action=StepAction(step.action),
        anchor=StepAnchor(step.anchor),
        share=step.share,
        offset_minutes=step.offset_minutes,
        contact_function=step.contact_function,
        level=step.level,
        standing=Standing(step.standing),
    )


def stamp_of(words: RuleWords | None) -> str:
    """Return a short hash of what a rule says; a form carries it back. None: there is no rule yet."""
    values = "-" if words is None else repr(words)
    return hashlib.sha256(values.encode()).hexdigest()[:16]
