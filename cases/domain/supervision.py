"""What binds and bends: extend, waive, dismiss or note a proposal."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.locking import lock_case, save_case
from cases.domain.record import note
from cases.domain.telling import tell_corrected, tell_side
from cases.domain.thread import say
from cases.domain.wording import required
from cases.enums import EndReason, ProposalDecision, Side, Verb
from cases.models import Case, Clock, Escalation, Note
from cases.models.clock import SHOWN_TO_OPERATOR
from kernel.errors import Conflict, Invalid, NotKnown
from notifications.enums import NoticeKind
from sla.enums import PROPOSALS, ClockKind

EXTENSION_AT_MOST = 60 * 24 * 30  # minutes: thirty days


def extend(
    *, actor: Actor, reference: str, kind: ClockKind, minutes: int, reason: str, now: datetime
) -> Case:
    """Give an open clock more time. Steps that were reached stay fired.

    Effects: due and next step move, the reason kept, record, those told whom it concerns.
    Raises Conflict where no such clock is open, Invalid for a span outside one minute to thirty days.
    """
    said = required(reason, "no_reason", field="reason")
    if not 1 <= minutes <= EXTENSION_AT_MOST:
        raise Invalid("span_out_of_range", _("Extend by one minute to thirty days."), field="minutes")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.CHANGE_DEADLINE, now)
        clock = _open(case, kind)
        early = clocks.extend(case, clock, timedelta(minutes=minutes), at=now)
        tell_corrected(case, kind, early, now=now)
        save_case(case, now)
        salt = _keep_reason(case, kind, actor, said, now)
        note(
            case,
            actor,
            "extend",
            now,
            clock=str(kind),
            minutes=minutes,
            due_at=clock.due_at.isoformat(),
            reason=salted(said, salt),
        )
        for side in _sides(kind):
            tell_side(
                case,
                NoticeKind.DEADLINE_CHANGED,
                side,
                now=now,
                clock=str(kind),
                due_at=clock.due_at.isoformat(),
            )
        return case


def waive(*, actor: Actor, reference: str, kind: ClockKind, reason: str, now: datetime) -> Case:
    """End an open clock without an answer.

    Effects: run ended as waived, the reason kept, record, those told whom it concerns.
    Raises Conflict where no such clock is open.
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.CHANGE_DEADLINE, now)
        tell_corrected(case, kind, clocks.end(case, _open(case, kind), EndReason.WAIVED, at=now), now=now)
        save_case(case, now)
        salt = _keep_reason(case, kind, actor, said, now)
        note(case, actor, "waive", now, clock=str(kind), reason=salted(said, salt))
        for side in _sides(kind):
            tell_side(case, NoticeKind.DEADLINE_CHANGED, side, now=now, clock=str(kind))
        return case


def decide_proposal(
    *, actor: Actor, escalation: UUID, decision: ProposalDecision, reason: str, now: datetime
) -> Case:
    """Dismiss or note a proposed sanction.

    Effects: decision on the step, record. Raises NotKnown for a strange id, Conflict
    where it is decided already or was taken back.
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        found = (
            Escalation.objects.visible_to(actor)
            .filter(public_id=escalation, action__in=PROPOSALS)
            .select_related("case")
            .first()
        )
        if found is None:
            raise NotKnown("proposal_unknown", _("There is no such proposal."))
        case = lock_case(actor, found.case.reference, Verb.DECIDE_PROPOSAL, now)
        changed = (
            Escalation.objects.filter(pk=found.pk)
            .open_proposals()
            .update(decision=decision, decided_at=now, decided_by_id=actor.user_id, reason=said)
        )
        if not changed:
            raise Conflict("proposal_decided", _("This proposal is decided already."))
        note(
            case,
            actor,
            Verb.DECIDE_PROPOSAL,
            now,
            escalation=str(found.public_id),
            action=found.action,
            decision=str(decision),
            reason=salted(said, case.salt),
        )
        return case


def _sides(kind: ClockKind) -> tuple[Side, ...]:
    # Of a clock of the agency's own house the platform learns nothing.
    return tuple(Side) if kind in SHOWN_TO_OPERATOR else (Side.AGENCY,)


def _keep_reason(case: Case, kind: ClockKind, actor: Actor, said: str, now: datetime) -> str:
    """Keep why a clock was changed where those read it whom it concerns; return its salt."""
    if kind in SHOWN_TO_OPERATOR:
        return say(case, actor, said, now).salt
    own = Note.objects.create(
        case=case, agency_id=case.agency_id, author_label=actor.label[:200], text=said, at=now
    )
    return own.salt


def _open(case: Case, kind: ClockKind) -> Clock:
    clock = clocks.open_clock(case, kind)
    if clock is None:
        raise Conflict("no_such_clock", _("This clock is not open any more."))
    return clock
