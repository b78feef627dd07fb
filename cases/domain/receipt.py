"""Open and sign: delivered is not received; a named person says that it is."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.domain import clocks
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.record import note
from cases.domain.sending import start_effect
from cases.domain.telling import tell_corrected, tell_side
from cases.enums import CaseState, ReceiptKind, ResponseKind, Side, Verb, Via
from cases.models import Case, PlatformResponse, Receipt
from kernel.errors import Invalid
from notifications.enums import NoticeKind
from sla.enums import ClockKind, StartEvent


def open_and_sign(
    *, actor: Actor, reference: str, now: datetime, via: Via = Via.PAGE, signer_name: str = ""
) -> Case:
    """Sign the receipt of a sent case; from now on its content is shown.

    Effects: Receipt, effect clock where the policy starts it at receipt, record, the
    agency told. Raises Invalid without a name to sign with.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.OPEN_AND_SIGN, now)
        sign(case, actor, now, via=via, signer_name=signer_name)
        case.state = check_target(case.state, Verb.OPEN_AND_SIGN, CaseState.RECEIVED)
        save_case(case, now, "state")
        return case


def sign(case: Case, actor: Actor, now: datetime, *, via: Via = Via.PAGE, signer_name: str = "") -> None:
    """Write the signed receipt of a locked case, once; inner part of every answer."""
    if case.received_at is not None:
        return
    name = (signer_name or actor.name).strip()
    if not name:
        raise Invalid("no_signature", _("Sign with your name."), field="signer_name")
    Receipt.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=ReceiptKind.SIGNED,
        at=now,
        via=via,
        signer_name=name[:150],
        signer_label=actor.label[:200],
        contact_id=actor.contact_id,
    )
    case.received_at = now
    save_case(case, now, "received_at")
    start_effect(case, StartEvent.RECEIVED, at=now)
    note(case, actor, Verb.OPEN_AND_SIGN, now, via=str(via))
    tell_side(case, NoticeKind.RECEIVED, Side.AGENCY, now=now)


def acknowledge_too(case: Case, actor: Actor, now: datetime, *, via: Via = Via.PAGE) -> None:
    """Acknowledge a locked case, once: every answer implies it, and it the receipt."""
    sign(case, actor, now, via=via)
    if case.acknowledged_at is not None:
        return
    PlatformResponse.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=ResponseKind.ACKNOWLEDGEMENT,
        at=now,
        author_label=actor.label[:200],
        author_name=actor.name[:150],
        ended_at=now,
    )
    case.acknowledged_at = now
    save_case(case, now, "acknowledged_at")
    met = clock_met(case, ClockKind.ACKNOWLEDGE, at=now)
    start_effect(case, StartEvent.ACKNOWLEDGED, at=now)
    note(case, actor, Verb.ACKNOWLEDGE, now, via=str(via), in_time=met)
    tell_side(case, NoticeKind.ACKNOWLEDGED, Side.AGENCY, now=now)


def clock_met(case: Case, kind: ClockKind, *, at: datetime) -> bool | None:
    """Meet the open run of ``kind``; tell both sides where a step is taken back.

    Returns whether it was met in time, or None where none was open.
    """
    clock = clocks.open_clock(case, kind)
    if clock is None:
        return None
    tell_corrected(case, kind, clocks.meet(case, clock, at=at), now=at)
    return at <= clock.due_at
