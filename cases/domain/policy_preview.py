"""What a version would do to the cases that are open: reads only, by the planner that does it.

The totals are of all cases that somebody decides for; the rows are those that he may know of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from cases.domain.clocks import OPEN
from cases.domain.directory import Directory
from cases.domain.planning import Fired, plan_clock, timing_of
from cases.domain.policy_moving import movable
from cases.domain.telling import recipients_of_step
from cases.models import Case, Clock, Escalation, Pause
from kernel.paging import Page, keyset_page
from sla.domain.arithmetic import due_at
from sla.domain.rules import Course, courses_of
from sla.enums import ClockKind, ClockState, Lane
from sla.models import ClockRule, PolicyVersion

AT_ONCE = 500
_RELATED = ("platform", "agency", "organisation", "category", "policy_version")


@dataclass(frozen=True, slots=True)
class Shift:
    """One open clock under the version: its deadline before and after, and what would fire at once.

    ``after`` is None where the version has no rule for it: then the case cannot go over.
    """

    clock: Clock
    before: datetime
    after: datetime | None
    fires: tuple[Fired, ...] = ()

    @property
    def kind(self) -> ClockKind:
        """What the clock measures."""
        return ClockKind(self.clock.kind)

    @property
    def moves(self) -> bool:
        """Whether the deadline would be another."""
        return self.after != self.before

    def late_at_once(self, now: datetime) -> bool:
        """Whether the deadline would have passed by ``now``, and has not passed yet."""
        runs = self.clock.state == ClockState.RUNNING
        return runs and self.after is not None and self.after <= now < self.before


@dataclass(slots=True)
class Totals:
    """What the version would do to all open cases together. ``told``: people and messages by house."""

    cases: int = 0
    moved: int = 0
    late: int = 0
    steps: int = 0
    without_rule: int = 0
    told: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One open case with its clocks."""

    case: Case
    shifts: tuple[Shift, ...]


def totals_of(actor: Actor, version: PolicyVersion, now: datetime) -> Totals:
    """Return what the version would do to the cases that ``actor`` decides for. Inner.

    Whoever edits what all share decides for all; everybody else for those that he may know of.
    """
    rows = movable(version)
    if not edits_shared(actor):
        rows = rows.visible_to(actor)
    found, told = Totals(), _Told()
    rules = _Rules(version)
    for cases in _portions(rows.select_related(*_RELATED).order_by("pk").iterator(AT_ONCE)):
        shifts = _shifts_of(cases, rules, now)
        found.cases += len(cases)
        for shift in (each for case in cases for each in shifts[case.pk]):
            found.moved += shift.moves and shift.after is not None
            found.late += shift.late_at_once(now)
            found.steps += len(shift.fires)
            found.without_rule += shift.after is None
        told.note(cases, [fired for each in shifts.values() for shift in each for fired in shift.fires])
    found.told = told.by_house()
    return found


def page_of(actor: Actor, version: PolicyVersion, now: datetime, cursor: str) -> tuple[list[Row], Page[Case]]:
    """Return a page of the open cases that ``actor`` may know of, due first first. Inner."""
    rows = movable(version).visible_to(actor).select_related(*_RELATED)
    page = keyset_page(rows, sort="operator_due_at", cursor=cursor)
    shifts = _shifts_of(page.rows, _Rules(version), now)
    return [Row(case, tuple(shifts[case.pk])) for case in page.rows], page


class _Rules:
    """The rules of a version with their courses, read once."""

    def __init__(self, version: PolicyVersion) -> None:
        rules = list(ClockRule.objects.filter(version=version))
        self._rules = {(rule.kind, rule.urgency, rule.lane): rule for rule in rules}
        self._courses = courses_of([rule.pk for rule in rules])

    def find(self, clock: Clock, case: Case) -> tuple[ClockRule, Course] | None:
        """Return the rule under which a clock would run, the standard one where the lane has none."""
        for lane in (case.lane, Lane.STANDARD.value):
            rule = self._rules.get((clock.kind, case.urgency, lane))
            if rule is not None:
                return rule, self._courses[rule.pk]
        return None


def _shifts_of(cases: Sequence[Case], rules: _Rules, now: datetime) -> dict[int, list[Shift]]:
    by_id = {case.pk: case for case in cases}
    runs = list(Clock.objects.filter(case__in=list(by_id), state__in=OPEN).order_by("case_id", "due_at"))
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(clock__in=runs):
        pauses[pause.clock_id].append(pause)
    done: dict[tuple[int, int], set[str]] = defaultdict(set)
    fired = Escalation.objects.standing().filter(clock__in=runs)
    for clock_id, run, step in fired.values_list("clock_id", "run", "step"):
        done[clock_id, run].add(step)
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for clock in runs:
        ran = frozenset(done[clock.pk, clock.run])
        found = rules.find(clock, by_id[clock.case_id])
        shifts[clock.case_id].append(_shift(clock, found, pauses[clock.pk], ran, now))
    return shifts


def _shift(
    clock: Clock,
    found: tuple[ClockRule, Course] | None,
    pauses: Iterable[Pause],
    done: frozenset[str],
    now: datetime,
) -> Shift:
    if found is None:
        return Shift(clock, clock.due_at, None)
    rule, course = found
    under = copy(clock)
    under.allowance_seconds = rule.allowance_minutes * 60
    timing = timing_of(under, pauses, course.hours)
    fires: tuple[Fired, ...] = ()
    if clock.state == ClockState.RUNNING:
        plan = plan_clock(clock, timing, course.ladder, done, now)
        fires = tuple(each for each in plan.fired if not each.skipped)
    return Shift(clock, clock.due_at, due_at(timing), fires)


class _Told:
    """Who would be told of what fires at once, by house."""

    def __init__(self) -> None:
        self._people: dict[str, set[object]] = defaultdict(set)
        self._messages: dict[str, int] = defaultdict(int)

    def note(self, cases: Sequence[Case], fired: Sequence[Fired]) -> None:
        """Take the steps of these cases into account."""
        if not fired:
            return
        by_id, known = {case.pk: case for case in cases}, Directory.of(cases, now=None)
        for each in fired:
            case = by_id[each.clock.case_id]
            houses = {case.agency_id: case.agency.name, case.organisation_id: case.organisation.name}
            for person in recipients_of_step(
                case,
                action=each.step.action,
                side=each.clock.side,
                clock=each.clock.kind,
                function=each.step.contact_function,
                known=known,
            ):
                house = houses.get(person.organisation_id or 0, "")
                self._people[house].add(person.user_id or person.address)
                self._messages[house] += 1

    def by_house(self) -> dict[str, tuple[int, int]]:
        """Return people and messages by the name of their house."""
        return {house: (len(self._people[house]), number) for house, number in sorted(self._messages.items())}


def _portions(cases: Iterator[Case]) -> Iterator[list[Case]]:
    while portion := list(islice(cases, AT_ONCE)):
        yield portion
