"""The one lock of the casework, and the three questions before every verb."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.firing import settle
from cases.domain.lifecycle import check_move
from cases.enums import Verb
from cases.models import Case
from cases.permissions import may
from kernel.errors import NotAllowed, NotKnown


def lock_case(actor: Actor, reference: str, verb: Verb, now: datetime) -> Case:
    """Lock and return the case, its due steps fired, ready for ``verb``.

    May it be known (NotKnown), may this role do it (NotAllowed), does the state allow
    it (Conflict): in this order. Steps that fell due before ``now`` and wait for the
    sweep are fired first, so that no stop, answer or end can swallow one.
    """
    case = (
        Case.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .select_related("platform", "agency", "organisation", "category", "policy_version")
        .filter(reference=reference)
        .first()
    )
    if case is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    if not may(actor, verb, case):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    check_move(case.state, verb)
    settle(case, now)
    return case


def save_case(case: Case, now: datetime, *fields: str) -> None:
    """Save the named columns of a locked case; what was not named stays as it is."""
    case.updated_at = now
    case.edit_version += 1
    case.save(update_fields=[*fields, "updated_at", "edit_version"])
