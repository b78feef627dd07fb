"""Why a deadline is what it is: rule, start, hours, stops, sum, next step. Reads only.

The same explanation is given of a clock that runs and of one that is only calculated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.domain.case_file import CaseFile
from cases.domain.clock_faces import ClockFace, LadderStep, ladder_of
from cases.enums import EndReason, ReceiptKind
from cases.models import Receipt
from sla.domain.arithmetic import Stop, stood_still
from sla.enums import Began, ClockKind, ClockState, Lane, PauseCause, StartEvent, WhyPolicy
from sla.models import Calendar, ClockRule

_BEGINS = {
    ClockKind.APPROVE: Began.HANDED_IN,
    ClockKind.ACKNOWLEDGE: Began.SENT,
    ClockKind.CLARIFY: Began.ASKED,
    ClockKind.VERIFY: Began.ANSWERED,
    ClockKind.RECHECK: Began.CLOSED,
    ClockKind.REINSTATE: Began.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class WhyStop:
    """One stop; ``counted``: how much of it the clock would have run, which is what it adds."""

    cause: PauseCause
    started_at: datetime
    ended_at: datetime | None
    counted: timedelta


@dataclass(frozen=True, slots=True)
class WhyChosen:
    """Why this policy and lane hold; ``why`` is empty while nothing was chosen."""

    why: WhyPolicy | None
    agreement: str
    lane: Lane


@dataclass(frozen=True, slots=True)
class Why:
    """What makes one deadline. ``started_at`` and ``due_at`` are None while nothing has begun it.

    ``state`` is None of a clock that is only calculated. ``ladder``: what fired and what is
    ahead, as far as the reader may know.
    """

    kind: ClockKind
    run: int
    rule: ClockRule
    chosen: WhyChosen
    began: Began
    started_at: datetime | None
    due_at: datetime | None
    allowance: timedelta
    extension: timedelta = timedelta(0)
    state: ClockState | None = None
    stops: tuple[WhyStop, ...] = ()
    ladder: Sequence[LadderStep] = ()

    @property
    def calendar(self) -> Calendar | None:
        """In whose hours it runs; None for all."""
        return self.rule.calendar

    @property
    def stopped(self) -> timedelta:
        """What all stops add."""
        return sum((stop.counted for stop in self.stops), timedelta(0))

    @property
    def next_step(self) -> LadderStep | None:
        """The first step that has not fired."""
        return next((step for step in self.ladder if step.fired is None), None)


def whys_of(file: CaseFile, faces: Iterable[ClockFace], now: datetime) -> list[Why]:
    """Return the explanation of these clocks of a file, as its reader may know it.

    Runs inside ``acting_as``: a ladder is read a clock that is open.
    """
    return [_why(file, face, now) for face in faces]


def _why(file: CaseFile, face: ClockFace, now: datetime) -> Why:
    case, clock = file.case, face.clock
    agreed = case.agreement.title if case.agreement else ""
    return Why(
        kind=face.kind,
        run=clock.run,
        rule=clock.rule,
        chosen=WhyChosen(WhyPolicy(case.why_policy) if case.why_policy else None, agreed, Lane(case.lane)),
        state=face.state,
        began=_began(file, face),
        started_at=clock.started_at,
        due_at=clock.due_at,
        allowance=timedelta(seconds=clock.allowance_seconds),
        extension=timedelta(seconds=clock.extension_seconds),
        stops=tuple(_stops(face, now)),
        ladder=ladder_of(file.actor, face, file.escalations) if face.is_open else (),
    )


def _stops(face: ClockFace, now: datetime) -> Iterable[WhyStop]:
    timing = face.timing
    for pause in face.pauses:
        stood = stood_still(timing, Stop(pause.started_at, pause.ended_at), now)
        yield WhyStop(PauseCause(pause.cause), pause.started_at, pause.ended_at, stood)


def _began(file: CaseFile, face: ClockFace) -> Began:
    if face.kind != ClockKind.EFFECT:
        return _BEGINS[face.kind]
    if face.clock.run > 1:
        before = (each for each in file.clocks if each.kind == face.kind)
        last = next((each for each in before if each.clock.run == face.clock.run - 1), None)
        anew = last is not None and last.clock.end_reason == EndReason.RESTARTED
        return Began.ANEW if anew else Began.BACK_UP
    deemed = any(_deems(receipt, face.clock.started_at) for receipt in file.receipts)
    return began_by(StartEvent(face.clock.rule.starts), deemed=deemed)


def _deems(receipt: Receipt, instant: datetime) -> bool:
    return receipt.kind == ReceiptKind.DEEMED and receipt.at == instant


def began_by(event: StartEvent, *, deemed: bool) -> Began:
    """Return what a clock to give effect began with, from the policy's event."""
    if event == StartEvent.RECEIVED:
        return Began.DEEMED if deemed else Began.SIGNED
    return Began.SENT if event == StartEvent.SENT else Began.ACKNOWLEDGED
