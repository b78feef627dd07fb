"""Why a deadline is what it is, in words: of a clock that runs and of one that is calculated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.domain.clock_faces import LadderStep
from cases.domain.clock_why import Why, WhyChosen, WhyStop
from channels_registry.enums import ContactFunction
from dashboard.templatetags.durations import span_in_words
from dashboard.templatetags.hours import hours_words
from sla.enums import Began, Lane, Standing, StepAction

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: a sign, what it is, a span or an instant."""

    sign: str
    label: str
    span: timedelta | None = None
    at: datetime | None = None
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What makes one deadline, in words. ``policy``: why this one applies."""

    rule: str
    citation: str
    standing: Standing
    policy: str
    hours: str
    lines: list[Line]
    due_at: datetime | None
    ladder: list[dict[str, Any]] = field(default_factory=list)
    next_step: LadderStep | None = None


def reasons_of(why: Why) -> Reasons:
    """Return an explanation in words."""
    return Reasons(
        rule=str(why.rule.version),
        citation=why.rule.citation,
        standing=Standing(why.rule.standing),
        policy=_policy_words(why.chosen),
        hours=hours_words(why.calendar),
        lines=list(_sum(why)),
        due_at=why.due_at,
        ladder=_drawn(why.ladder),
        next_step=why.next_step,
    )


def _policy_words(chosen: WhyChosen) -> str:
    said = [str(chosen.why.label)] if chosen.why else []
    if chosen.agreement:
        said.append(f"“{chosen.agreement}”")
    if chosen.lane != Lane.STANDARD:
        said.append(str(chosen.lane.label))
    return " · ".join(said)


def _sum(why: Why) -> Iterator[Line]:
    starts = _("started %(event)s") if why.started_at else _("starts %(event)s")
    yield Line("", starts % {"event": Began(why.began).label}, at=why.started_at)
    yield Line("+", _("allowed"), span=why.allowance)
    if why.extension:
        yield Line("+", _("extended"), span=why.extension)
    for stop in why.stops:
        yield _stop_line(stop, in_hours=why.calendar is not None)
    if why.extension or why.stops:
        yield Line("=", _("in all"), span=why.allowance + why.extension + why.stopped)


def _stop_line(stop: WhyStop, *, in_hours: bool) -> Line:
    label, ended = str(stop.cause.label), stop.ended_at
    if ended is None:
        return Line("+", label, at=stop.started_at)
    outside = in_hours and ended - stop.started_at - stop.counted
    note = _("and %(span)s outside of the hours") % {"span": span_in_words(outside)} if outside else ""
    return Line("+", label, span=stop.counted, at=stop.started_at, until=ended, note=note)


def step_words(step: LadderStep) -> str:
    """Return what a step of a ladder does, with whom it tells."""
    if step.action == StepAction.NEXT_CONTACT and step.contact_function:
        return _("Tell the contact “%(function)s”") % {
            "function": ContactFunction(step.contact_function).label
        }
    if step.action == StepAction.RAISE_LEVEL:
        return _("Raise to level %(level)s") % {"level": step.level}
    if step.action == StepAction.REMIND:
        return _("Reminder")
    return str(step.action.label)


def _drawn(steps: Iterable[LadderStep]) -> list[dict[str, Any]]:
    drawn, current = [], True
    for step in steps:
        if step.fired is not None:
            taken_back = step.fired.skipped or step.fired.corrected_at is not None
            state = "skipped" if taken_back else "done"
        else:
            state, current = ("current" if current else "todo"), False
        drawn.append({"label": step_words(step), "at": step.due_at, "state": state, "note": ""})
    return drawn
