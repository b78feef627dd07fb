"""Cases that wait for a second person, in the order in which they fall due."""

from django.db.models import Count, Q, QuerySet

from accounts.domain.acting import Actor
from cases.models import Approval, Case


def waiting(actor: Actor) -> QuerySet[Case]:
    """Return the cases with an open approval that ``actor`` may know of. Inner read."""
    asked = Approval.objects.visible_to(actor).filter(decision="")
    rows = Case.objects.visible_to(actor).filter(pk__in=asked.values("case"))
    return rows.select_related("platform", "category").annotate(item_count=Count("items"))


def next_for(actor: Actor, *, but: str) -> str:
    """Return the reference of the case due first that ``actor`` did not file, not ``but``; or nothing."""
    mine = Q(filing__filer_id=actor.user_id) | Q(approvals__filer_id=actor.user_id, approvals__decision="")
    asked = Approval.objects.visible_to(actor).filter(decision="")
    rows = Case.objects.visible_to(actor).filter(pk__in=asked.values("case")).exclude(mine)
    found = rows.exclude(reference=but).order_by("agency_due_at", "pk").values_list("reference", flat=True)
    return found.first() or ""
