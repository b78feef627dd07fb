"""Starts, stops, extends and ends clocks of a locked case.

Every function here is inner: it runs inside a verb that has locked the case and settled
its due steps, and the verb writes the entry of the record.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.domain.acting import Actor
from cases.domain.clock_moves import STARTS_IN, move, must_move
from cases.domain.planning import timing_of
from cases.enums import EndReason, Side
from cases.models import NEVER, Case, Clock, Escalation, Pause
from sla.domain.arithmetic import due_at, steps_ahead
from sla.domain.rules import Course, courses_of, rule_and_course
from sla.enums import PLATFORM_CLOCKS, ClockKind, ClockMove, ClockState, PauseCause
from sla.models import ClockRule, PolicyVersion

OPEN = (ClockState.RUNNING, ClockState.PAUSED)


def start(case: Case, kind: ClockKind, *, at: datetime, version: PolicyVersion | None = None) -> Clock:
    """Start a clock (a new run where there was one) and return it.

    ``version`` is needed only for a case that is not sent yet.
    """
    source = version or case.policy_version
    if source is None:
        raise AssertionError("a clock needs a policy")
    clock = _new_run(case, kind, at=at, version=source, run=_last_run(case, kind) + 1)
    clock.save()
    sync_due(case)
    return clock


def first_clock(case: Case, kind: ClockKind, *, at: datetime, version: PolicyVersion) -> Clock:
    """Return the first clock of a new case, with its deadline kept in the case. Neither is written yet."""
    clock = _new_run(case, kind, at=at, version=version, run=1)
    _set_due(case, {str(clock.side): clock.due_at})
    return clock


def _new_run(case: Case, kind: ClockKind, *, at: datetime, version: PolicyVersion, run: int) -> Clock:
    rule, course = rule_and_course(version, kind, case.urgency, case.lane)
    clock = Clock(
        case=case,
        organisation_id=case.organisation_id,
        kind=kind,
        run=run,
        side=Side.OPERATOR if kind in PLATFORM_CLOCKS else Side.AGENCY,
        rule=rule,
        state=STARTS_IN,
        started_at=at,
        allowance_seconds=rule.allowance_minutes * 60,
    )
    place(clock, [], frozenset(), course)
    return clock


def _last_run(case: Case, kind: ClockKind) -> int:
    return Clock.objects.filter(case=case, kind=kind).aggregate(last=Max("run"))["last"] or 0


def open_clock(case: Case, kind: ClockKind) -> Clock | None:
    """Return the run of ``kind`` that is running or paused."""
    return Clock.objects.filter(case=case, kind=kind, state__in=OPEN).select_related("rule").first()


def pause(case: Case, clock: Clock, cause: PauseCause, *, at: datetime, actor: Actor) -> list[Escalation]:
    """Stop a running clock; return the steps that are taken back, as ``meet`` does.

    One that stands still already stays under its first cause.
    """
    if not move(clock, ClockMove.PAUSE):
        return []
    Pause.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        clock=clock,
        cause=cause,
        started_at=at,
        actor_label=actor.label[:200],
    )
    early = _correct(clock, at)
    _recompute(clock)
    sync_due(case)
    return early


def resume(case: Case, clock: Clock, *, at: datetime) -> None:
    """Let a paused clock go on from where it stopped."""
    if not move(clock, ClockMove.RESUME):
        return
    Pause.objects.filter(clock=clock, ended_at=None).update(ended_at=at)
    _recompute(clock)
    sync_due(case)


def restart(case: Case, clock: Clock, *, at: datetime) -> Clock:
    """End this run and begin the next: the whole allowance again."""
    end(case, clock, EndReason.RESTARTED, at=at)
    return start(case, ClockKind(clock.kind), at=at, version=clock.rule.version)


def meet(case: Case, clock: Clock, *, at: datetime) -> list[Escalation]:
    """Mark the run as met at the edge's instant; return the steps that are taken back.

    An answer in time that waited behind the sweep counts as in time: steps whose
    instant is not before ``at`` were fired by a later look and are corrected. A warning
    that was skipped is taken back too, and not returned: nobody was told of it.
    """
    _close_pause(clock, at)
    must_move(clock, ClockMove.MEET)
    clock.met_at = at
    _recompute(clock)
    sync_due(case)
    return _correct(clock, at)


def take_back(case: Case, clock: Clock, *, at: datetime, actor: Actor) -> None:
    """Undo ``meet``: the same run goes on, the time since counted as with the agency.

    Steps that ``meet`` took back are ahead again, each by as much later.
    """
    met_at = clock.met_at
    if met_at is None or not move(clock, ClockMove.TAKE_BACK):
        return
    Pause.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        clock=clock,
        cause=PauseCause.WITH_AGENCY,
        started_at=met_at,
        ended_at=at,
        actor_label=actor.label[:200],
    )
    clock.met_at = None
    _recompute(clock)
    sync_due(case)


def end(case: Case, clock: Clock, reason: EndReason, *, at: datetime) -> list[Escalation]:
    """End a run that is neither met nor breached by an answer: waived, withdrawn, moot.

    Returns the steps that are taken back, as ``meet`` does.
    """
    _close_pause(clock, at)
    must_move(clock, ClockMove.END)
    clock.ended_at, clock.end_reason = at, reason
    _recompute(clock)
    sync_due(case)
    return _correct(clock, at)


def end_all(case: Case, reason: EndReason, *, at: datetime) -> list[str]:
    """End every open run of the case; return their kinds."""
    ended = []
    for clock in Clock.objects.filter(case=case, state__in=OPEN).select_related("rule"):
        end(case, clock, reason, at=at)
        ended.append(clock.kind)
    return ended


def extend(case: Case, clock: Clock, by: timedelta, *, at: datetime) -> list[Escalation]:
    """Give a run more time; steps that were reached before ``at`` stay fired.

    Returns the steps that are taken back, as ``meet`` does; they are ahead again.
    """
    must_move(clock, ClockMove.EXTEND)
    early = _correct(clock, at)
    clock.extension_seconds += int(by.total_seconds())
    clock.save(update_fields=["extension_seconds"])
    _recompute(clock)
    sync_due(case)
    return early


def go_over(case: Case, clock: Clock, rule: ClockRule, *, at: datetime) -> list[Escalation]:
    """Let an open run go on under another rule: its time, its hours, its ladder.

    Start, stops and extension stay, and so does every step that was reached before ``at``: a
    step of the new ladder with the same key does not fire again. Returns the steps that are
    taken back, as ``meet`` does.
    """
    must_move(clock, ClockMove.GO_OVER)
    early = _correct(clock, at)
    clock.rule, clock.allowance_seconds = rule, rule.allowance_minutes * 60
    clock.save(update_fields=["rule", "allowance_seconds"])
    _recompute(clock)
    sync_due(case)
    return early


def sync_due(case: Case) -> None:
    """Keep the case's earliest running deadline of each side, for the queues."""
    running = Clock.objects.filter(case=case, state=ClockState.RUNNING)
    first = running.aggregate(**{side.value: Min("due_at", filter=Q(side=side)) for side in Side})
    _set_due(case, first)
    case.save(update_fields=["operator_due_at", "agency_due_at"])


def sync_due_of(case_ids: Collection[int], now: datetime) -> None:
    """Keep the same of many locked cases, which change ``now``. One statement."""
    running = Clock.objects.filter(case=OuterRef("pk"), state=ClockState.RUNNING).order_by("due_at")
    first = {side: Subquery(running.filter(side=side).values("due_at")[:1]) for side in Side}
    Case.objects.filter(pk__in=case_ids).update(
        operator_due_at=Coalesce(first[Side.OPERATOR], Value(NEVER)),
        agency_due_at=Coalesce(first[Side.AGENCY], Value(NEVER)),
        updated_at=now,
        edit_version=F("edit_version") + 1,
    )


def _set_due(case: Case, first: Mapping[str, datetime | None]) -> None:
    case.operator_due_at = first.get(Side.OPERATOR.value) or NEVER
    case.agency_due_at = first.get(Side.AGENCY.value) or NEVER


def _correct(clock: Clock, at: datetime) -> list[Escalation]:
    # Whatever is done to a clock counts from the edge's instant. A sweep that looked later and
    # came first has fired what was not due yet.
    early = list(Escalation.objects.standing().filter(clock=clock, due_at__gte=at))
    Escalation.objects.filter(pk__in=[step.pk for step in early]).update(corrected_at=at)
    return [step for step in early if not step.skipped]


def _close_pause(clock: Clock, at: datetime) -> None:
    if clock.state == ClockState.PAUSED:
        Pause.objects.filter(clock=clock, ended_at=None).update(ended_at=at)


def _recompute(clock: Clock) -> None:
    fired = Escalation.objects.standing().filter(clock=clock, run=clock.run)
    done = frozenset(fired.values_list("step", flat=True))
    course = courses_of({clock.rule_id})[clock.rule_id]
    place(clock, list(Pause.objects.filter(clock=clock)), done, course)
    clock.save(update_fields=["state", "due_at", "next_step_at", "met_at", "ended_at", "end_reason"])


def place(clock: Clock, pauses: Sequence[Pause], done: frozenset[str], course: Course) -> None:
    """Compute the deadline and the next step of a clock; the caller writes them."""
    timing = timing_of(clock, pauses, course.hours)
    clock.due_at = due_at(timing)
    clock.next_step_at = None
    if clock.state == ClockState.RUNNING:
        ahead = next(steps_ahead(timing, course.ladder, done), None)
        clock.next_step_at = ahead.due_at if ahead else None
