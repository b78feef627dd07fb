"""The platform cannot for now: force majeure, or a technical reason (TCO art. 3(7))."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain.letters.writing import write_hindrance
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import acknowledge_too
from cases.domain.record import note
from cases.domain.stopping import begin_stop, end_stop
from cases.domain.telling import tell_side
from cases.domain.wording import required
from cases.enums import CaseState, ImpossibilityGround, NonExecutionGround, Side, Verb, Via
from cases.models import Case
from kernel.errors import Invalid
from notifications.enums import NoticeKind
from sla.enums import PauseCause


def declare(
    *, actor: Actor, reference: str, ground: str, text: str, now: datetime, via: Via = Via.PAGE
) -> Case:
    """Declare that effect cannot be given for now; implies receipt and acknowledgement.

    Effects: the effect clock stops as the policy says, letter, record, the agency told.
    Raises Invalid without ground or text.
    """
    said = required(text, "no_reason")
    if ground not in ImpossibilityGround.values:
        raise Invalid("no_ground", _("Choose why it is impossible."), field="ground")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.DECLARE_IMPOSSIBLE, now)
        before = case.state
        acknowledge_too(case, actor, now, via=via)
        response = begin_stop(case, PauseCause.IMPOSSIBILITY, actor=actor, ground=ground, text=said, now=now)
        case.state = check_target(before, Verb.DECLARE_IMPOSSIBLE, CaseState.IMPOSSIBLE)
        save_case(case, now, "state")
        note(
            case,
            actor,
            Verb.DECLARE_IMPOSSIBLE,
            now,
            state=case.state,
            ground=ground,
            text=salted(said, response.salt),
            letter=write_hindrance(case, actor, NonExecutionGround.IMPOSSIBILITY, response, at=now),
        )
        tell_side(case, NoticeKind.IMPOSSIBILITY, Side.AGENCY, now=now)
        return case


def end(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """Say that the impossibility is over; the effect clock goes on or starts anew.

    Effects: stop ended, record, the agency told. Raises Invalid without text.
    """
    said = required(text, "no_reason")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.END_IMPOSSIBILITY, now)
        response = end_stop(case, PauseCause.IMPOSSIBILITY, now, answered_by=actor, answer=said)
        case.state = check_target(case.state, Verb.END_IMPOSSIBILITY, CaseState.ACKNOWLEDGED)
        save_case(case, now, "state")
        note(
            case,
            actor,
            Verb.END_IMPOSSIBILITY,
            now,
            state=case.state,
            text=salted(said, response.salt if response else case.salt),
        )
        tell_side(case, NoticeKind.IMPOSSIBILITY_ENDED, Side.AGENCY, now=now)
        return case
