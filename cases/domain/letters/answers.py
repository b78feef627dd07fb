"""What the platform's letters say, as data: what it did, and what it does not carry out and why."""

from datetime import datetime

from accounts.domain.acting import Actor
from audit.domain.hashing import instant
from cases.domain.letters.facts import Facts, item_facts, order_meant
from cases.enums import NonExecutionGround, Outcome
from cases.models import Case, Clock, Item, PlatformResponse, Receipt
from sla.enums import ClockKind


def effect_facts(case: Case, actor: Actor, text: str) -> Facts:
    """Return what was done to each item that was not refused, and when; nothing if there is none."""
    items = _items(case)
    done = [item for item in items if item.outcome and item.outcome != Outcome.REFUSED]
    return {
        **_common(case, actor),
        "items": [item_facts(item) | _outcome(item) for item in done],
        "refused": sum(item.outcome == Outcome.REFUSED for item in items),
        "due_at": _due_at(case),
        "text": text,
    }


def refusal_facts(case: Case, actor: Actor, text: str, at: datetime) -> Facts:
    """Return which items the decision of ``at`` refuses, each with its ground; nothing if there is none."""
    refused = [item for item in _items(case) if item.outcome == Outcome.REFUSED and item.outcome_at == at]
    return {
        **_common(case, actor),
        "ground": NonExecutionGround.REFUSAL.value,
        "items": [item_facts(item) | _outcome(item) for item in refused],
        "text": text,
    }


def hindrance_facts(
    case: Case, actor: Actor, ground: NonExecutionGround, response: PlatformResponse
) -> Facts:
    """Return why what is still open cannot be carried out now, or what is needed for it."""
    waiting = [item for item in _items(case) if not item.outcome]
    return {
        **_common(case, actor),
        "ground": ground.value,
        "detail": response.ground,
        "items": [item_facts(item) for item in waiting],
        "text": response.text,
    }


def _common(case: Case, actor: Actor) -> Facts:
    return {
        **order_meant(case),
        "receipts": _receipts(case),
        "responsible": {"name": actor.name, "roles": sorted(str(role) for role in actor.roles)},
    }


def _items(case: Case) -> list[Item]:
    return list(Item.objects.filter(case=case).select_related("legal_basis").order_by("position"))


def _outcome(item: Item) -> Facts:
    return {
        "outcome": item.outcome,
        "outcome_at": instant(item.outcome_at) if item.outcome_at else None,
        "refusal_ground": item.refusal_ground,
        "note": item.outcome_note,
        "author_told_at": instant(item.author_told_at) if item.author_told_at else None,
    }


def _receipts(case: Case) -> list[Facts]:
    return [
        {"kind": receipt.kind, "at": instant(receipt.at), "name": receipt.signer_name}
        for receipt in Receipt.objects.filter(case=case).order_by("at", "id")
    ]


def _due_at(case: Case) -> str | None:
    clock = Clock.objects.filter(case=case, kind=ClockKind.EFFECT).order_by("-run").first()
    return instant(clock.due_at) if clock else None
