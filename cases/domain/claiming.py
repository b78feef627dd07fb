"""Claims: one agency at a time pursues a channel or post.

A claim is held by the target's canonical key, so that an alias of a channel is the channel.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claim, Item
from channels_registry.domain.aliases import canonical_keys
from kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that another case had claimed first, and since when."""

    item: Item
    since: datetime


def take_claims(case: Case, items: Iterable[Item], *, now: datetime) -> list[Lost]:
    """Claim these items of a locked case, and return those that somebody else holds.

    The unique index decides the race: an insertion waits for whoever is at the same key and
    gives way where he commits. Keys are taken in one order, so that two cases with the same
    links wait for each other and never in a circle.
    """
    wanted = list(items)
    keys = canonical_keys(case.platform_id, [item.key for item in wanted])
    claims = [
        Claim(platform_id=case.platform_id, key=key, case=case, agency_id=case.agency_id, taken_at=now)
        for key in sorted(set(keys.values()) - _held(case))
    ]
    Claim.objects.bulk_create(claims, ignore_conflicts=True)
    held = _held(case)
    missed = {keys[item.key] for item in wanted} - held
    since = _since(case, missed)
    return [Lost(item, since.get(keys[item.key], now)) for item in wanted if keys[item.key] in missed]


def retake_claims(case: Case, items: Iterable[Item], *, now: datetime) -> None:
    """Claim again what came back after closing. Raises Conflict where somebody else holds one.

    Of the other case it says nothing but since when the target is in hand.
    """
    for lost in take_claims(case, items, now=now):
        raise Conflict(
            "already_in_hand",
            _("“%(key)s” is in hand elsewhere since %(since)s. You can join that case from your report.")
            % {"key": lost.item.key, "since": f"{lost.since:%Y-%m-%d %H:%M} UTC"},
        )


def release_claims(case: Case, *, now: datetime) -> None:
    """Let others pursue what this case held."""
    Claim.objects.filter(case=case, released_at=None).update(released_at=now)


def _held(case: Case) -> set[str]:
    return set(Claim.objects.filter(case=case, released_at=None).values_list("key", flat=True))


def _since(case: Case, keys: set[str]) -> dict[str, datetime]:
    others = Claim.objects.filter(platform_id=case.platform_id, key__in=keys, released_at=None)
    return dict(others.values_list("key", "taken_at"))
