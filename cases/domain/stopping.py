"""Stops of the effect clock: a question, an impossibility, a review.

What a stop does is the policy's word: the clock goes on, stands still, or starts anew
when the stop ends (Regulation (EU) 2021/784 art. 3(7) and 3(8)).
"""

from datetime import datetime

from accounts.domain.acting import Actor
from cases.domain import clocks
from cases.domain.telling import tell_corrected
from cases.enums import ResponseKind
from cases.models import Case, PlatformResponse
from sla.enums import ClockKind, PauseCause, StopEffect
from sla.models import ClockRule

_RESPONSE_OF = {
    PauseCause.CLARIFICATION: ResponseKind.CLARIFICATION,
    PauseCause.IMPOSSIBILITY: ResponseKind.IMPOSSIBILITY,
    PauseCause.REVIEW: ResponseKind.OBJECTION,
}


def begin_stop(
    case: Case, cause: PauseCause, *, actor: Actor, ground: str, text: str, now: datetime
) -> PlatformResponse:
    """Write the platform's word and stop the effect clock as the policy says."""
    response = PlatformResponse.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=_RESPONSE_OF[cause],
        ground=ground,
        text=text,
        at=now,
        author_label=actor.label[:200],
        author_name=actor.name[:150],
    )
    clock = clocks.open_clock(case, ClockKind.EFFECT)
    if clock is not None and _effect_of(clock.rule, cause) != StopEffect.CONTINUE:
        tell_corrected(case, clock.kind, clocks.pause(case, clock, cause, at=now, actor=actor), now=now)
    return response


def end_stop(
    case: Case, cause: PauseCause, now: datetime, *, answered_by: Actor, answer: str = ""
) -> PlatformResponse | None:
    """End the open stop of this cause; the clock goes on or starts anew.

    Returns the response that was open, or None.
    """
    response = PlatformResponse.objects.filter(case=case, kind=_RESPONSE_OF[cause], ended_at=None).first()
    if response is None:
        return None
    response.ended_at, response.answer = now, answer
    response.answer_label = answered_by.label[:200]
    response.save(update_fields=["ended_at", "answer", "answer_label"])
    clock = clocks.open_clock(case, ClockKind.EFFECT)
    if clock is not None:
        effect = _effect_of(clock.rule, cause)
        if effect == StopEffect.RESTART:
            clocks.restart(case, clock, at=now)
        elif effect == StopEffect.PAUSE:
            clocks.resume(case, clock, at=now)
    return response


def _effect_of(rule: ClockRule, cause: PauseCause) -> StopEffect:
    effects = {
        PauseCause.CLARIFICATION: rule.on_clarification,
        PauseCause.IMPOSSIBILITY: rule.on_impossibility,
        PauseCause.REVIEW: rule.on_review,
    }
    return StopEffect(effects[cause])
