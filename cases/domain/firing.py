"""Fires due steps of locked cases: one plan, one set of bulk writes.

The sweep calls it for a batch, a verb for its own case before it changes anything.
Exactly once is the unique index (clock, run, step) over the steps that stand; the case's
lock makes it quiet.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from accounts.domain.acting import ENGINE
from audit.domain.chain import NewEntry, record
from cases.domain import clocks
from cases.domain.directory import Directory
from cases.domain.planning import ClockPlan, Fired, plan_clock, timing_of
from cases.domain.record import entry_of
from cases.domain.telling import step_tellings
from cases.enums import ReceiptKind, Via
from cases.models import Case, Clock, Escalation, Pause, Receipt
from kernel.compiled import Compiled, Prepared, among
from notifications.domain.telling import tell
from sla.domain.rules import courses_of, find_rule
from sla.enums import ClockKind, ClockState, StartEvent, StepAction

_PAUSES = Compiled(lambda: Pause.objects.filter(among("clock_id", "clocks")).order_by())
_FIRED = Compiled(
    lambda: (
        Escalation.objects.standing()
        .filter(among("clock_id", "clocks"))
        .order_by()
        .values_list("clock_id", "run", "step")
    )
)


def fire(cases: Sequence[Case], clock_rows: Sequence[Clock], now: datetime) -> int:
    """Write every step of ``clock_rows`` due at or before ``now``; return how many.

    The cases are locked and the clocks were read under that lock. Effects: escalations,
    the clocks' next step, levels, deemed receipts with their effect clock, entries of
    the record, messages.
    """
    plans = _plans(clock_rows, now)
    fired = [step for plan in plans for step in plan.fired]
    by_id = {case.pk: case for case in cases}
    known = Directory.of(cases, now=now) if fired else Directory()
    _write_steps(fired, by_id, known, now)
    _move_clocks(plans)
    _raise_levels(fired, by_id, now)
    deemed = [step for step in fired if step.step.action == StepAction.DEEM_RECEIPT]
    for step in deemed:
        _deem_receipt(by_id[step.clock.case_id], step)
    if deemed:
        ids = {step.clock.case_id for step in deemed}
        Case.objects.filter(pk__in=ids, updated_at__lt=now).update(updated_at=now)
    return len(fired)


def settle(case: Case, now: datetime) -> None:
    """Fire what fell due on a locked case before ``now`` and waits for the sweep.

    Strictly before: an answer at the very instant of the deadline is in time.
    """
    rows = list(Clock.objects.filter(case=case, next_step_at__lt=now))
    if rows:
        # The plan takes everything up to its instant, so it looks one microsecond back.
        fire([case], rows, now - timedelta.resolution)


def _plans(clock_rows: Sequence[Clock], now: datetime) -> list[ClockPlan]:
    ids = [clock.pk for clock in clock_rows]
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for pause in _PAUSES.instances(clocks=ids):
        pauses[pause.clock_id].append(pause)
    done: dict[tuple[int, int], set[str]] = defaultdict(set)
    for clock_id, run, step in _FIRED.rows(clocks=ids):
        done[clock_id, run].add(step)
    courses = courses_of({clock.rule_id for clock in clock_rows})
    return [
        plan_clock(
            clock,
            timing_of(clock, pauses[clock.pk], courses[clock.rule_id].hours),
            courses[clock.rule_id].ladder,
            frozenset(done[clock.pk, clock.run]),
            now,
        )
        for clock in clock_rows
        if clock.state == ClockState.RUNNING
    ]


def _write_steps(fired: Sequence[Fired], cases: dict[int, Case], known: Directory, now: datetime) -> None:
    if not fired:
        return
    _escalate(fired, cases, known, now)
    record([_entry(cases[step.clock.case_id], step) for step in fired], by=ENGINE, at=now)
    tellings = [
        telling for step in fired for telling in step_tellings(cases[step.clock.case_id], step, known, now)
    ]
    if tellings:
        tell(tellings, now=now)


# Building a row an object costs more than writing it.
_ESCALATE = Prepared("""
INSERT INTO cases_escalation (case_id, organisation_id, public_id, clock_id, run, step, action, level,
    due_at, noticed_at, skipped, contact_id, decision, reason)
SELECT case_id, organisation_id, gen_random_uuid(), clock_id, run, step, action, level, due_at, %(now)s,
    skipped, contact_id, '', ''
FROM unnest(%(cases)s::bigint[], %(organisations)s::bigint[], %(clocks)s::bigint[], %(runs)s::smallint[],
    %(steps)s::text[], %(actions)s::text[], %(levels)s::smallint[], %(dues)s::timestamptz[],
    %(skipped)s::bool[], %(contacts)s::bigint[])
    AS e (case_id, organisation_id, clock_id, run, step, action, level, due_at, skipped, contact_id)
""")


def _escalate(fired: Sequence[Fired], cases: dict[int, Case], known: Directory, now: datetime) -> None:
    _ESCALATE.run(
        now=now,
        cases=[each.clock.case_id for each in fired],
        organisations=[each.clock.organisation_id for each in fired],
        clocks=[each.clock.pk for each in fired],
        runs=[each.clock.run for each in fired],
        steps=[each.step.key for each in fired],
        actions=[each.step.action.value for each in fired],
        levels=[each.step.level for each in fired],
        dues=[each.due_at for each in fired],
        skipped=[each.skipped for each in fired],
        contacts=[_contact_of(each, cases[each.clock.case_id], known) for each in fired],
    )


def _contact_of(fired: Fired, case: Case, known: Directory) -> int | None:
    if fired.step.action != StepAction.NEXT_CONTACT:
        return None
    contact = known.contact(case, fired.step.contact_function)
    return contact.pk if contact else None


def _entry(case: Case, fired: Fired) -> NewEntry:
    return entry_of(
        case,
        "step",
        {
            "clock": fired.clock.kind,
            "run": fired.clock.run,
            "step": fired.step.key,
            "action": str(fired.step.action),
            "due_at": fired.due_at.isoformat(),
            "skipped": fired.skipped,
        },
    )


_MOVE = Prepared("""
UPDATE cases_clock SET next_step_at = plan.at
FROM unnest(%(clocks)s::bigint[], %(instants)s::timestamptz[]) AS plan (id, at)
WHERE cases_clock.id = plan.id
""")


def _move_clocks(plans: Iterable[ClockPlan]) -> None:
    rows = [(plan.clock.pk, plan.next_step_at) for plan in plans]
    if not rows:
        return
    _MOVE.run(clocks=[pk for pk, _ in rows], instants=[at for _, at in rows])
    for plan in plans:
        plan.clock.next_step_at = plan.next_step_at


def _raise_levels(fired: Sequence[Fired], cases: dict[int, Case], now: datetime) -> None:
    levels: dict[int, int] = {}
    for step in fired:
        if step.step.level > cases[step.clock.case_id].level:
            case_id = step.clock.case_id
            levels[case_id] = max(step.step.level, levels.get(case_id, 0))
    if not levels:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE cases_case SET level = raised.level, updated_at = GREATEST(updated_at, %s)
            FROM unnest(%s::bigint[], %s::int[]) AS raised (id, level)
            WHERE cases_case.id = raised.id
            """,
            [now, list(levels), list(levels.values())],
        )
    for case_id, level in levels.items():
        cases[case_id].level = level


def _deem_receipt(case: Case, fired: Fired) -> None:
    # Silence never stops time: where effect starts at receipt, it starts here. Nothing
    # is opened by it; the platform still signs when it comes.
    if case.received_at is not None:
        return
    Receipt.objects.get_or_create(
        case=case,
        kind=ReceiptKind.DEEMED,
        defaults={
            "organisation_id": case.organisation_id,
            "at": fired.due_at,
            "via": Via.ENGINE,
        },
    )
    rule = find_rule(case.policy_version_id, ClockKind.EFFECT, case.urgency, case.lane)
    starts = rule.starts if rule else ""
    never_ran = not Clock.objects.filter(case=case, kind=ClockKind.EFFECT).exists()
    if starts == StartEvent.RECEIVED and never_ran:
        clocks.start(case, ClockKind.EFFECT, at=fired.due_at)
