"""Who is away from when to when, and who is told in his place meanwhile."""

import uuid
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.duty import keeps_roster
from accounts.domain.profile import person_of
from accounts.models import Absence, Membership, Organisation
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown

LONGEST = timedelta(days=366)


def absences_of(actor: Actor, *, after: datetime) -> list[Absence]:
    """Return the absences in the actor's own organisation that end ``after``, by their begin. One query."""
    return list(_absences(actor).filter(ends_at__gt=after).order_by("begins_at", "pk"))


def absence_of(actor: Actor, absence: uuid.UUID) -> Absence:
    """Return an absence whose work the actor may move: his own, or as keeper of the roster.

    Raises NotKnown (none of the house), NotAllowed (of another).
    """
    found = _absences(actor).filter(public_id=absence).first()
    if found is None:
        raise NotKnown("absence_unknown", _("There is no such absence."))
    _require_say(actor, found.user_id)
    return found


def colleagues_of(actor: Actor) -> list[Membership]:
    """Return the people of the actor's own organisation with an open account, by name. One query."""
    seats = Membership.objects.filter(organisation_id=actor.organisation_id or 0, user__is_active=True)
    return list(seats.select_related("user").order_by("user__name", "pk"))


def enter_absence(
    *,
    actor: Actor,
    person: uuid.UUID,
    stand_in: uuid.UUID,
    begins_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> Absence:
    """Say that a person is away, and who is told in his place meanwhile; audited.

    A person says it of himself, who keeps the roster of anybody of the house. Moves no work
    by itself. Raises NotKnown (nobody of the house), NotAllowed (of another), Invalid (a span
    that has passed or is too long, a stand-in without any of his roles), Conflict (is away
    then already).
    """
    with acting_as(actor):
        Organisation.objects.select_for_update(no_key=True).filter(pk=actor.organisation_id or 0).first()
        away, instead = _colleague(actor, person), _colleague(actor, stand_in)
        _require_say(actor, away.user_id)
        if not begins_at < ends_at or ends_at <= now or ends_at - begins_at > LONGEST:
            raise Invalid(
                "span", _("An absence ends after it begins, in the future, within a year."), field="away_to"
            )
        if away.pk == instead.pk or set(away.roles).isdisjoint(instead.roles):
            raise Invalid(
                "stand_in",
                _("The stand-in is somebody else who has one of the same roles."),
                field="stand_in",
            )
        if away.user.absences.filter(begins_at__lt=ends_at, ends_at__gt=begins_at).exists():
            raise Conflict("away_then", _("This person is away then already."))
        absence = Absence.objects.create(
            user=away.user,
            stand_in=instead.user,
            begins_at=begins_at,
            ends_at=ends_at,
            entered_by=person_of(actor),
        )
        said = {"stand_in": instead.user.public_id, "begins_at": begins_at, "ends_at": ends_at}
        _note(absence, actor, "enter_absence", now, **said)
    return absence


def end_absence(*, actor: Actor, absence: uuid.UUID, now: datetime) -> None:
    """End an absence ``now``, or take back one to come; audited. Gives back nothing that was moved.

    Raises NotKnown (none of the house, or over), NotAllowed (of another).
    """
    with acting_as(actor):
        found = _absences(actor).filter(public_id=absence, ends_at__gt=now).first()
        if found is None:
            raise NotKnown("absence_unknown", _("There is no such absence."))
        _require_say(actor, found.user_id)
        _note(found, actor, "end_absence", now)
        if found.begins_at >= now:
            found.delete()
        else:
            found.ends_at = now
            found.save(update_fields=["ends_at"])


def _absences(actor: Actor) -> QuerySet[Absence]:
    found = Absence.objects.filter(user__membership__organisation_id=actor.organisation_id or 0)
    return found.select_related("user", "stand_in")


def _colleague(actor: Actor, person: uuid.UUID) -> Membership:
    seats = Membership.objects.filter(organisation_id=actor.organisation_id or 0, user__is_active=True)
    seat = seats.select_related("user").filter(user__public_id=person).first()
    if seat is None:
        raise NotKnown("person_unknown", _("This person does not belong to your organisation."))
    return seat


def _require_say(actor: Actor, user_id: int) -> None:
    if actor.user_id != user_id and not keeps_roster(actor):
        raise NotAllowed("own_absence", _("Everybody says it of himself; who keeps the roster, of anybody."))


def _note(absence: Absence, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    said = {"absence": absence.public_id, **changes}
    record([NewEntry("user", str(absence.user.public_id), verb, said)], by=actor, at=now)
