"""Rules and ladders of a version, as the engine reads them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.compiled import Compiled, Given
from kernel.errors import Invalid
from sla.domain.arithmetic import Step, Timing
from sla.domain.calendar_hours import hours_of
from sla.domain.working_hours import Hours
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
_STEP = ("key", "action", "anchor", "share", "offset_minutes", "contact_function", "level")
_STEP_OF_RULE = tuple(f"steps__{name}" for name in _STEP)


@dataclass(frozen=True, slots=True)
class Course:
    """What a clock runs by: its ladder, in order, and the hours in which it runs (None: all)."""

    ladder: tuple[Step, ...] = ()
    hours: Hours | None = None

    def timing(self, rule: ClockRule, started_at: datetime) -> Timing:
        """Return the timing of a clock of ``rule`` that starts then and never stops."""
        return Timing(started_at, timedelta(minutes=rule.allowance_minutes), hours=self.hours)


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


def rules_for(version: PolicyVersion, urgency: str, lane: str) -> dict[ClockKind, ClockRule]:
    """Return the rule of every clock that the version rules, as ``rule_for`` does. One query."""
    rules = ClockRule.objects.filter(version=version, urgency=urgency, lane__in={lane, Lane.STANDARD})
    found: dict[ClockKind, ClockRule] = {}
    for rule in rules.select_related("version__policy", "calendar").order_by("pk"):
        kind = ClockKind(rule.kind)
        if kind not in found or rule.lane == lane:
            found[kind] = rule
    return found


def rule_and_course(
    version: PolicyVersion, kind: ClockKind, urgency: str, lane: str = Lane.STANDARD
) -> tuple[ClockRule, Course]:
    """Return the rule of one clock with its ladder and hours. Raises Invalid where there is no rule."""
    steps = _LADDER.instances(version=version.pk, kind=kind, urgency=urgency)
    ours = [step for step in steps if step.rule.lane == lane]
    # One query, but for a rule without steps, for a lane that may have none of its own, and
    # for a calendar.
    rule = ours[0].rule if ours else rule_for(version, kind, urgency, lane)
    ladder = tuple(as_step(step) for step in steps if step.rule_id == rule.pk)
    return rule, Course(ladder, hours_of_rule(rule))


def hours_of_rule(rule: ClockRule) -> Hours | None:
    """Return the hours in which clocks of a rule run; None, and no query, for all."""
    return None if rule.calendar_id is None else hours_of({rule.calendar_id})[rule.calendar_id]


def as_step(row: Any) -> Step:
    """Return a step in the arithmetic's terms: a row, or the words of one by the same names."""
    return _step(*(getattr(row, name) for name in _STEP))


@lru_cache(maxsize=4096)  # the same step is one object: its ladder is compared at once
def _step(
    key: str,
    action: str,
    anchor: str,
    share: int | None,
    offset_minutes: int | None,
    contact_function: str,
    level: int,
) -> Step:
    return Step(
        key=key,
        action=StepAction(action),
        anchor=StepAnchor(anchor),
        share=share,
        offset=None if offset_minutes is None else timedelta(minutes=offset_minutes),
        contact_function=contact_function,
        level=level,
    )


def courses_of(rule_ids: Collection[int]) -> dict[int, Course]:
    """Return the ladder and the hours of each rule. One query, and one more where calendars are named.

    Rules of published versions never change, but a row is cheap to read and a stale
    cache in a worker that runs for months is not.
    """
    steps: dict[int, list[Step]] = {rule_id: [] for rule_id in rule_ids}
    calendars: dict[int, int | None] = {}
    # From the rules, since one may have no steps.
    rules = ClockRule.objects.filter(pk__in=steps).order_by("pk", "steps__pk")
    for rule_id, calendar, key, *fields in rules.values_list("pk", "calendar", *_STEP_OF_RULE):
        calendars[rule_id] = calendar
        if key is not None:
            steps[rule_id].append(_step(key, *fields))
    hours = hours_of({calendar for calendar in calendars.values() if calendar is not None})
    return {
        rule_id: Course(tuple(found), hours.get(calendars.get(rule_id) or 0))
        for rule_id, found in steps.items()
    }
