"""The platform objects; somebody decides who neither filed nor approved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import acknowledge_too
from cases.domain.record import note
from cases.domain.stopping import begin_stop, end_stop
from cases.domain.telling import tell_side
from cases.domain.verifying import all_checked
from cases.domain.withdrawing import take_back_case
from cases.domain.wording import required
from cases.enums import ApprovalDecision, CaseState, ResponseKind, Side, Verb, Via
from cases.models import Approval, Case, Filing, Item, PlatformResponse, Review
from kernel.errors import Conflict, NotAllowed
from notifications.enums import NoticeKind
from sla.enums import ClockKind, PauseCause

_SIGNED = (ApprovalDecision.APPROVED, ApprovalDecision.CONFIRMED)


def object_to(*, actor: Actor, reference: str, text: str, now: datetime, via: Via = Via.PAGE) -> Case:
    """Object to a case (SAMAN: *Sanggah*); implies receipt and acknowledgement.

    Effects: the effect clock stops as the policy says for a review, record, the agency
    and its supervisors told. Raises Invalid without text.
    """
    said = required(text, "no_objection")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.OBJECT, now)
        before = case.state
        acknowledge_too(case, actor, now, via=via)
        response = begin_stop(case, PauseCause.REVIEW, actor=actor, ground="", text=said, now=now)
        case.state = check_target(before, Verb.OBJECT, CaseState.DISPUTED)
        save_case(case, now, "state")
        note(case, actor, Verb.OBJECT, now, state=case.state, text=salted(said, response.salt))
        tell_side(case, NoticeKind.OBJECTED, Side.AGENCY, now=now, to="supervisors")
        return case


def decide(*, actor: Actor, reference: str, upheld: bool, reason: str, now: datetime) -> Case:
    """Decide the open objection; upheld withdraws the case, rejected lets it go on.

    Effects: Review, clocks, record, the platform told. Raises NotAllowed for whoever
    filed or approved the case, Invalid without a reason.
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.DECIDE_OBJECTION, now)
        response = PlatformResponse.objects.filter(
            case=case, kind=ResponseKind.OBJECTION, ended_at=None
        ).first()
        if response is None:
            raise Conflict("no_objection_open", _("The objection is decided already."))
        _review(case, response, actor, upheld, now)
        ended = end_stop(case, PauseCause.REVIEW, now, answered_by=actor, answer=said)
        if upheld:
            take_back_case(case, actor, Verb.DECIDE_OBJECTION, said, now)
        else:
            _go_on(case, actor, now, salted(said, ended.salt if ended else case.salt))
        tell_side(case, NoticeKind.OBJECTION_DECIDED, Side.OPERATOR, now=now, upheld=upheld)
        return case


def _review(case: Case, response: PlatformResponse, actor: Actor, upheld: bool, now: datetime) -> None:
    filer = Filing.objects.filter(case=case).values_list("filer_id", flat=True).first()
    approver = (
        Approval.objects.filter(case=case, decision__in=_SIGNED)
        .values_list("decided_by_id", flat=True)
        .last()
    )
    if actor.user_id is None or actor.user_id in (filer, approver):
        raise NotAllowed(
            "not_a_third_person",
            _("Whoever filed or approved the case cannot decide an objection to it."),
        )
    Review.objects.create(
        response=response,
        case=case,
        agency_id=case.agency_id,
        filer_id=filer,
        approver_id=approver,
        decided_by_id=actor.user_id,
        upheld=upheld,
        at=now,
    )


def _go_on(case: Case, actor: Actor, now: datetime, reason_hash: str) -> None:
    undecided = Item.objects.filter(case=case, outcome="").exists()
    if case.closed_at is not None:
        target = CaseState.CLOSED
    elif undecided:
        target = CaseState.ACKNOWLEDGED
    else:
        target = CaseState.VERIFIED if all_checked(case) else CaseState.ANSWERED
    case.state = check_target(case.state, Verb.DECIDE_OBJECTION, target)
    save_case(case, now, "state")
    if target == CaseState.ANSWERED and clocks.open_clock(case, ClockKind.VERIFY) is None:
        clocks.start(case, ClockKind.VERIFY, at=now)
    note(
        case,
        actor,
        Verb.DECIDE_OBJECTION,
        now,
        state=case.state,
        upheld=False,
        reason=reason_hash,
    )
