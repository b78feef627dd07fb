"""Closing: others may pursue the same again, and the agency looks once more later."""

from datetime import datetime

from accounts.domain.acting import Actor, acting_as
from cases.domain import clocks
from cases.domain.claiming import release_claims
from cases.domain.joined_telling import tell_joined
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.enums import CaseState, EndReason, Side, Verb, VerifiedOutcome
from cases.models import Case, Item
from notifications.enums import NoticeKind
from sla.enums import ClockKind


def close(*, actor: Actor, reference: str, now: datetime) -> Case:
    """Close a verified case.

    Effects: open clocks end, claims are released, the recheck clock starts where
    something was seen down, record, the platform told.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.CLOSE, now)
        clocks.end_all(case, EndReason.CLOSED, at=now)
        release_claims(case, now=now)
        case.state = check_target(case.state, Verb.CLOSE, CaseState.CLOSED)
        case.closed_at = now
        save_case(case, now, "state", "closed_at")
        if Item.objects.filter(case=case, verified_outcome=VerifiedOutcome.DOWN).exists():
            clocks.start(case, ClockKind.RECHECK, at=now)
        note(case, actor, Verb.CLOSE, now, state=case.state)
        tell_side(case, NoticeKind.CLOSED, Side.OPERATOR, now=now)
        tell_joined(case, NoticeKind.CLOSED, now=now)
        return case
