"""When the platform would have to acknowledge and to act, said before anything is sent."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Organisation
from channels_registry.models import Platform
from sla.domain.arithmetic import due_at, instant_of, place_of
from sla.domain.choosing import Chosen, choose_policy
from sla.domain.rules import Course, courses_of, rule_for
from sla.enums import ClockKind, StartEvent, StepAction
from sla.models import Category, ClockRule


@dataclass(frozen=True, slots=True)
class DuePreview:
    """Both deadlines of a case sent at ``now``, and what they rest on.

    ``effect_by`` counts from the earliest start the policy allows (received at once);
    ``effect_at_latest`` from the receipt that is deemed when nobody signs, where the policy
    has one. Both are the same where the clock starts when sent.
    """

    platform: Platform
    chosen: Chosen
    acknowledge: ClockRule
    effect: ClockRule
    acknowledge_by: datetime
    effect_by: datetime
    effect_at_latest: datetime | None

    @property
    def is_certain(self) -> bool:
        """Whether the effect deadline depends on nothing that the platform does."""
        return self.effect_at_latest == self.effect_by


def preview(
    *, agency: Organisation, platform: Platform, category: Category, urgency: str, now: datetime
) -> DuePreview:
    """Return the deadlines of a case that ``agency`` would send now. Reads only.

    Raises Invalid where no published policy applies or it has no rule for these clocks.
    """
    chosen = choose_policy(agency=agency, platform=platform, category=category, urgency=urgency, now=now)
    acknowledge = rule_for(chosen.version, ClockKind.ACKNOWLEDGE, urgency, chosen.lane)
    effect = rule_for(chosen.version, ClockKind.EFFECT, urgency, chosen.lane)
    courses = courses_of({acknowledge.pk, effect.pk})
    given = courses[effect.pk]
    latest_start = _latest_start(effect, acknowledge, courses[acknowledge.pk], now)
    return DuePreview(
        platform=platform,
        chosen=chosen,
        acknowledge=acknowledge,
        effect=effect,
        acknowledge_by=due_at(courses[acknowledge.pk].timing(acknowledge, now)),
        effect_by=due_at(given.timing(effect, now)),
        effect_at_latest=due_at(given.timing(effect, latest_start)) if latest_start else None,
    )


def _latest_start(
    effect: ClockRule, acknowledge: ClockRule, course: Course, now: datetime
) -> datetime | None:
    if effect.starts == StartEvent.SENT:
        return now
    return deemed_at(acknowledge, course, now) if effect.starts == StartEvent.RECEIVED else None


def receipt_deemed_at(acknowledge: ClockRule, sent_at: datetime) -> datetime | None:
    """Return when the receipt of a case sent at ``sent_at`` is deemed if nobody signs; None for never."""
    return deemed_at(acknowledge, courses_of({acknowledge.pk})[acknowledge.pk], sent_at)


def deemed_at(acknowledge: ClockRule, course: Course, sent_at: datetime) -> datetime | None:
    """Return the same as ``receipt_deemed_at``, from a course already read."""
    timing = course.timing(acknowledge, sent_at)
    deemed = [
        instant_of(timing, place_of(timing.whole, step))
        for step in course.ladder
        if step.action == StepAction.DEEM_RECEIPT
    ]
    return min((instant for instant in deemed if instant), default=None)
