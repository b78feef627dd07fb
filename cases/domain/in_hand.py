"""What is pursued already or was not long ago: claims of all agencies, drafts of one's own.

Of another agency's claim one learns that the target is in hand, since when and until
when; never whose it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from accounts.domain.acting import Actor
from cases.enums import STANDING_JOININGS, UNSENT_STATES
from cases.models import NEVER, Case, Claim, CoSignature, Item
from channels_registry.domain.aliases import canonical_targets
from kernel.compiled import Compiled, among

Target = tuple[int, str]  # id of the platform, key
Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class InHand:
    """An open claim as ``actor`` may see it; ``reference`` only of one's own agency's case.

    ``due_at`` is empty where no deadline of the platform runs; ``joining``: where one's own
    agency has joined that case or asked to.
    """

    since: datetime
    due_at: datetime | None
    reference: str = ""
    joining: UUID | None = None

    @property
    def may_be_joined(self) -> bool:
        """Whether it is another agency's, and nobody of one's own has asked to join it."""
        return not self.reference and self.joining is None


@dataclass(frozen=True, slots=True)
class Recent:
    """A claim that ended not long ago; ``reference`` only of one's own agency's case."""

    until: datetime
    reference: str = ""


_CLAIMS = Compiled(
    lambda: Claim.objects.filter(
        among("platform_id", "platforms"), among("key", "keys"), released_at=None
    ).values_list("platform_id", "key", "taken_at", "case_id", "case__operator_due_at", "case__reference")
)


def claims_on(targets: Iterable[Target], actor: Actor) -> dict[Target, InHand]:
    """Return the open claims on ``targets``, as ``actor`` may see them. Inner read.

    An alias of a channel is the channel, and so is what stands under it.
    """
    canonical = canonical_targets(set(targets))
    asked = _canonical(canonical)
    claims = _CLAIMS.rows(platforms=[each[0] for each in asked], keys=[each[1] for each in asked])
    rows = [row for row in claims if (row[0], row[1]) in asked]
    if not rows:
        return {}
    case_ids = {row[3] for row in rows}
    known = _known(actor, case_ids)
    joined = CoSignature.objects.visible_to(actor).filter(case_id__in=case_ids, state__in=STANDING_JOININGS)
    joinings = dict(joined.values_list("case_id", "public_id"))
    found = {
        (platform_id, key): InHand(
            since=taken_at,
            due_at=None if due_at == NEVER else due_at,
            reference=reference if case_id in known else "",
            joining=joinings.get(case_id),
        )
        for platform_id, key, taken_at, case_id, due_at, reference in rows
    }
    return _by_target(canonical, found)


def recently_on(targets: Iterable[Target], actor: Actor, since: datetime) -> dict[Target, Recent]:
    """Return which of ``targets`` were in hand until some instant after ``since``. Inner read."""
    canonical = canonical_targets(set(targets))
    ended = Claim.objects.filter(_any_of(_canonical(canonical)), released_at__gte=since)
    rows = list(
        ended.order_by("released_at").values_list(
            "platform_id", "key", "released_at", "case_id", "case__reference"
        )
    )
    known = _known(actor, {row[3] for row in rows}) if rows else set()
    found = {
        (platform_id, key): Recent(until, reference if case_id in known else "")
        for platform_id, key, until, case_id, reference in rows
        if until is not None
    }
    return _by_target(canonical, found)


def _known(actor: Actor, case_ids: set[int]) -> set[int]:
    own = Case.objects.visible_to(actor).filter(pk__in=case_ids)
    return set(own.values_list("pk", flat=True))


def _canonical(canonical: Mapping[Target, str]) -> set[Target]:
    return {(platform_id, key) for (platform_id, _), key in canonical.items()}


def _by_target(canonical: Mapping[Target, str], found: Mapping[Target, Held]) -> dict[Target, Held]:
    each = {target: (target[0], key) for target, key in canonical.items()}
    return {target: found[held] for target, held in each.items() if held in found}


def drafts_with(targets: Iterable[Target], actor: Actor) -> dict[Target, str]:
    """Return the references of one's own unsent cases that name ``targets``. Inner read."""
    unsent = Case.objects.visible_to(actor).filter(state__in=UNSENT_STATES)
    rows = Item.objects.filter(_any_of(targets, "case__platform_id"), case__in=unsent)
    return {
        (platform_id, key): reference
        for platform_id, key, reference in rows.values_list("case__platform_id", "key", "case__reference")
    }


def _any_of(targets: Iterable[Target], platform: str = "platform_id") -> Q:
    keys: Mapping[int, list[str]] = defaultdict(list)
    for platform_id, key in targets:
        keys[platform_id].append(key)
    each = [Q(**{platform: platform_id, "key__in": wanted}) for platform_id, wanted in keys.items()]
    return reduce(or_, each) if each else Q(pk__in=[])
