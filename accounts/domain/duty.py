"""The roster: who is on duty in which role, who hands over to whom, and where nobody is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role, duty_roles_of
from accounts.models import Membership, Organisation, Shift
from accounts.models.duty import NOTE_AT_MOST
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown

# How far ahead a gap is a risk that is shown.
AHEAD = timedelta(days=7)
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Gap:
    """From when to when nobody is on duty in a role."""

    role: Role
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DutyOf:
    """A role's part of the roster; without shifts no roster is kept of it."""

    role: Role
    shifts: list[Shift]
    now: list[Shift]
    gaps: list[Gap]


def keeps_roster(actor: Actor) -> bool:
    """Whether the actor enters shifts: supervisors and administrators of an agency, leads."""
    return actor.has(Role.SUPERVISOR, Role.ADMINISTRATOR, Role.LEAD)


def roster_of(actor: Actor, *, now: datetime) -> list[DutyOf]:
    """Return the roster of the actor's own organisation, role by role. One query."""
    shifts = list(_shifts(actor).filter(ends_at__gt=now).order_by("begins_at", "pk"))
    return [_duty_of(role, [each for each in shifts if each.role == role], now) for role in _roles(actor)]


def on_duty(actor: Actor, *, now: datetime) -> list[Shift]:
    """Return who is on duty in the actor's own organisation. One query."""
    return list(_shifts(actor).filter(begins_at__lte=now, ends_at__gt=now).order_by("role", "user__name"))


def gaps_in(role: Role, shifts: Iterable[Shift], *, now: datetime) -> list[Gap]:
    """Return when within :data:`AHEAD` nobody is on duty; ``shifts`` by their begin. Pure."""
    gaps, covered = list[Gap](), now
    for shift in shifts:
        if shift.begins_at >= now + AHEAD:
            break
        if shift.begins_at > covered:
            gaps.append(Gap(role, covered, shift.begins_at))
        covered = max(covered, shift.ends_at)
    if covered < now + AHEAD:
        gaps.append(Gap(role, covered, now + AHEAD))
    return gaps


def people_for(actor: Actor, role: Role) -> list[Membership]:
    """Return the people of the actor's organisation who can be on duty in a role, by name."""
    seats = Membership.objects.filter(
        organisation_id=actor.organisation_id or 0, roles__contains=[role], user__is_active=True
    )
    return list(seats.select_related("user").order_by("user__name", "pk"))


def add_shift(
    *,
    actor: Actor,
    role: Role,
    person: uuid.UUID,
    begins_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Shift:
    """Put a person on duty in a role from an instant to another; audited.

    Raises NotAllowed (who keeps no roster), Invalid (role, a span that has passed or is too
    long), NotKnown (nobody of the house in this role), Conflict (is on duty then already).
    """
    with acting_as(actor):
        house = _locked_house(actor)
        seat = _seat(actor, role, person)
        if not begins_at < ends_at or ends_at <= now or ends_at - begins_at > LONGEST:
            raise Invalid(
                "span",
                _("A shift ends after it begins, in the future, and lasts two weeks at most."),
                field="ends_at",
            )
        _refuse_twice(seat, role, begins_at, ends_at)
        shift = Shift.objects.create(
            organisation=house, role=role, user=seat.user, begins_at=begins_at, ends_at=ends_at
        )
        _note(shift, actor, "add_shift", now, begins_at=begins_at, ends_at=ends_at)
    return shift


def end_shift(*, actor: Actor, shift: uuid.UUID, now: datetime) -> None:
    """Take a shift off the roster: one that runs ends ``now``, one to come goes; audited.

    Raises NotAllowed (who keeps no roster), NotKnown (none of the house, or over).
    """
    with acting_as(actor):
        _locked_house(actor)
        found = _shifts(actor).filter(public_id=shift, ends_at__gt=now).first()
        if found is None:
            raise NotKnown("shift_unknown", _("There is no such shift."))
        _note(found, actor, "end_shift", now)
        if found.begins_at >= now:
            found.delete()
        else:
            _end(found, now)


def put_hand_over(*, actor: Actor, role: Role, to: uuid.UUID, note: str, now: datetime) -> Shift:
    """Hand the actor's running duty over to another from ``now`` to its end; audited.

    Inner half of ``notifications.domain.handing_over.hand_over``, which tells him. Raises
    Conflict (is not on duty; the other is already), NotKnown (nobody of the house in this
    role), Invalid (to oneself, a note that is too long).
    """
    Organisation.objects.select_for_update(no_key=True).filter(pk=actor.organisation_id or 0).first()
    own = _shifts(actor).filter(user_id=actor.user_id or 0, role=role)
    running = own.filter(begins_at__lte=now, ends_at__gt=now).first()
    if running is None:
        raise Conflict("not_on_duty", _("You are not on duty in this role now."))
    seat = _seat(actor, role, to)
    if seat.user_id == actor.user_id:
        raise Invalid("oneself", _("Hand over to somebody else."), field="to")
    if len(note) > NOTE_AT_MOST:
        raise Invalid("note", _("The note is too long."), field="note")
    ends_at = running.ends_at
    _refuse_twice(seat, role, now, ends_at)
    if running.begins_at == now:
        running.delete()
    else:
        _end(running, now)
    taken = Shift.objects.create(
        organisation_id=running.organisation_id,
        role=role,
        user=seat.user,
        begins_at=now,
        ends_at=ends_at,
        note=note.strip(),
        handed_over_by_id=actor.user_id,
    )
    _note(taken, actor, "hand_over", now, noted=bool(note.strip()))
    return taken


def _roles(actor: Actor) -> tuple[Role, ...]:
    return duty_roles_of(actor.organisation_kind)


def _shifts(actor: Actor) -> QuerySet[Shift]:
    found = Shift.objects.filter(organisation_id=actor.organisation_id or 0)
    return found.select_related("user", "handed_over_by")


def _duty_of(role: Role, shifts: list[Shift], now: datetime) -> DutyOf:
    running = [each for each in shifts if each.begins_at <= now]
    return DutyOf(role, shifts, running, gaps_in(role, shifts, now=now) if shifts else [])


def _locked_house(actor: Actor) -> Organisation:
    if actor.organisation_id is None or not keeps_roster(actor):
        raise NotAllowed(
            "roster_keeper", _("Supervisors, administrators and leads keep the roster of their people.")
        )
    return Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id or 0)


def _seat(actor: Actor, role: Role, person: uuid.UUID) -> Membership:
    if role not in _roles(actor):
        raise Invalid("role", _("Nobody is on duty in this role."), field="role")
    for seat in people_for(actor, role):
        if seat.user.public_id == person:
            return seat
    raise NotKnown("person_unknown", _("Nobody of your organisation has this role under this name."))


def _refuse_twice(seat: Membership, role: Role, begins_at: datetime, ends_at: datetime) -> None:
    meanwhile = Q(begins_at__lt=ends_at, ends_at__gt=begins_at)
    if Shift.objects.filter(meanwhile, user=seat.user, role=role).exists():
        raise Conflict("on_duty_then", _("This person is on duty then already."))


def _end(shift: Shift, now: datetime) -> None:
    shift.ends_at = now
    shift.save(update_fields=["ends_at"])


def _note(shift: Shift, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    said = {"shift": shift.public_id, "role": shift.role, **changes}
    record([NewEntry("user", str(shift.user.public_id), verb, said)], by=actor, at=now)
