"""Claims: one agency at a time pursues a channel or post."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claim, Item
from kernel.errors import Conflict


def take_claims(case: Case, *, now: datetime) -> None:
    """Claim every item of a locked case that it does not hold already.

    The unique index decides the race. Raises Conflict that names the item in hand, and
    of the other case nothing but since when it is.
    """
    keys = list(Item.objects.filter(case=case).values_list("key", flat=True))
    held = set(Claim.objects.filter(case=case, released_at=None, key__in=keys).values_list("key", flat=True))
    wanted = [
        Claim(
            platform_id=case.platform_id,
            key=key,
            case=case,
            agency_id=case.agency_id,
            taken_at=now,
        )
        for key in keys
        if key not in held
    ]
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(wanted)
    except IntegrityError as error:
        other = (
            Claim.objects.filter(platform_id=case.platform_id, key__in=keys, released_at=None)
            .exclude(case=case)
            .order_by("key")
            .first()
        )
        raise Conflict(
            "already_in_hand",
            _("“%(key)s” is already in hand since %(since)s. Take it out and send the rest.")
            % {
                "key": other.key if other else "",
                "since": f"{other.taken_at:%Y-%m-%d %H:%M} UTC" if other else "",
            },
        ) from error


def release_claims(case: Case, *, now: datetime) -> None:
    """Let others pursue what this case held."""
    Claim.objects.filter(case=case, released_at=None).update(released_at=now)
