"""Cases and clocks as they might stand, written directly: for what only reads them."""

from datetime import datetime, timedelta

from accounts.models import Organisation
from cases.enums import CaseKind, CaseState, EndReason, ReceiptKind, Side, Via
from cases.models import Case, Clock, Escalation, Pause, Receipt
from channels_registry.models import Platform
from kernel.references import new_reference
from sla.enums import PLATFORM_CLOCKS, ClockKind, ClockState, Lane, PauseCause, StepAction, WhyPolicy
from sla.models import Category, ClockRule, PolicyVersion


def standing_case(
    agency: Organisation,
    platform: Platform,
    version: PolicyVersion,
    category: Category,
    *,
    sent_at: datetime,
    state: CaseState = CaseState.SENT,
    kind: CaseKind = CaseKind.ORDER,
) -> Case:
    """Return a sent case without items or clocks. Call inside ``acting_as``."""
    return Case.objects.create(
        reference=new_reference(),
        kind=kind,
        agency=agency,
        organisation=platform.organisation,
        platform=platform,
        state=state,
        category=category,
        urgency=category.urgency,
        reasons="Reasons.",
        considerations="Considered.",
        policy_version=version,
        why_policy=WhyPolicy.DEFAULT,
        created_at=sent_at,
        updated_at=sent_at,
        sent_at=sent_at,
    )


def standing_clock(
    case: Case,
    kind: ClockKind,
    *,
    due_at: datetime,
    run: int = 1,
    met_at: datetime | None = None,
    ended: tuple[EndReason, datetime] | None = None,
    stopped_at: datetime | None = None,
) -> Clock:
    """Return a run of a clock: running, met, ended or standing still since an instant."""
    rule = ClockRule.objects.get(
        version_id=case.policy_version_id, kind=kind, urgency=case.urgency, lane=Lane.STANDARD
    )
    state = ClockState.RUNNING
    if met_at:
        state = ClockState.MET
    elif ended:
        state = ClockState.ENDED
    elif stopped_at:
        state = ClockState.PAUSED
    clock = Clock.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=kind,
        run=run,
        side=Side.OPERATOR if kind in PLATFORM_CLOCKS else Side.AGENCY,
        rule=rule,
        state=state,
        started_at=due_at - timedelta(minutes=rule.allowance_minutes),
        allowance_seconds=rule.allowance_minutes * 60,
        due_at=due_at,
        met_at=met_at,
        ended_at=ended[1] if ended else None,
        end_reason=ended[0] if ended else "",
    )
    if stopped_at:
        Pause.objects.create(
            case=case,
            organisation_id=case.organisation_id,
            clock=clock,
            cause=PauseCause.CLARIFICATION,
            started_at=stopped_at,
            actor_label="moderator",
        )
    return clock


def standing_step(
    clock: Clock,
    action: StepAction,
    *,
    due_at: datetime,
    noticed_at: datetime | None = None,
    corrected_at: datetime | None = None,
) -> Escalation:
    """Return a step of the ladder that fired."""
    return Escalation.objects.create(
        case_id=clock.case_id,
        organisation_id=clock.organisation_id,
        clock=clock,
        run=clock.run,
        step=f"{action.value}-{due_at:%d%H%M}".replace("_", "-"),
        action=action,
        due_at=due_at,
        noticed_at=noticed_at or due_at,
        corrected_at=corrected_at,
    )


def signed_receipt(case: Case, at: datetime, kind: ReceiptKind = ReceiptKind.SIGNED) -> Receipt:
    """Return the receipt of a case, signed at an instant."""
    return Receipt.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=kind,
        at=at,
        via=Via.PAGE,
        signer_name="Moderator 1" if kind == ReceiptKind.SIGNED else "",
    )
