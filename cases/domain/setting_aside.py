"""What gives way when a case is sent: links that another case claimed meanwhile. Inner parts of sending."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.domain.claiming import Lost, take_claims
from cases.domain.content import content_hash, content_of
from cases.enums import Disposition
from cases.models import Case, Exhibit, Finding, Item, SetAside
from kernel.errors import Conflict


def claim_or_set_aside(case: Case, *, now: datetime) -> dict[str, Any]:
    """Claim every item of a locked case that is about to be sent; set aside what is in hand elsewhere.

    The rest goes out: less than was approved, never more. Returns what the entry of sending
    says of it: the links set aside and the hash of what is sent, nothing where all was free.
    Raises Conflict where nothing is left.
    """
    items = list(Item.objects.filter(case=case).order_by("position"))
    lost = take_claims(case, items, now=now)
    if not lost:
        return {}
    if len(lost) == len(items):
        raise Conflict(
            "all_in_hand",
            _(
                "Nothing was sent: every link here is in hand elsewhere, “%(key)s” since %(since)s. "
                "From its report you can join."
            )
            % {"key": lost[0].item.key, "since": f"{lost[0].since:%Y-%m-%d %H:%M} UTC"},
        )
    kept = _keep(case, lost, now)
    gone = {each.item.pk for each in lost}
    _close_gaps([item for item in items if item.pk not in gone])
    return {
        "set_aside": [str(each.public_id) for each in kept],
        "sent_content": content_hash(content_of(case)),
    }


def _keep(case: Case, lost: Sequence[Lost], now: datetime) -> list[SetAside]:
    kept = SetAside.objects.bulk_create(
        SetAside(
            case=case,
            agency_id=case.agency_id,
            position=each.item.position,
            url=each.item.url,
            key=each.item.key,
            kind=each.item.kind,
            legal_basis_id=each.item.legal_basis_id,
            statement=each.item.statement,
            in_hand_since=each.since,
            at=now,
        )
        for each in lost
    )
    items = [each.item.pk for each in lost]
    # What proves a link stays with it; the original stays in the report.
    Exhibit.objects.filter(item__in=items).delete()
    Finding.objects.filter(case=case, key__in=[each.item.key for each in lost]).update(
        case=None, disposition=Disposition.IN_HAND
    )
    Item.objects.filter(pk__in=items).delete()
    return kept


def _close_gaps(items: Sequence[Item]) -> None:
    # Upwards, so that a position is free before the next item takes it.
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
