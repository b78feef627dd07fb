"""Open cases go over to another version of their policy: ordered by their agency, case by case.

A published version binds what is sent from its instant on. What is open keeps the hours that
its letter promised, until a supervisor of the agency says otherwise, by name and on the record.
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.domain import clocks
from cases.domain.firing import settle
from cases.domain.locking import lock_case, save_case
from cases.domain.record import note
from cases.domain.telling import tell_corrected, tell_side
from cases.enums import OPEN_STATES, CaseKind, CaseState, Side, Verb
from cases.models import Case, Clock, PolicyMove
from cases.models.case import CaseQuerySet
from cases.models.clock import SHOWN_TO_OPERATOR
from kernel.errors import Conflict, NotAllowed
from notifications.enums import NoticeKind
from operations.domain import jobs
from operations.enums import JobKind
from operations.models import Job
from sla.domain.policies import version_for
from sla.domain.rules import rule_for
from sla.enums import ClockKind, StartEvent, VersionState
from sla.models import PolicyVersion

MOVE = "move_policy"
MOVERS = (Role.SUPERVISOR,)
_BEFORE_AN_ANSWER = (CaseState.SENT, CaseState.RECEIVED, CaseState.ACKNOWLEDGED)


def movable(version: PolicyVersion) -> CaseQuerySet:
    """Return the open cases that run under another version of the same policy. Inner."""
    running = Exists(Clock.objects.filter(case=OuterRef("pk"), state__in=clocks.OPEN))
    rows = Case.objects.filter(kind=CaseKind.ORDER, policy_version__policy=version.policy_id)
    rows = rows.exclude(policy_version=version)
    return rows.filter(Q(state__in=OPEN_STATES) | (Q(state=CaseState.WITHDRAWN) & Q(running)))


def moves_of(actor: Actor, version: PolicyVersion) -> list[PolicyMove]:
    """Return the last orders of the actor's agency to let cases go over to a version. Inner."""
    rows = PolicyMove.objects.visible_to(actor).filter(version=version).select_related("job")
    return list(rows[:5])


def move_case(
    *, actor: Actor, reference: str, number: int, now: datetime, order: PolicyMove | None = None
) -> Case:
    """Let a case run under another version of its policy from ``now`` on.

    Effects: its open clocks take the version's time, hours and ladder and keep their start,
    stops and extension; what fired stays fired; what would have fired by ``now`` fires now, with
    its lateness. A clock to give effect that never ran and would by the new version begins now.
    Record, both sides told where a deadline of theirs moved. ``order``: the job's, whose lease
    is held and whose count rises. Raises NotKnown, NotAllowed, Conflict (the case's state, the
    version is not in force, the case stands under it), LeaseLost.
    """
    with acting_as(actor):
        if order is not None and order.job is not None:
            jobs.hold(order.job)
        case = lock_case(actor, reference, Verb.CHANGE_DEADLINE, now)
        version = _version_for(actor, case, number, now)
        before, due = case.policy_version, _dues(case)
        if case.state == CaseState.WITHDRAWN and not due:
            raise Conflict("nothing_runs", _("No deadline of this case runs any more."))
        _go_over(case, version, now)
        case.policy_version = version
        save_case(case, now, "policy_version")
        _begin_effect(case, version, now)
        moved = {kind: at for kind, at in _dues(case).items() if due.get(kind) != at}
        said = {kind.value: at.isoformat() for kind, at in moved.items()}
        was = before.number if before else 0
        note(case, actor, MOVE, now, policy=version.policy.code, before=was, version=number, clocks=said)
        settle(case, now)
        _tell(case, moved, now)
        if order is not None:
            PolicyMove.objects.filter(pk=order.pk).update(moved=F("moved") + 1)
        return case


def order_move(*, actor: Actor, code: str, number: int, now: datetime) -> PolicyMove:
    """Order that the agency's open cases go over to a version that is in force. Audited.

    The cases are those that ``actor`` may know of now; a job takes them one by one. Raises
    NotKnown, NotAllowed, Conflict (not in force, no case, an order runs).
    """
    with acting_as(actor):
        version = version_for(actor, code, number)
        agency = require_mover(actor)
        must_be_in_force(version, now)
        chosen = list(movable(version).visible_to(actor).order_by("pk").values_list("pk", flat=True))
        if not chosen:
            raise Conflict("nothing_to_move", _("No open case runs under another version."))
        # Two clicks at once would both find none.
        type(version).objects.select_for_update(no_key=True).get(pk=version.pk)
        if PolicyMove.objects.filter(agency_id=agency, version=version, finished_at=None).exists():
            raise Conflict("move_runs", _("Cases go over to this version already."))
        move = PolicyMove.objects.create(
            agency_id=agency, version=version, chosen=chosen, ordered_at=now, ordered_by=actor.signature
        )
        wanted = jobs.Ordered(
            kind=JobKind.MOVE_CASES,
            subject=move.public_id,
            organisation=agency,
            person=actor.user_id or 0,
            total=len(chosen),
        )
        move.job = jobs.order(wanted, now=now)
        move.save(update_fields=["job"])
        changes = {"policy": code, "version": number, "cases": len(chosen)}
        record([NewEntry("policy_move", str(move.public_id), "order_move", changes)], by=actor, at=now)
    return move


def require_mover(actor: Actor) -> int:
    """Return the key of the agency whose cases the actor may let go over, or raise NotAllowed."""
    if actor.organisation_id is None or not actor.is_agency or not actor.has(*MOVERS):
        raise NotAllowed(
            "supervisor_only",
            _("Only a supervisor of an agency lets its open cases go over to another version."),
        )
    return actor.organisation_id


def must_be_in_force(version: PolicyVersion, now: datetime) -> None:
    """Raise Conflict unless new cases come under the version."""
    if version.state_at(now) != VersionState.PUBLISHED:
        raise Conflict("not_in_force", _("This version is not in force."))


def move_of(job: Job) -> PolicyMove:
    """Return the order of a job. Inner."""
    return PolicyMove.objects.select_related("job", "version__policy").get(public_id=job.subject)


def reference_of(case_id: int) -> str:
    """Return the reference of a case. Inner."""
    return Case.objects.values_list("reference", flat=True).get(pk=case_id)


def _version_for(actor: Actor, case: Case, number: int, now: datetime) -> PolicyVersion:
    if case.policy_version is None:
        raise Conflict("not_sent", _("A case that is not sent yet takes its version when it is."))
    if case.policy_version.number == number:
        raise Conflict("there_already", _("The case runs under this version already."))
    version = version_for(actor, case.policy_version.policy.code, number)
    must_be_in_force(version, now)
    return version


def _dues(case: Case) -> dict[ClockKind, datetime]:
    open_runs = Clock.objects.filter(case=case, state__in=clocks.OPEN)
    return {ClockKind(kind): at for kind, at in open_runs.values_list("kind", "due_at")}


def _go_over(case: Case, version: PolicyVersion, now: datetime) -> None:
    for clock in Clock.objects.filter(case=case, state__in=clocks.OPEN).order_by("pk"):
        kind = ClockKind(clock.kind)
        rule = rule_for(version, kind, case.urgency, case.lane)
        early = clocks.go_over(case, clock, rule, at=now)
        tell_corrected(case, kind, early, now=now)


def _begin_effect(case: Case, version: PolicyVersion, now: datetime) -> None:
    """Start the clock to give effect where the new version would have started it before: now, not then."""
    rule = rule_for(version, ClockKind.EFFECT, case.urgency, case.lane)
    begun = {
        StartEvent.SENT: case.sent_at is not None,
        StartEvent.RECEIVED: case.receipts.exists(),
        StartEvent.ACKNOWLEDGED: case.acknowledged_at is not None,
    }
    never_ran = not Clock.objects.filter(case=case, kind=ClockKind.EFFECT).exists()
    if case.state in _BEFORE_AN_ANSWER and begun[StartEvent(rule.starts)] and never_ran:
        clocks.start(case, ClockKind.EFFECT, at=now)


def _tell(case: Case, moved: dict[ClockKind, datetime], now: datetime) -> None:
    for side in Side:
        shown = {kind: at for kind, at in moved.items() if side == Side.AGENCY or kind in SHOWN_TO_OPERATOR}
        if shown:
            kind, at = min(shown.items(), key=lambda entry: entry[1])
            due_at = at.isoformat()
            tell_side(case, NoticeKind.POLICY_MOVED, side, now=now, clock=kind.value, due_at=due_at)


def finish_move(move: PolicyMove, job: Job, *, now: datetime) -> None:
    """Say that an order is carried out. Inner."""
    PolicyMove.objects.filter(pk=move.pk).update(finished_at=now)
    move.refresh_from_db(fields=["moved"])
    jobs.finish(job, result={"moved": move.moved, "left": len(move.chosen) - move.moved}, now=now)
