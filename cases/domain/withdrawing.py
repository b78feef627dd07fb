"""Taking a case back, and putting right what it did."""

from datetime import datetime
from typing import Any

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.claiming import release_claims
from cases.domain.joined_telling import tell_joined
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.passing_on import first_cosigner, pass_on
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.domain.thread import say
from cases.domain.wording import required
from cases.enums import MEASURES, ApprovalDecision, CaseState, EndReason, Side, Verb
from cases.models import Approval, Case, CoSignature, Item, PlatformResponse
from notifications.enums import NoticeKind
from sla.enums import ClockKind


def withdraw(*, actor: Actor, reference: str, reason: str, now: datetime) -> Case:
    """Withdraw a case in any state before or after sending.

    Effects: every clock ends, claims are released, an open approval is decided, and
    where the platform has already acted "restore" goes out with its own clock; the reason
    in the thread, record, the platform told. Where another agency has joined, nothing is
    restored: its own case goes on where this one stood (``passing_on``). Raises Invalid
    without a reason.
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.WITHDRAW, now)
        joining = first_cosigner(case) if case.sent_at else None
        if joining is None:
            take_back_case(case, actor, Verb.WITHDRAW, said, now)
        else:
            _give_over(case, joining, actor, said, now)
        return case


def _give_over(case: Case, joining: CoSignature, actor: Actor, reason: str, now: datetime) -> None:
    pass_on(case, joining, now=now)
    clocks.end_all(case, EndReason.WITHDRAWN, at=now)
    _decide_open_approval(case, actor, reason, now)
    PlatformResponse.objects.filter(case=case, ended_at=None).update(ended_at=now)
    case.state = check_target(case.state, Verb.WITHDRAW, CaseState.WITHDRAWN)
    case.passed_on_at = now
    save_case(case, now, "state", "passed_on_at")
    message = say(case, actor, reason, now)
    said = {"state": case.state, "reason": salted(reason, message.salt), "passed_on": joining.cosigner_id}
    note(case, actor, Verb.WITHDRAW, now, **said)
    tell_side(case, NoticeKind.WITHDRAWN, Side.AGENCY, now=now)


def take_back_case(case: Case, actor: Actor, verb: Verb, reason: str, now: datetime) -> None:
    """Withdraw a locked case; inner part of withdrawing and of an upheld objection."""
    sent = case.sent_at is not None
    clocks.end_all(case, EndReason.WITHDRAWN, at=now)
    release_claims(case, now=now)
    _decide_open_approval(case, actor, reason, now)
    PlatformResponse.objects.filter(case=case, ended_at=None).update(ended_at=now)
    case.state = check_target(case.state, verb, CaseState.WITHDRAWN)
    save_case(case, now, "state")
    message = say(case, actor, reason, now)
    restore = Item.objects.filter(case=case, outcome__in=MEASURES).exists()
    due = clocks.start(case, ClockKind.REINSTATE, at=now).due_at if restore else None
    note(
        case,
        actor,
        verb,
        now,
        state=case.state,
        reason=salted(reason, message.salt),
        restore_by=due.isoformat() if due else None,
    )
    if sent:
        context: dict[str, Any] = (
            {"due_at": due.isoformat(), "clock": str(ClockKind.REINSTATE)} if due else {}
        )
        tell_side(case, NoticeKind.WITHDRAWN, Side.OPERATOR, now=now, **context)
    tell_side(case, NoticeKind.WITHDRAWN, Side.AGENCY, now=now)
    tell_joined(case, NoticeKind.WITHDRAWN, now=now)


def _decide_open_approval(case: Case, actor: Actor, reason: str, now: datetime) -> None:
    approval = Approval.objects.filter(case=case, decision="").first()
    if approval is None:
        return
    # The filer's own withdrawal is no second signature: it only voids the question.
    own = approval.filer_id == actor.user_id or actor.user_id is None
    approval.decision = ApprovalDecision.VOIDED if own else ApprovalDecision.WITHDRAWN
    approval.decided_by_id = None if own else actor.user_id
    approval.decided_at, approval.reason = now, reason
    approval.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
