"""What the platform answers: acknowledgement, question, decision item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.joined_telling import tell_joined
from cases.domain.letters.writing import write_effect, write_refusal
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import acknowledge_too, clock_met
from cases.domain.record import note
from cases.domain.stopping import end_stop
from cases.domain.telling import tell_side
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import (
    CaseState,
    EndReason,
    Outcome,
    RefusalGround,
    ResponseKind,
    Side,
    Verb,
    Via,
)
from cases.models import Case, Item, PlatformResponse
from kernel.errors import Invalid
from notifications.enums import NoticeKind
from sla.enums import ClockKind, PauseCause


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """What the platform did with one item. ``author_told``: it has told the author."""

    item: UUID
    outcome: Outcome
    refusal_ground: str = ""
    note: str = ""
    author_told: bool = False


def acknowledge(*, actor: Actor, reference: str, now: datetime, via: Via = Via.PAGE) -> Case:
    """Say that the case is in hand; implies the receipt.

    Effects: acknowledge clock met, effect clock where the policy starts it here, record,
    the agency told.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.ACKNOWLEDGE, now)
        acknowledge_too(case, actor, now, via=via)
        case.state = check_target(case.state, Verb.ACKNOWLEDGE, CaseState.ACKNOWLEDGED)
        save_case(case, now, "state")
        return case


def decide(
    *,
    actor: Actor,
    reference: str,
    decisions: Sequence[ItemDecision],
    text: str,
    now: datetime,
    via: Via = Via.PAGE,
) -> Case:
    """Decide some or all items; a later decision of the same item replaces the earlier.

    Effects: outcomes, and with the last one the effect clock is met, open questions end
    and the agency's verify clock starts. A complete answer has its effect report, each
    refusal its notice of non-execution. Partial answers stop nothing. After closing an
    answer is recorded and told, and reopens nothing. Raises Invalid for an empty
    answer, a strange item, or a refusal without its ground.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.DECIDE, now)
        before = CaseState(case.state)
        items = _decided_items(case, decisions)
        acknowledge_too(case, actor, now, via=via)
        checked = before in (CaseState.VERIFIED, CaseState.CLOSED)
        changes = [_write(item, decision, now, checked) for item, decision in items]
        response = _answer(case, actor, text, now)
        complete = not Item.objects.filter(case=case, outcome="").exists()
        case.state = check_target(before, Verb.DECIDE, _state_after(before, complete))
        save_case(case, now, "state")
        in_time = _complete(case, actor, now) if complete else None
        note(
            case,
            actor,
            Verb.DECIDE,
            now,
            state=case.state,
            items=changes,
            text=salted(response.text, response.salt),
            in_time=in_time,
            **_letters(case, actor, response.text, complete, now),
        )
        tell_side(case, NoticeKind.DECIDED, Side.AGENCY, now=now, items=len(items))
        tell_joined(case, NoticeKind.DECIDED, now=now)
        return case


def _answer(case: Case, actor: Actor, text: str, now: datetime) -> PlatformResponse:
    return PlatformResponse.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        kind=ResponseKind.DECISION,
        text=text[:TEXT_AT_MOST],
        at=now,
        author_label=actor.label[:200],
        author_name=actor.name[:150],
        ended_at=now,
    )


def _letters(case: Case, actor: Actor, text: str, complete: bool, now: datetime) -> dict[str, str | None]:
    return {
        "effect_report": write_effect(case, actor, text, at=now) if complete else None,
        "non_execution": write_refusal(case, actor, text, at=now),
    }


def _decided_items(case: Case, decisions: Sequence[ItemDecision]) -> list[tuple[Item, ItemDecision]]:
    if not decisions:
        raise Invalid("nothing_decided", _("Choose an outcome for at least one item."))
    items = {item.public_id: item for item in Item.objects.filter(case=case)}
    for decision in decisions:
        if decision.item not in items:
            raise Invalid("item_unknown", _("There is no such item in this case."))
        check_outcome(decision.outcome, decision.refusal_ground)
    return [(items[decision.item], decision) for decision in decisions]


def check_outcome(outcome: Outcome, ground: str) -> None:
    """Raise Invalid for an outcome that is no decision, or a refusal without its ground."""
    if outcome == Outcome.DISPUTED:
        raise Invalid("dispute_by_objection", _("To dispute, object to the case."))
    if outcome == Outcome.REFUSED and ground not in RefusalGround.values:
        raise Invalid("no_ground", _("A refusal needs its ground."))


def _write(item: Item, decision: ItemDecision, now: datetime, checked: bool) -> dict[str, str]:
    refused = decision.outcome == Outcome.REFUSED
    item.outcome, item.outcome_at = decision.outcome, now
    item.refusal_ground = decision.refusal_ground if refused else ""
    item.outcome_note = decision.note[:TEXT_AT_MOST]
    item.author_told_at = now if decision.author_told else item.author_told_at
    if not checked:  # what the agency has seen after a complete answer stays seen
        item.verified_outcome, item.verified_at = "", None
    item.save(
        update_fields=[
            "outcome",
            "outcome_at",
            "refusal_ground",
            "outcome_note",
            "author_told_at",
            "verified_outcome",
            "verified_at",
        ]
    )
    return {
        "item": str(item.public_id),
        "outcome": str(decision.outcome),
        "ground": item.refusal_ground,
        "note": salted(item.outcome_note, item.salt),
    }


def _state_after(before: CaseState, complete: bool) -> CaseState:
    # An answer in a later state (a correction, an answer while disputed or after
    # closing) is recorded where the case stands.
    if before in (
        CaseState.DISPUTED,
        CaseState.ANSWERED,
        CaseState.VERIFIED,
        CaseState.CLOSED,
    ):
        return before
    if complete:
        return CaseState.ANSWERED
    stays = before in (CaseState.CLARIFICATION, CaseState.IMPOSSIBLE)
    return before if stays else CaseState.ACKNOWLEDGED


def _complete(case: Case, actor: Actor, now: datetime) -> bool | None:
    effect = clocks.open_clock(case, ClockKind.EFFECT)
    if effect is None:
        return None
    for cause in (PauseCause.CLARIFICATION, PauseCause.IMPOSSIBILITY):
        end_stop(case, cause, now, answered_by=actor)
    clarify = clocks.open_clock(case, ClockKind.CLARIFY)
    if clarify is not None:
        clocks.end(case, clarify, EndReason.MOOT, at=now)
    in_time = clock_met(case, ClockKind.EFFECT, at=now)
    case.answered_at = now
    save_case(case, now, "answered_at")
    if case.state == CaseState.ANSWERED:
        clocks.start(case, ClockKind.VERIFY, at=now)
    return in_time
