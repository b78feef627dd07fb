"""The rows that a case takes over from the one that it continues. Copies: the first keeps its own."""

from typing import Any

from django.db.models import Model

from cases.enums import Side
from cases.models import Case, Clock, Escalation, Item, Pause, PlatformResponse, Receipt
from sla.enums import ClockKind, ClockState
from sla.models import LegalBasis

_OPEN = (ClockState.RUNNING, ClockState.PAUSED)
# What a copy has of its own.
_OWN = frozenset({"id", "public_id", "salt", "case"})


def copy_items(case: Case, new: Case, basis: LegalBasis) -> list[Item]:
    """Copy the items with what the platform answered and what was seen; they rest on ``basis``."""
    items = [_copy(item, case=new, legal_basis=basis) for item in Item.objects.filter(case=case)]
    return Item.objects.bulk_create(sorted(items, key=lambda item: item.position))


def copy_receipts(case: Case, new: Case) -> None:
    """Copy the receipts: what was signed once is not asked for again."""
    receipts = Receipt.objects.filter(case=case).order_by("at")
    Receipt.objects.bulk_create([_copy(receipt, case=new) for receipt in receipts])


def copy_open_responses(case: Case, new: Case) -> None:
    """Copy what the platform asked, declared or objected and what is still open: it is answered here."""
    open_ones = PlatformResponse.objects.filter(case=case, ended_at=None)
    PlatformResponse.objects.bulk_create([_copy(said, case=new) for said in open_ones])


def copy_clocks(case: Case, new: Case) -> dict[str, Clock]:
    """Copy the last run of each clock of the platform and every open one, stops and steps too.

    Deadlines stay to the second and no step fires twice. The first agency's own signature
    stays with it. Returns the copies by kind.
    """
    last: dict[str, Clock] = {}
    for clock in Clock.objects.filter(case=case).exclude(kind=ClockKind.APPROVE).order_by("run"):
        if clock.side == Side.OPERATOR or clock.state in _OPEN:
            last[clock.kind] = clock
    return {kind: _copy_clock(clock, new) for kind, clock in last.items()}


def _copy_clock(clock: Clock, new: Case) -> Clock:
    copied: Clock = _copy(clock, case=new)
    copied.save(force_insert=True)
    pauses = Pause.objects.filter(clock=clock)
    Pause.objects.bulk_create([_copy(pause, case=new, clock=copied) for pause in pauses])
    steps = Escalation.objects.standing().filter(clock=clock)
    # What was decided of a proposal stays decided; why is the first agency's own.
    Escalation.objects.bulk_create(
        [_copy(step, case=new, clock=copied, decided_by=None, reason="") for step in steps]
    )
    return copied


def _copy(row: Any, **changed: Model | str | None) -> Any:
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN | changed.keys()
    }
    return type(row)(**kept, **changed)
