"""Who of one's own house has a case open now. Words alone: nobody is locked out, no clock stops."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.models import Case, Doing, Presence
from kernel.errors import NotKnown

# A page says so every fifteen seconds; after two that were missed, its reader has gone.
GONE_AFTER = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Round:
    """What a page is told in return: when the case last changed, and who else is there."""

    changed_at: datetime
    others: list[Presence]


def be_here(*, actor: Actor, reference: str, doing: Doing, now: datetime) -> Round:
    """Say that the actor has the case open, and return who else of his house has.

    Effects: the actor's Presence at this case; where he has been before is forgotten. No lock, no
    record. Raises NotKnown.
    """
    with acting_as(actor):
        case = Case.objects.visible_to(actor).filter(reference=reference).only("updated_at").first()
        if case is None or actor.user_id is None or actor.organisation_id is None:
            raise NotKnown("case_unknown", _("There is no such case."))
        own = Presence.objects.visible_to(actor).filter(user_id=actor.user_id)
        own.filter(seen_at__lt=now - GONE_AFTER).exclude(case=case).delete()
        here = Presence(
            user_id=actor.user_id, case=case, house_id=actor.organisation_id, doing=doing, seen_at=now
        )
        _store(here)
        others = Presence.objects.visible_to(actor).filter(case=case, seen_at__gte=now - GONE_AFTER)
        others = others.exclude(user_id=actor.user_id).select_related("user").order_by("user__name", "pk")
        return Round(case.updated_at, list(others))


def _store(here: Presence) -> None:
    Presence.objects.bulk_create(
        [here],
        update_conflicts=True,
        unique_fields=["case", "user"],
        update_fields=["house", "doing", "seen_at"],
    )
