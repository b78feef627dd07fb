"""What is pursued already: claims of all agencies, drafts of one's own.

Of another agency's claim one learns that the target is in hand, since when and until
when; never whose it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.domain.acting import Actor
from cases.enums import UNSENT_STATES
from cases.models import NEVER, Case, Claim, Item
from kernel.compiled import Compiled, among

Target = tuple[int, str]  # id of the platform, key


@dataclass(frozen=True, slots=True)
class InHand:
    """An open claim as ``actor`` may see it; ``reference`` only of one's own agency's case.

    ``due_at`` is empty where no deadline of the platform runs.
    """

    since: datetime
    due_at: datetime | None
    reference: str = ""


_CLAIMS = Compiled(
    lambda: Claim.objects.filter(
        among("platform_id", "platforms"), among("key", "keys"), released_at=None
    ).values_list("platform_id", "key", "taken_at", "case_id", "case__operator_due_at", "case__reference")
)


def claims_on(targets: Iterable[Target], actor: Actor) -> dict[Target, InHand]:
    """Return the open claims on ``targets``, as ``actor`` may see them. Inner read."""
    found: dict[Target, InHand] = {}
    asked = set(targets)
    claims = _CLAIMS.rows(platforms=[each[0] for each in asked], keys=[each[1] for each in asked])
    rows = [row for row in claims if (row[0], row[1]) in asked]
    if not rows:
        return found
    own = Case.objects.visible_to(actor).filter(pk__in={row[3] for row in rows})
    known = set(own.values_list("pk", flat=True))
    for platform_id, key, taken_at, case_id, due_at, reference in rows:
        found[(platform_id, key)] = InHand(
            since=taken_at,
            due_at=None if due_at == NEVER else due_at,
            reference=reference if case_id in known else "",
        )
    return found


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
