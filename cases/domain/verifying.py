"""The agency looks itself: down, still up, back up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.domain import clocks
from cases.domain.channel_facts import sightings_of_verdicts
from cases.domain.claiming import retake_claims
from cases.domain.joined_telling import tell_joined
from cases.domain.lifecycle import check_target
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import clock_met
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.enums import GONE, CaseState, Outcome, Side, Verb, VerifiedOutcome
from cases.models import Case, Clock, Item
from kernel.errors import Invalid
from notifications.enums import NoticeKind
from sla.enums import ClockKind


def verify(*, actor: Actor, reference: str, verdicts: Mapping[UUID, VerifiedOutcome], now: datetime) -> Case:
    """Say what was seen of some or all items.

    Effects: verified outcomes; with the last one the verify clock is met. *Still up*
    voids an outcome that says the content is gone, and the same run of the effect clock
    goes on, the time since the answer counted as a pause. *Back up* is a new run and
    takes the claim again (Conflict where another agency holds it). What was seen of whole
    channels is a sighting. Record; the platform
    told of what is still or again up. Raises Invalid for a strange item or verdict.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.VERIFY, now)
        before = CaseState(case.state)
        items = {item.public_id: item for item in Item.objects.filter(case=case)}
        _check(before, items, verdicts)
        seen = [_write(items[key], verdict, now) for key, verdict in verdicts.items()]
        voided = {verdict for item_voided, verdict in seen if item_voided}
        sightings_of_verdicts(case, actor, ((items[key], said) for key, said in verdicts.items()), now)
        target = _target(case, before, voided)
        case.state = check_target(before, Verb.VERIFY, target)
        save_case(case, now, "state")
        _clocks(case, before, voided, actor, now)
        note(
            case,
            actor,
            Verb.VERIFY,
            now,
            state=case.state,
            items={str(key): str(verdict) for key, verdict in verdicts.items()},
        )
        _tell(case, voided, now)
        return case


def all_checked(case: Case) -> bool:
    """Whether every item is refused or was looked at since its outcome."""
    return (
        not Item.objects.filter(case=case)
        .exclude(outcome=Outcome.REFUSED)
        .filter(verified_outcome="")
        .exists()
    ) and not Item.objects.filter(case=case, outcome="").exists()


def _check(state: CaseState, items: Mapping[UUID, Item], verdicts: Mapping[UUID, VerifiedOutcome]) -> None:
    for key, verdict in verdicts.items():
        item = items.get(key)
        if item is None:
            raise Invalid("item_unknown", _("There is no such item in this case."))
        if not item.outcome:
            raise Invalid("item_undecided", _("The platform has not decided this item yet."))
        if verdict == VerifiedOutcome.STILL_UP and state != CaseState.ANSWERED:
            raise Invalid("say_back_up", _("It was verified already: choose “Back up”."))


def _write(item: Item, verdict: VerifiedOutcome, now: datetime) -> tuple[bool, VerifiedOutcome]:
    up_again = verdict in (VerifiedOutcome.STILL_UP, VerifiedOutcome.BACK_UP)
    voids = up_again and item.outcome in GONE
    item.verified_outcome, item.verified_at = verdict, now
    if voids:
        item.outcome, item.outcome_at = "", None
    item.save(update_fields=["verified_outcome", "verified_at", "outcome", "outcome_at"])
    return voids, verdict


def _target(case: Case, before: CaseState, voided: set[VerifiedOutcome]) -> CaseState:
    if VerifiedOutcome.BACK_UP in voided:
        return CaseState.REOPENED
    if voided:
        return CaseState.ACKNOWLEDGED
    if before != CaseState.ANSWERED:
        return before
    return CaseState.VERIFIED if all_checked(case) else CaseState.ANSWERED


def _clocks(case: Case, before: CaseState, voided: set[VerifiedOutcome], actor: Actor, now: datetime) -> None:
    if before == CaseState.CLOSED:
        clock_met(case, ClockKind.RECHECK, at=now)
    elif case.state != CaseState.ANSWERED:
        clock_met(case, ClockKind.VERIFY, at=now)
    if VerifiedOutcome.BACK_UP in voided:
        retake_claims(case, Item.objects.filter(case=case).order_by("position"), now=now)
        case.closed_at = None
        save_case(case, now, "closed_at")
        clocks.start(case, ClockKind.EFFECT, at=now)
    elif voided:
        last = Clock.objects.filter(case=case, kind=ClockKind.EFFECT).order_by("-run").first()
        if last is not None:
            clocks.take_back(case, last, at=now, actor=actor)


def _tell(case: Case, voided: set[VerifiedOutcome], now: datetime) -> None:
    if not voided:
        if case.state == CaseState.VERIFIED:
            tell_side(case, NoticeKind.VERIFIED, Side.OPERATOR, now=now)
        return
    again = VerifiedOutcome.BACK_UP in voided
    kind = NoticeKind.REOPENED if again else NoticeKind.STILL_UP
    clock = clocks.open_clock(case, ClockKind.EFFECT)
    context: dict[str, Any] = {"due_at": clock.due_at.isoformat(), "clock": clock.kind} if clock else {}
    tell_side(case, kind, Side.OPERATOR, now=now, **context)
    tell_joined(case, kind, now=now)
