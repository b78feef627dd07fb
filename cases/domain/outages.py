"""A portal was down: the time is credited to the clocks that ran meanwhile.

Declared afterwards, for an interval that is over, by a supervisor and for the cases of his
agency alone. A service's portal counts for what the platform owes, the desk's own for both
sides. What stood still already is not credited twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.domain.clock_moves import CLOCK_MOVES
from cases.domain.clocks import place, sync_due_of
from cases.domain.planning import timing_of
from cases.domain.record import entry_of
from cases.domain.report_locking import house_of
from cases.domain.telling import tell_corrected, tell_deadlines
from cases.domain.wording import required
from cases.enums import CaseKind
from cases.models import Case, Clock, Escalation, Outage, Pause
from channels_registry.models import Platform
from kernel.compiled import Prepared
from kernel.errors import Conflict, Invalid, NotAllowed
from sla.domain.arithmetic import Timing, instant_of, place_of
from sla.domain.rules import Course, courses_of
from sla.enums import PLATFORM_CLOCKS, ClockMove, ClockState, PauseCause, StepAction

CREDIT = "credit"
DECLARERS = (Role.SUPERVISOR,)
LONGEST = timedelta(days=31)
REASON_AT_MOST = 500
_CREDITED = tuple(CLOCK_MOVES[ClockMove.CREDIT])
Interval = tuple[datetime, datetime]


@dataclass(slots=True)
class _Credited:
    """A clock with its stops and the steps that stand on it."""

    clock: Clock
    pauses: list[Pause] = field(default_factory=list)
    fired: list[Escalation] = field(default_factory=list)
    taken_back: list[Escalation] = field(default_factory=list)


def outages_of(actor: Actor) -> list[Outage]:
    """Return what the actor's agency declared, newest first."""
    return list(Outage.objects.filter(agency=house_of(actor)).select_related("platform"))


def require_declarer(actor: Actor) -> None:
    """Raise NotAllowed unless the actor declares outages."""
    if not (actor.is_agency and actor.has(*DECLARERS)):
        raise NotAllowed("supervisors_only", _("Only a supervisor of an agency declares this."))


def declare_outage(
    *,
    actor: Actor,
    platform: Platform | None,
    started_at: datetime,
    ended_at: datetime,
    reason: str,
    now: datetime,
) -> Outage:
    """Declare that the portal of ``platform`` (None: the desk's own) was down, and credit the time.

    Effects: a stop at every clock that ran meanwhile, met ones too; due and next step move;
    steps that were not reached by then are taken back and told so, a receipt that was deemed stays; an
    entry of each case's record, both sides told of what concerns them. Raises NotAllowed,
    Invalid (interval, reason), Conflict where no clock ran that is not credited already.
    """
    said = required(reason, "no_reason", field="reason")[:REASON_AT_MOST]
    _check(actor, started_at, ended_at, now)
    with acting_as(actor):
        cases = _locked(house_of(actor), platform, started_at, ended_at)
        credited = _credit(cases, platform, (started_at, ended_at), actor, now)
        if not credited:
            raise Conflict("nothing_to_credit", _("No clock ran meanwhile that is not credited already."))
        outage = Outage.objects.create(
            agency_id=house_of(actor),
            platform=platform,
            started_at=started_at,
            ended_at=ended_at,
            reason=said,
            cases=len({each.clock.case_id for each in credited}),
            declared_at=now,
            declared_by=actor.label[:200],
        )
        _note(outage, cases, credited, actor, now)
        _tell(cases, credited, now)
        return outage


def _check(actor: Actor, started_at: datetime, ended_at: datetime, now: datetime) -> None:
    require_declarer(actor)
    if not started_at < ended_at <= now:
        raise Invalid(
            "interval", _("Say when it began and when it was over; both are past."), field="ended_at"
        )
    if ended_at - started_at > LONGEST:
        raise Invalid("interval_long", _("At most 31 days at once."), field="ended_at")


def _locked(agency: int, platform: Platform | None, begin: datetime, end: datetime) -> list[Case]:
    ran = Clock.objects.filter(case__agency_id=agency, started_at__lt=end, state__in=_CREDITED)
    ran = ran.filter(Q(met_at=None) | Q(met_at__gt=begin))
    if platform is not None:
        ran = ran.filter(case__platform=platform, kind__in=PLATFORM_CLOCKS)
    cases = Case.objects.filter(pk__in=ran.values("case"), kind=CaseKind.ORDER, erased_at=None)
    related = ("platform", "agency", "organisation", "category")
    return list(cases.order_by("pk").select_for_update(no_key=True, of=("self",)).select_related(*related))


_PLACE = Prepared("""
UPDATE cases_clock SET due_at = placed.due_at, next_step_at = placed.next_step_at
FROM unnest(%(clocks)s::bigint[], %(dues)s::timestamptz[], %(steps)s::timestamptz[])
    AS placed (id, due_at, next_step_at)
WHERE cases_clock.id = placed.id
""")


def _credit(
    cases: Sequence[Case], platform: Platform | None, down: Interval, actor: Actor, now: datetime
) -> list[_Credited]:
    found = [each for each in _clocks(cases, platform) if _add_stops(each, down, actor, now)]
    Pause.objects.bulk_create(pause for each in found for pause in each.pauses if pause.pk is None)
    courses = courses_of({each.clock.rule_id for each in found})
    for each in found:
        _move(each, courses[each.clock.rule_id], now)
    _PLACE.run(
        clocks=[each.clock.pk for each in found],
        dues=[each.clock.due_at for each in found],
        steps=[each.clock.next_step_at for each in found],
    )
    early = [step.pk for each in found for step in each.taken_back]
    Escalation.objects.filter(pk__in=early).update(corrected_at=now)
    sync_due_of({each.clock.case_id for each in found}, now)
    return found


def _clocks(cases: Sequence[Case], platform: Platform | None) -> list[_Credited]:
    rows = Clock.objects.filter(case__in=cases, state__in=_CREDITED).order_by("pk")
    if platform is not None:
        rows = rows.filter(kind__in=PLATFORM_CLOCKS)
    found = {clock.pk: _Credited(clock) for clock in rows}
    for pause in Pause.objects.filter(clock__in=found).order_by("started_at"):
        found[pause.clock_id].pauses.append(pause)
    for step in Escalation.objects.standing().filter(clock__in=found):
        found[step.clock_id].fired.append(step)
    return list(found.values())


def _add_stops(each: _Credited, down: Interval, actor: Actor, now: datetime) -> bool:
    """Add a stop for every part of the interval in which the clock ran; say whether there is any."""
    clock = each.clock
    begin, end = max(down[0], clock.started_at), min(down[1], clock.met_at or now)
    parts = list(_free(begin, end, each.pauses))
    each.pauses += [
        Pause(
            case_id=clock.case_id,
            organisation_id=clock.organisation_id,
            clock=clock,
            cause=PauseCause.PORTAL_DOWN,
            started_at=part[0],
            ended_at=part[1],
            actor_label=actor.label[:200],
        )
        for part in parts
    ]
    return bool(parts)


def _free(begin: datetime, end: datetime, pauses: Iterable[Pause]) -> Iterable[Interval]:
    """Yield the parts of an interval in which no stop stood; ``pauses`` are in order."""
    at = begin
    for pause in pauses:
        if at < min(pause.started_at, end):
            yield at, min(pause.started_at, end)
        at = max(at, pause.ended_at or end)
    if at < end:
        yield at, end


def _move(each: _Credited, course: Course, now: datetime) -> None:
    clock = each.clock
    timing = timing_of(clock, each.pauses, course.hours)
    each.taken_back = list(_not_reached(each, course, timing, clock.met_at or now))
    standing = {step.step for step in each.fired} - {step.step for step in each.taken_back}
    place(clock, each.pauses, frozenset(standing), course)


def _not_reached(each: _Credited, course: Course, timing: Timing, at: datetime) -> Iterable[Escalation]:
    rungs = {step.key: step for step in course.ladder}
    for fired in each.fired:
        rung = rungs.get(fired.step)
        # What a deemed receipt began has its own credit; what a person decided is his word.
        if rung is None or fired.action == StepAction.DEEM_RECEIPT or fired.decision:
            continue
        instant = instant_of(timing, place_of(timing.whole, rung))
        if instant is None or instant > at:
            yield fired


def _note(
    outage: Outage, cases: Sequence[Case], credited: Collection[_Credited], actor: Actor, now: datetime
) -> None:
    kinds: dict[int, list[str]] = defaultdict(list)
    for each in credited:
        kinds[each.clock.case_id].append(each.clock.kind)
    said = {
        "outage": str(outage.public_id),
        "minutes": int((outage.ended_at - outage.started_at).total_seconds() // 60),
        "started_at": outage.started_at.isoformat(),
        "ended_at": outage.ended_at.isoformat(),
    }
    platform = outage.platform.slug if outage.platform else ""
    whole = NewEntry("outage", str(outage.public_id), "declare_outage", {**said, "platform": platform})
    entries = [
        entry_of(case, CREDIT, {**said, "clocks": kinds[case.pk]}) for case in cases if case.pk in kinds
    ]
    record([whole, *entries], by=actor, at=now)


def _tell(cases: Sequence[Case], credited: Collection[_Credited], now: datetime) -> None:
    by_id = {case.pk: case for case in cases}
    # Of a clock that was met in time all along there is nothing to say.
    moved = [each for each in credited if each.clock.state != ClockState.MET or each.taken_back]
    tell_deadlines([(by_id[each.clock.case_id], each.clock) for each in moved], now=now)
    for each in credited:
        told = [step for step in each.taken_back if not step.skipped]
        tell_corrected(by_id[each.clock.case_id], each.clock.kind, told, now=now)
