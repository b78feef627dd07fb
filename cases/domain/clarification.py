"""The platform asks, the agency answers; meanwhile time stops as the policy says."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.letters.writing import write_hindrance
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import acknowledge_too, clock_met
from cases.domain.record import note
from cases.domain.stopping import begin_stop, end_stop
from cases.domain.telling import tell_side
from cases.domain.wording import required
from cases.enums import CaseState, ClarificationGround, NonExecutionGround, Side, Verb, Via
from cases.models import Case
from kernel.errors import Invalid
from notifications.enums import NoticeKind
from sla.enums import ClockKind, PauseCause


def ask(*, actor: Actor, reference: str, ground: str, text: str, now: datetime, via: Via = Via.PAGE) -> Case:
    """Ask for clarification (TCO 2021/784 art. 3(8)); implies receipt and acknowledgement.

    Effects: the effect clock stops as the policy says, the agency's clarify clock
    starts, letter, record, the agency told. Raises Invalid without ground or text.
    """
    said = required(text, "no_question")
    if ground not in ClarificationGround.values:
        raise Invalid("no_ground", _("Choose the ground of your question."), field="ground")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.ASK_CLARIFICATION, now)
        before = case.state
        acknowledge_too(case, actor, now, via=via)
        response = begin_stop(case, PauseCause.CLARIFICATION, actor=actor, ground=ground, text=said, now=now)
        case.state = check_target(before, Verb.ASK_CLARIFICATION, CaseState.CLARIFICATION)
        save_case(case, now, "state")
        owed = clocks.start(case, ClockKind.CLARIFY, at=now)
        note(
            case,
            actor,
            Verb.ASK_CLARIFICATION,
            now,
            state=case.state,
            ground=ground,
            text=salted(said, response.salt),
            letter=write_hindrance(case, actor, NonExecutionGround.CLARIFICATION, response, at=now),
        )
        tell_side(
            case,
            NoticeKind.CLARIFICATION_ASKED,
            Side.AGENCY,
            now=now,
            due_at=owed.due_at.isoformat(),
            clock=ClockKind.CLARIFY.value,
        )
        return case


def answer(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """Answer the open question.

    Effects: clarify clock met, effect clock goes on or starts anew, record, the
    platform told. Raises Invalid without text.
    """
    said = required(text, "no_answer")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.ANSWER_CLARIFICATION, now)
        response = end_stop(case, PauseCause.CLARIFICATION, now, answered_by=actor, answer=said)
        in_time = clock_met(case, ClockKind.CLARIFY, at=now)
        case.state = check_target(case.state, Verb.ANSWER_CLARIFICATION, CaseState.ACKNOWLEDGED)
        save_case(case, now, "state")
        note(
            case,
            actor,
            Verb.ANSWER_CLARIFICATION,
            now,
            state=case.state,
            text=salted(said, response.salt if response else case.salt),
            in_time=in_time,
        )
        tell_side(case, NoticeKind.CLARIFICATION_ANSWERED, Side.OPERATOR, now=now)
        return case
