"""When a case that does not exist would be due, and why: by the rules and code of real ones. Reads only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from cases.domain.clock_faces import ahead_of, shown_to
from cases.domain.clock_why import Why, WhyChosen, began_by
from cases.domain.due_preview import deemed_at
from cases.domain.report_locking import house_of
from cases.models import Case
from cases.models.clock import SHOWN_TO_OPERATOR
from channels_registry.models import Platform
from kernel.errors import Invalid
from sla.domain.arithmetic import due_at
from sla.domain.choosing import choose_policy
from sla.domain.rules import Course, courses_of, rules_for
from sla.enums import Began, ClockKind, Lane, StartEvent
from sla.models import Agreement, Category, ClockRule

# What each clock waits for, where nothing but an event of the case begins it.
_WAITS_FOR = {
    ClockKind.APPROVE: Began.HANDED_IN,
    ClockKind.CLARIFY: Began.ASKED,
    ClockKind.RECHECK: Began.CLOSED,
    ClockKind.REINSTATE: Began.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Moments:
    """When a case is sent, and what is supposed of it afterwards. A later one implies those before."""

    sent_at: datetime
    received_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None

    def check(self) -> None:
        """Raise Invalid where they do not follow one another."""
        said = [
            each for each in (self.sent_at, self.received_at, self.acknowledged_at, self.answered_at) if each
        ]
        if said != sorted(said):
            raise Invalid("moments", _("A case is sent, received, acknowledged and answered in this order."))

    @property
    def acknowledged(self) -> datetime | None:
        """When it is acknowledged, an answer being one."""
        return self.acknowledged_at or self.answered_at

    @property
    def received(self) -> datetime | None:
        """When its receipt is signed, an acknowledgement being one."""
        return self.received_at or self.acknowledged


@dataclass(frozen=True, slots=True)
class Calculated:
    """Why a policy would hold, in which lane, and every clock that the reader may know of."""

    chosen: WhyChosen
    clocks: list[Why]


def agencies_for(actor: Actor) -> list[Organisation]:
    """Return whose cases ``actor`` may calculate: an agency's own, or those it refers to; of an
    operator those that wrote to him or agreed with him. Runs inside ``acting_as``."""
    issuing = Organisation.objects.filter(kind=OrganisationKind.ISSUING).order_by("name")
    if actor.is_operator:
        wrote = Case.objects.visible_to(actor).order_by().values("agency")
        agreed = Agreement.objects.visible_to(actor).order_by().values("agency")
        return list(issuing.filter(Q(pk__in=wrote) | Q(pk__in=agreed)))
    if actor.organisation_kind == OrganisationKind.ISSUING:
        return list(issuing.filter(pk=house_of(actor)))
    return list(issuing.filter(active=True))


def calculate(
    *,
    actor: Actor,
    agency: Organisation,
    platform: Platform,
    category: Category,
    urgency: str,
    moments: Moments,
    lane: str = "",
) -> Calculated:
    """Return the deadlines of a case sent at these moments. Empty ``lane``: the one that would hold.

    Raises Invalid where the moments are out of order or no published policy applies.
    """
    moments.check()
    with acting_as(actor):
        chosen = choose_policy(
            agency=agency, platform=platform, category=category, urgency=urgency, now=moments.sent_at
        )
        agreed = chosen.agreement.title if chosen.agreement else ""
        why = WhyChosen(chosen.why, agreed, Lane(lane) if lane else chosen.lane)
        rules = rules_for(chosen.version, urgency, why.lane)
        courses = courses_of({rule.pk for rule in rules.values()})
        return Calculated(why, list(_clocks(actor, why, rules, courses, moments)))


def _clocks(
    actor: Actor,
    chosen: WhyChosen,
    rules: dict[ClockKind, ClockRule],
    courses: dict[int, Course],
    moments: Moments,
) -> Iterator[Why]:
    known: Collection[ClockKind] = SHOWN_TO_OPERATOR if actor.is_operator else list(ClockKind)
    for kind in ClockKind:
        rule = rules.get(kind)
        if rule is None or kind not in known:
            continue
        began, at = _beginning(kind, rules, courses, moments)
        course = courses[rule.pk]
        timing = None if at is None else course.timing(rule, at)
        yield Why(
            kind=kind,
            run=1,
            rule=rule,
            chosen=chosen,
            began=began,
            started_at=at,
            due_at=None if timing is None else due_at(timing),
            allowance=timedelta(minutes=rule.allowance_minutes),
            ladder=() if timing is None else shown_to(actor, ahead_of(timing, course.ladder, frozenset())),
        )


def _beginning(
    kind: ClockKind, rules: dict[ClockKind, ClockRule], courses: dict[int, Course], moments: Moments
) -> tuple[Began, datetime | None]:
    if kind == ClockKind.ACKNOWLEDGE:
        return Began.SENT, moments.sent_at
    if kind == ClockKind.VERIFY:
        return Began.ANSWERED, moments.answered_at
    if kind != ClockKind.EFFECT:
        return _WAITS_FOR[kind], None
    event = StartEvent(rules[kind].starts)
    if event == StartEvent.SENT:
        return Began.SENT, moments.sent_at
    if event == StartEvent.ACKNOWLEDGED:
        return Began.ACKNOWLEDGED, moments.acknowledged
    return _receipt(rules.get(ClockKind.ACKNOWLEDGE), courses, moments)


def _receipt(
    acknowledge: ClockRule | None, courses: dict[int, Course], moments: Moments
) -> tuple[Began, datetime | None]:
    """Return when the receipt is signed, or deemed where that comes first."""
    deemed = None if acknowledge is None else deemed_at(acknowledge, courses[acknowledge.pk], moments.sent_at)
    signed = moments.received
    is_deemed = deemed is not None and (signed is None or deemed < signed)
    return began_by(StartEvent.RECEIVED, deemed=is_deemed), deemed if is_deemed else signed
