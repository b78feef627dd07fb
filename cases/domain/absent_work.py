"""The open cases of a person who is away: looked through, and given to his stand-in or left to all."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from accounts.domain.acting import Actor, acting_as
from accounts.models import Absence
from cases.domain.assigning import assign, unassign
from cases.domain.holding import side_of
from cases.enums import Side
from cases.models import Assignment, Case
from cases.models.queues import AGENCY_LIVE, OPERATOR_LIVE
from kernel.errors import DomainError

# So many at a press; who is away with more is gone through again.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class AbsentWork:
    """What somebody who is away has still, the next due first, and what he had given away meanwhile."""

    held: list[Case]
    more: bool
    moved: list[Assignment]


@dataclass(slots=True)
class Moved:
    """What became of a press: how many cases went, and which did not, with the reason."""

    count: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


def absent_work(actor: Actor, absence: Absence) -> AbsentWork:
    """Return the open cases of whoever is away that ``actor`` may know of. Two queries."""
    side = side_of(actor)
    with acting_as(actor):
        seen = Case.objects.visible_to(actor).select_related("platform")
        if side == Side.OPERATOR:
            mine = seen.filter(OPERATOR_LIVE, operator_assignee=absence.user_id).order_by(
                "operator_due_at", "pk"
            )
        else:
            mine = seen.filter(AGENCY_LIVE, agency_assignee=absence.user_id).order_by("next_due_at", "pk")
        held = list(mine[: AT_ONCE + 1])
        moved = Assignment.objects.visible_to(actor).filter(
            user=absence.user_id, ended_at__gte=absence.begins_at, undone=False
        )
        given = list(moved.select_related("case").order_by("-ended_at")[:AT_ONCE])
    return AbsentWork(held[:AT_ONCE], len(held) > AT_ONCE, given)


def move_absent_work(*, actor: Actor, absence: Absence, to_stand_in: bool, now: datetime) -> Moved:
    """Give what the person has still to his stand-in, or leave it to all; case by case, each audited.

    Each case is a deed of its own: what cannot go (not one's own to give, a stand-in who may
    not have it) stays, is returned with the reason and holds up no other. The stand-in is told
    of all together.
    """
    result, together = Moved(), uuid.uuid4()
    for case in absent_work(actor, absence).held:
        reference = case.reference
        try:
            if to_stand_in:
                to = absence.stand_in.public_id
                assign(actor=actor, reference=reference, to=to, now=now, together=together)
            else:
                unassign(actor=actor, reference=reference, now=now)
        except DomainError as error:
            result.skipped.append((reference, str(error.message)))
        else:
            result.count += 1
    return result
