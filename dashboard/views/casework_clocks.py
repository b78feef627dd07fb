"""A clock with its why, as a case page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.domain.acting import Actor
from cases.domain.case_file import CaseFile
from cases.domain.clock_faces import ClockFace
from cases.domain.clock_why import Why, whys_of
from cases.enums import EndReason
from dashboard.templatetags.durations import span_in_words
from dashboard.views.casework_why import Reasons, reasons_of
from sla.enums import (
    PLATFORM_CLOCKS,
    ClockKind,
    ClockState,
    PauseCause,
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
class ClockPanel:
    """One clock as a case page shows it."""

    face: ClockFace
    title: str
    end: str
    standstill: str
    reasons: Reasons


def panels_of(file: CaseFile, now: datetime) -> list[ClockPanel]:
    """Return the clocks of a file: those that are open first, each with its last run alone.

    Runs inside ``acting_as``: a ladder is read a clock.
    """
    last = [face for kind in ORDER if (face := file.clock(kind)) is not None and _is_of_interest(face)]
    shown = sorted(last, key=lambda face: (not face.is_open, ORDER.index(face.kind)))
    whys = whys_of(file, shown, now)
    return [_panel(face, why) for face, why in zip(shown, whys, strict=True)]


def _is_of_interest(face: ClockFace) -> bool:
    # How long a draft waited is history once it was sent.
    return face.is_open or face.kind != ClockKind.APPROVE


def _panel(face: ClockFace, why: Why) -> ClockPanel:
    return ClockPanel(
        face=face,
        title=_title(face),
        end=_end(face),
        standstill=_standstill(face),
        reasons=reasons_of(why),
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


def other_zone(file: CaseFile) -> str:
    """Return the zone of the other side, shown beside the reader's."""
    return file.case.agency.time_zone if file.actor.is_operator else file.case.organisation.time_zone


def whose(kind: ClockKind, actor: Actor) -> bool:
    """Whether a clock is the reader's own to meet."""
    return (kind in PLATFORM_CLOCKS) == actor.is_operator
