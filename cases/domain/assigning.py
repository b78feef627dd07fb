"""Who has a case on one's own side: assign, hand over, leave it to all, take an assignment back.

Nothing here changes the case for the other side: no state, no version, no clock.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.models import Membership
from cases.domain.holding import can_have, hold, let_go, seats_for, side_of, standing_of
from cases.domain.locking import lock_known, must_not_be_erased
from cases.domain.record import note_of_side
from cases.domain.telling import tell_person
from cases.enums import Side
from cases.models import Assignment, Case
from cases.permissions import may_assign, may_give
from kernel.errors import Conflict, Invalid, NotAllowed
from notifications.domain.telling import gathering, take_back
from notifications.enums import NoticeKind

UNDO_WITHIN = timedelta(seconds=30)
ASSIGN, HAND_OVER, UNASSIGN, UNDO = "assign", "hand_over", "unassign", "undo_assignment"


def assign(
    *, actor: Actor, reference: str, to: UUID, now: datetime, together: UUID | None = None
) -> Assignment:
    """Give a case of one's own side to a person; from somebody else's hands it is handed over.

    Effects: assignment (the one that stood ends), record, a notice to whoever gets it unless he
    took it himself; it waits until the assignment can no longer be undone, and those ``together``
    of one deed come as one. Raises NotKnown, NotAllowed (not one's own to give), Invalid (no such
    person to give it to), Conflict (has it already).
    """
    with acting_as(actor):
        case = lock_known(actor, reference)
        side = side_of(actor)
        held = standing_of(case, side)
        seat = seat_named(to)
        check_assigning(actor, case, held.user_id if held else None, seat)
        row = hold(case, side, seat.user_id, by=actor, now=now)
        said = {"from": str(held.user.public_id)} if held else {}
        verb = HAND_OVER if held else ASSIGN
        note_of_side(case, side, actor, verb, now, assignment=str(row.public_id), to=str(to), **said)
        if seat.user_id != actor.user_id:
            with gathering(together or row.public_id, until=now + UNDO_WITHIN):
                tell_person(case, NoticeKind.ASSIGNED, side, seat.user_id, now=now)
        return row


def unassign(*, actor: Actor, reference: str, now: datetime) -> Assignment:
    """Leave a case to all of one's own side.

    Effects: the assignment ends, record. Raises NotKnown, NotAllowed (not one's own to leave),
    Conflict (nobody has it).
    """
    with acting_as(actor):
        case = lock_known(actor, reference)
        side = side_of(actor)
        held = standing_of(case, side)
        if held is None:
            raise Conflict("nobody_has_it", _("Nobody has this case."))
        check_giving(actor, case, held.user_id, None)
        let_go(case, side, by=actor, now=now)
        said = {"assignment": str(held.public_id), "from": str(held.user.public_id)}
        note_of_side(case, side, actor, UNASSIGN, now, **said)
        return held


def undo_assignment(*, actor: Actor, reference: str, assignment: UUID, now: datetime) -> Assignment | None:
    """Take back what one did to an assignment within thirty seconds, where nothing newer happened.

    Effects: whoever had the case before has it again (returned; None: nobody), the notice does not
    leave, record. Raises NotKnown, NotAllowed, Conflict (too late, not one's own deed, changed since).
    """
    with acting_as(actor):
        case = lock_known(actor, reference)
        if not may_assign(actor, case):
            raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
        side = side_of(actor)
        last = _last(case, side)
        if last is None or last.public_id != assignment or last.undone:
            raise Conflict("changed_since", _("This was changed since; it is not taken back."))
        done_by, done_at = (last.ended_by_id, last.ended_at) if last.ended_at else (last.by_id, last.at)
        if done_by is None or done_by != actor.user_id:
            raise Conflict("not_your_deed", _("Only who did it takes it back."))
        if now - done_at > UNDO_WITHIN:
            raise Conflict("too_late_to_undo", _("This can be taken back for thirty seconds only."))
        former = _former(case, side, last)
        take_back(last.public_id)
        undone = let_go(case, side, by=actor, now=now)
        Assignment.objects.filter(pk=undone.pk if undone else 0).update(undone=True)
        row = hold(case, side, former, by=actor, now=now) if former else None
        note_of_side(case, side, actor, UNDO, now, assignment=str(assignment))
        return row


def seat_named(to: UUID) -> Membership:
    """Return the seat of a person. Raises Invalid where there is none."""
    seat = Membership.objects.filter(user__public_id=to).select_related("user").first()
    if seat is None:
        raise _no_such_person()
    return seat


def check_assigning(actor: Actor, case: Case, holder: int | None, seat: Membership) -> None:
    """Raise what stands against giving this case to the person of ``seat``, who has it now (None: nobody).

    NotAllowed (not one's own to give), Invalid (no person to give it to), Conflict (has it already).
    """
    must_not_be_erased(case)
    if not may_assign(actor, case):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    if not can_have(seat, case, side_of(actor)):
        raise _no_such_person()
    check_giving(actor, case, holder, seat.user_id)
    if holder == seat.user_id:
        raise Conflict("has_it_already", _("This person has the case already."))


def _no_such_person() -> Invalid:
    return Invalid("not_of_this_house", _("This person cannot be given the case."), field="to")


def check_giving(actor: Actor, case: Case, holder: int | None, to: int | None) -> None:
    """Raise NotAllowed unless ``actor`` may move this case from ``holder`` to ``to`` (None: nobody)."""
    if not may_assign(actor, case):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    if not may_give(actor, holder=holder, to=to):
        raise NotAllowed(
            "not_yours_to_give",
            _("You take cases for yourself and hand over your own; others are for a supervisor or lead."),
        )


def _last(case: Case, side: Side) -> Assignment | None:
    return Assignment.objects.filter(case=case, side=side).order_by("-pk").first()


def _former(case: Case, side: Side, last: Assignment) -> int | None:
    """Return who had the case before, if he can have it still."""
    if last.ended_at is not None:
        before: Assignment | None = last
    else:
        before = Assignment.objects.filter(case=case, side=side, pk__lt=last.pk).order_by("-pk").first()
        if before is not None and before.ended_at != last.at:
            before = None
    if before is None or not seats_for(case, side).filter(user_id=before.user_id).exists():
        return None
    return before.user_id
