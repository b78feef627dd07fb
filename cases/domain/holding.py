"""Who has a case on a side: the row that stands and the column beside it on the case.

Inner parts of the verbs that assign, of filing and of passing on: the case is locked, or new.
"""

from datetime import datetime

from django.db.models import QuerySet

from accounts.domain.acting import Actor
from accounts.models import Membership
from cases.enums import Side
from cases.models import Assignment, Case
from cases.permissions import HOLDERS

COLUMNS = {Side.AGENCY: "agency_assignee_id", Side.OPERATOR: "operator_assignee_id"}


def side_of(actor: Actor) -> Side:
    """Return whose side somebody works on."""
    return Side.OPERATOR if actor.is_operator else Side.AGENCY


def house_of(case: Case, side: Side) -> int:
    """Return the key of the organisation that works on a side of a case."""
    return case.organisation_id if side == Side.OPERATOR else case.agency_id


def seats_for(case: Case, side: Side) -> QuerySet[Membership]:
    """Return the seats of those who can be given a case, by name; of a restricted one the cleared alone."""
    seats = Membership.objects.filter(
        organisation_id=house_of(case, side),
        user__is_active=True,
        roles__overlap=[str(role) for role in HOLDERS[side]],
    )
    if case.category.restricted:
        seats = seats.filter(cleared=True)
    return seats.select_related("user").order_by("user__name", "pk")


def can_have(seat: Membership, case: Case, side: Side) -> bool:
    """Whether the person of a seat can be given a case: as ``seats_for`` says, of one who was read."""
    return (
        seat.organisation_id == house_of(case, side)
        and seat.user.is_active
        and not HOLDERS[side].isdisjoint(seat.roles)
        and (seat.cleared or not case.category.restricted)
    )


def standing_of(case: Case, side: Side) -> Assignment | None:
    """Return the assignment that stands, None where nobody has the case."""
    return Assignment.objects.standing().filter(case=case, side=side).select_related("user").first()


def begin(case: Case, side: Side, user_id: int | None, now: datetime) -> None:
    """Give a case that was just made, its column set already, to its first holder, if any."""
    if user_id is not None:
        Assignment.objects.create(
            case=case, organisation_id=case.organisation_id, side=side, user_id=user_id, by_id=user_id, at=now
        )


def hold(case: Case, side: Side, user_id: int, *, by: Actor, now: datetime) -> Assignment:
    """Give a locked case to a person, ending the assignment that stands."""
    let_go(case, side, by=by, now=now)
    row = Assignment.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        side=side,
        user_id=user_id,
        by_id=by.user_id,
        at=now,
    )
    _keep(case, side, user_id)
    return row


def let_go(case: Case, side: Side, *, by: Actor, now: datetime) -> Assignment | None:
    """End the assignment that stands; return it, None where nobody had the case."""
    row = standing_of(case, side)
    if row is None:
        return None
    # Two who come at once may have read the clock in another order than they got the lock.
    row.ended_at, row.ended_by_id = max(now, row.at), by.user_id
    row.save(update_fields=["ended_at", "ended_by"])
    _keep(case, side, None)
    return row


def _keep(case: Case, side: Side, user_id: int | None) -> None:
    # The row alone: whose turn it is within a house is no change of the case that others watch.
    Case.objects.filter(pk=case.pk).update(**{COLUMNS[side]: user_id})
    setattr(case, COLUMNS[side], user_id)
