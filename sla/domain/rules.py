"""Rules and ladders of a version, as the engine reads them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kernel.compiled import Compiled, Given
from kernel.errors import Invalid
from sla.domain.arithmetic import Step
from sla.enums import ClockKind, Lane, StepAction, StepAnchor
from sla.models import ClockRule, LadderStep, PolicyVersion

_LADDER = Compiled(
    lambda: (
        LadderStep.objects.filter(
            rule__version_id=Given("version"), rule__kind=Given("kind"), rule__urgency=Given("urgency")
        )
        .select_related("rule")
        .order_by("id")
    )
)


def rule_for(version: PolicyVersion, kind: ClockKind, urgency: str, lane: str = Lane.STANDARD) -> ClockRule:
    """Return the rule of one clock, the standard one where the lane has none of its own.

    Raises Invalid where the version has neither.
    """
    rule = find_rule(version.pk, kind, urgency, lane)
    if rule is None:
        raise Invalid("no_rule", _("The policy has no rule for this clock."))
    return rule


def find_rule(version_id: int | None, kind: ClockKind, urgency: str, lane: str) -> ClockRule | None:
    """Return the rule as ``rule_for`` does, or None. One query."""
    rules = ClockRule.objects.filter(version_id=version_id, kind=kind, urgency=urgency)
    # Two at most. Ordered here alone: the usual order would join the policy.
    of_lanes = {rule.lane: rule for rule in rules.filter(lane__in={lane, Lane.STANDARD}).order_by()}
    return of_lanes.get(lane) or of_lanes.get(Lane.STANDARD)


def rule_and_ladder(
    version: PolicyVersion, kind: ClockKind, urgency: str, lane: str = Lane.STANDARD
) -> tuple[ClockRule, tuple[Step, ...]]:
    """Return the rule of one clock with its ladder, in its order. Raises Invalid where there is no rule."""
    steps = _LADDER.instances(version=version.pk, kind=kind, urgency=urgency)
    ours = [step for step in steps if step.rule.lane == lane]
    # One query, but for a rule without steps and for a lane that may have none of its own.
    rule = ours[0].rule if ours else rule_for(version, kind, urgency, lane)
    return rule, tuple(as_step(step) for step in steps if step.rule_id == rule.pk)


def as_step(row: LadderStep) -> Step:
    """Return a row of the ladder in the arithmetic's terms."""
    offset = None if row.offset_minutes is None else timedelta(minutes=row.offset_minutes)
    return Step(
        key=row.key,
        action=StepAction(row.action),
        anchor=StepAnchor(row.anchor),
        share=row.share,
        offset=offset,
        contact_function=row.contact_function,
        level=row.level,
    )


def ladders_of(rule_ids: set[int]) -> dict[int, tuple[Step, ...]]:
    """Return the ladder of each rule, in its order. One query.

    Rules of published versions never change, but a row is cheap to read and a stale
    cache in a worker that runs for months is not.
    """
    ladders: dict[int, list[Step]] = {rule_id: [] for rule_id in rule_ids}
    for row in LadderStep.objects.filter(rule_id__in=rule_ids).order_by("rule_id", "id"):
        ladders[row.rule_id].append(as_step(row))
    return {rule_id: tuple(steps) for rule_id, steps in ladders.items()}
