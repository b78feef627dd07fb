"""Cases of people who left: found in rows by whoever comes round, and left to all of their side."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.acting import ENGINE, acting_as
from accounts.models import Membership, User
from cases.domain.holding import let_go, standing_of
from cases.domain.record import note_of_side
from cases.enums import Side
from cases.models import Assignment, Case
from cases.permissions import HOLDERS

RELEASE = "release"
BATCH = 50


def release_leavers(*, now: datetime) -> int:
    """End assignments of people whose account was closed or whose role can have no case; return how many.

    Effects: assignments end, record, all in the engine's name. What another holds locked is left
    to the next round.
    """
    with acting_as(ENGINE):
        rows = {row.case_id: row for row in _of_leavers()[:BATCH]}
        cases = Case.objects.filter(pk__in=rows).order_by("pk")
        locked = list(cases.select_for_update(no_key=True, skip_locked=True, of=("self",))) if rows else []
        for case in locked:
            _release(case, rows[case.pk], now)
        return len(locked)


def _release(case: Case, row: Assignment, now: datetime) -> None:
    side = Side(row.side)
    held = standing_of(case, side)
    if held is None or held.pk != row.pk:  # given to another meanwhile
        return
    let_go(case, side, by=ENGINE, now=now)
    said = {"assignment": str(held.public_id), "from": str(held.user.public_id)}
    note_of_side(case, side, ENGINE, RELEASE, now, **said)


def _of_leavers() -> QuerySet[Assignment]:
    # From the few who left to their rows, by the index of a person's.
    seat = Membership.objects.filter(user=OuterRef("pk"))
    works = Q()
    for roles in HOLDERS.values():
        works |= Q(roles__overlap=[str(role) for role in roles])
    gone = User.objects.filter(Q(is_active=False) | ~Exists(seat.filter(works)))
    return Assignment.objects.standing().filter(user__in=gone).order_by("user_id", "pk")
