"""Clocks as a page shows them: the row, its stops, and what its ladder does next. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.acting import Actor
from cases.domain.planning import timing_of
from cases.domain.rows_of_cases import RowsOfCases
from cases.enums import Side
from cases.models import Case, Clock, Escalation, Pause
from cases.models.clock import ACTIONS_SHOWN_TO_OPERATOR, SHOWN_TO_OPERATOR
from kernel.compiled import Compiled, among
from sla.domain.arithmetic import Step, Timing, ran_for, steps_ahead, stopped_for
from sla.domain.calendar_hours import hours_of
from sla.domain.rules import courses_of
from sla.domain.working_hours import Hours
from sla.enums import ClockKind, ClockState, StepAction
from sla.models import ClockRule

OPEN = (ClockState.RUNNING, ClockState.PAUSED)
_CLOCKS = RowsOfCases(Clock, "kind", "run")
_PAUSES = RowsOfCases(Pause, "started_at")
_RULES = Compiled(
    lambda: (
        ClockRule.objects.filter(among("id", "rules"))
        .select_related("version__policy", "calendar")
        .order_by()
    )
)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One run of a clock with its stops, in the terms of the chip of time left."""

    clock: Clock
    pauses: tuple[Pause, ...] = ()
    hours: Hours | None = None

    @property
    def kind(self) -> ClockKind:
        """What the clock measures."""
        return ClockKind(self.clock.kind)

    @property
    def state(self) -> ClockState:
        """Where the run stands."""
        return ClockState(self.clock.state)

    @property
    def is_open(self) -> bool:
        """Whether the run is neither met nor ended."""
        return self.state in OPEN

    @property
    def started_at(self) -> datetime:
        """When the run began."""
        return self.clock.started_at

    @property
    def due_at(self) -> datetime:
        """The deadline; for a paused run what it would be if it went on where it stopped."""
        return self.clock.due_at

    @property
    def met_at(self) -> datetime | None:
        """When the run was met."""
        return self.clock.met_at

    @property
    def allowance(self) -> timedelta:
        """How long the run may take, extension included."""
        return timedelta(seconds=self.clock.allowance_seconds + self.clock.extension_seconds)

    @property
    def paused_at(self) -> datetime | None:
        """Since when the run stands still, if it does."""
        return next((stop.started_at for stop in self.pauses if stop.ended_at is None), None)

    @property
    def timing(self) -> Timing:
        """The run as the arithmetic sees it."""
        return timing_of(self.clock, self.pauses, self.hours)

    def left(self, now: datetime) -> timedelta:
        """Return how long the run may still run at ``now``; negative once it is late."""
        return self.allowance - ran_for(self.timing, now)

    def stopped(self, now: datetime) -> timedelta:
        """Return the sum of all stops by ``now``."""
        return stopped_for(self.timing, now)


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step that fired (``fired``) or that the clock will reach at ``due_at``."""

    action: StepAction
    due_at: datetime
    contact_function: str = ""
    level: int = 0
    fired: Escalation | None = None


def faces_of(actor: Actor, cases: Collection[Case]) -> dict[int, list[ClockFace]]:
    """Return the clocks of these cases that ``actor`` may know of, by case. Three queries.

    Runs inside ``acting_as(actor)``, for cases that were read with ``visible_to(actor)``.
    Within a case they are ordered by kind and run.
    """
    return _faces(_CLOCKS.of(actor, cases), _PAUSES.of(actor, cases))


def joined_faces_of(actor: Actor, case_ids: Collection[int]) -> dict[int, list[ClockFace]]:
    """Return of cases that the actor's agency has joined the clocks that both sides know of."""
    shown = {"case_id__in": case_ids, "kind__in": SHOWN_TO_OPERATOR}
    clocks = Clock.objects.joined_by(actor).filter(**shown)
    pauses = Pause.objects.joined_by(actor).filter(clock__in=clocks)
    return _faces(list(clocks.order_by("case_id", "kind", "run")), list(pauses.order_by("started_at")))


def _faces(found: list[Clock], pauses: list[Pause]) -> dict[int, list[ClockFace]]:
    # Hundreds of clocks run by a handful of rules.
    rules = _RULES.instances(rules=list({clock.rule_id for clock in found})) if found else []
    by_id = {rule.pk: rule for rule in rules}
    for clock in found:
        clock.rule = by_id[clock.rule_id]
    stops: dict[int, list[Pause]] = defaultdict(list)
    for pause in pauses:
        stops[pause.clock_id].append(pause)
    hours = hours_of({clock.rule.calendar_id for clock in found if clock.rule.calendar_id is not None})
    faces: dict[int, list[ClockFace]] = defaultdict(list)
    for clock in found:
        open_in = hours.get(clock.rule.calendar_id or 0)
        faces[clock.case_id].append(ClockFace(clock, tuple(stops[clock.pk]), open_in))
    return faces


def face_shown(faces: Iterable[ClockFace], side: Side) -> ClockFace | None:
    """Return the clock that a row of the queue shows for ``side``.

    The one due first of those that run; else one that stands still; else the last that
    ended, met before waived.
    """
    own = [face for face in faces if face.clock.side == side]
    for state in (ClockState.RUNNING, ClockState.PAUSED):
        found = [face for face in own if face.state == state]
        if found:
            return min(found, key=lambda face: face.due_at)
    met = [face for face in own if face.state == ClockState.MET]
    return max(met or own, key=lambda face: face.started_at, default=None)


def ladder_of(actor: Actor, face: ClockFace, fired: Iterable[Escalation]) -> list[LadderStep]:
    """Return the ladder of one clock: what fired, then what is still ahead. One query.

    An operator's people see reminders, breach and contacts; what is proposed against
    them, and whom the agency tells in its own house, is the agency's.
    """
    past = [step for step in fired if step.clock_id == face.clock.pk]
    course = courses_of({face.clock.rule_id})[face.clock.rule_id]
    rungs = {step.key: step for step in course.ladder}
    steps = [_climbed(step, rungs) for step in sorted(past, key=lambda step: step.due_at)]
    if face.state == ClockState.RUNNING:
        done = frozenset(step.step for step in past if step.corrected_at is None)
        steps += ahead_of(face.timing, course.ladder, done)
    return shown_to(actor, steps)


def ahead_of(timing: Timing, ladder: tuple[Step, ...], done: frozenset[str]) -> list[LadderStep]:
    """Return the steps that a clock will reach, in order."""
    return [
        LadderStep(due.step.action, due.due_at, due.step.contact_function, due.step.level)
        for due in steps_ahead(timing, ladder, done)
    ]


def shown_to(actor: Actor, steps: list[LadderStep]) -> list[LadderStep]:
    """Return the steps that ``actor`` may know of."""
    if not actor.is_operator:
        return steps
    return [step for step in steps if step.action in ACTIONS_SHOWN_TO_OPERATOR]


def _climbed(step: Escalation, rungs: Mapping[str, Step]) -> LadderStep:
    rung = rungs.get(step.step)
    function = rung.contact_function if rung else ""
    return LadderStep(StepAction(step.action), step.due_at, function, step.level, step)
