"""A clock with its why: the rule, and the sum that makes the deadline, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.acting import Actor
from cases.domain.case_file import CaseFile
from cases.domain.clock_faces import ClockFace, LadderStep, ladder_of
from cases.enums import EndReason
from channels_registry.enums import ContactFunction
from dashboard.templatetags.durations import span_in_words
from sla.enums import (
    PLATFORM_CLOCKS,
    ClockKind,
    ClockState,
    PauseCause,
    Standing,
    StartEvent,
    StepAction,
    StopEffect,
)

# What a reader looks at first.
ORDER = (
    ClockKind.ACKNOWLEDGE,
    ClockKind.EFFECT,
    ClockKind.REINSTATE,
    ClockKind.CLARIFY,
    ClockKind.VERIFY,
    ClockKind.RECHECK,
    ClockKind.APPROVE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: a sign, what it is, a span or an instant."""

    sign: str
    label: str
    span: timedelta | None = None
    at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """One clock as a case page shows it."""

    face: ClockFace
    title: str
    rule: str
    citation: str
    standing: Standing
    end: str
    standstill: str
    lines: list[Line]
    ladder: list[dict[str, Any]] = field(default_factory=list)
    next_step: LadderStep | None = None


def panels_of(file: CaseFile, now: datetime) -> list[ClockPanel]:
    """Return the clocks of a file: those that are open first, each with its last run alone.

    Runs inside ``acting_as``: a ladder is read a clock.
    """
    last = [face for kind in ORDER if (face := file.clock(kind)) is not None and _is_of_interest(face)]
    shown = sorted(last, key=lambda face: (not face.is_open, ORDER.index(face.kind)))
    return [_panel(file, face, now) for face in shown]


def _is_of_interest(face: ClockFace) -> bool:
    # How long a draft waited is history once it was sent.
    return face.is_open or face.kind != ClockKind.APPROVE


def _panel(file: CaseFile, face: ClockFace, now: datetime) -> ClockPanel:
    clock = face.clock
    steps = ladder_of(file.actor, face, file.escalations) if face.is_open else []
    return ClockPanel(
        face=face,
        title=_title(face),
        rule=str(clock.rule.version),
        citation=clock.rule.citation,
        standing=Standing(clock.rule.standing),
        end=_end(face),
        standstill=_standstill(face),
        lines=list(_sum(face, now)),
        ladder=_drawn(steps),
        next_step=next((step for step in steps if step.fired is None), None),
    )


def _title(face: ClockFace) -> str:
    if face.clock.run == 1:
        return str(face.kind.label)
    return _("%(clock)s, run %(run)s") % {"clock": face.kind.label, "run": face.clock.run}


def _end(face: ClockFace) -> str:
    if face.state != ClockState.ENDED:
        return ""
    return str(EndReason(face.clock.end_reason).label)


def _standstill(face: ClockFace) -> str:
    """Say what is left of a clock that stands still, and how it will go on."""
    stop = next((stop for stop in face.pauses if stop.ended_at is None), None)
    if stop is None:
        return ""
    effect = {
        PauseCause.CLARIFICATION: face.clock.rule.on_clarification,
        PauseCause.IMPOSSIBILITY: face.clock.rule.on_impossibility,
        PauseCause.REVIEW: face.clock.rule.on_review,
    }.get(PauseCause(stop.cause))
    if effect == StopEffect.RESTART:
        return _("stands still, and will start anew")
    return _("stands still, %(span)s left") % {"span": span_in_words(face.left(stop.started_at))}


def _sum(face: ClockFace, now: datetime) -> Iterator[Line]:
    clock = face.clock
    yield Line("", _start_words(face), at=face.started_at)
    yield Line("+", _("allowed"), span=timedelta(seconds=clock.allowance_seconds))
    if clock.extension_seconds:
        yield Line("+", _("extended"), span=timedelta(seconds=clock.extension_seconds))
    for stop in face.pauses:
        label = str(PauseCause(stop.cause).label)
        span = (stop.ended_at or now) - stop.started_at if stop.ended_at else None
        yield Line("+", label, span=span, at=stop.started_at, until=stop.ended_at)


def _start_words(face: ClockFace) -> str:
    if face.kind == ClockKind.EFFECT and face.clock.run == 1 and face.clock.rule.starts:
        return _("started %(event)s") % {"event": StartEvent(face.clock.rule.starts).label}
    if face.kind == ClockKind.ACKNOWLEDGE:
        return _("started when sent")
    return _("started")


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


def other_zone(file: CaseFile) -> str:
    """Return the zone of the other side, shown beside the reader's."""
    return file.case.agency.time_zone if file.actor.is_operator else file.case.organisation.time_zone


def whose(kind: ClockKind, actor: Actor) -> bool:
    """Whether a clock is the reader's own to meet."""
    return (kind in PLATFORM_CLOCKS) == actor.is_operator
