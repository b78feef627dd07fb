"""Trusted flaggers: whose cases a service takes first. Granted by the owning agency, read by both sides."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import lock_setup, require_shared_editor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from audit.domain.chain import NewEntry, record
from channels_registry.models import Platform
from kernel.errors import Conflict, Invalid, NotKnown
from sla.domain.periods import Days, ends, range_of
from sla.enums import FlaggerState
from sla.models import Category, TrustedFlagger


@dataclass(frozen=True, slots=True)
class FlaggerWords:
    """Whose cases a service takes first, on which days; no ``category`` means all."""

    agency: Organisation
    platform: Platform
    days: Days
    category: Category | None = None


def flaggers_of(actor: Actor) -> list[TrustedFlagger]:
    """Return the statuses that ``actor`` is a side of or keeps."""
    rows = TrustedFlagger.objects.visible_to(actor).select_related("agency", "platform", "category")
    return list(rows.order_by("platform__name", "agency__name", "-in_force"))


def flagger_for(actor: Actor, flagger: uuid.UUID) -> TrustedFlagger:
    """Return one status that ``actor`` is a side of or keeps; raises NotKnown."""
    rows = TrustedFlagger.objects.visible_to(actor).select_related("agency", "platform", "category")
    found = rows.filter(public_id=flagger).first()
    if found is None:
        raise NotKnown("flagger_unknown", _("This status does not exist."))
    return found


def grant_flagger(*, actor: Actor, words: FlaggerWords, now: datetime) -> TrustedFlagger:
    """Grant an agency the status of a trusted flagger at a service. Audited.

    Raises NotAllowed, Invalid (agency, days), Conflict (has it already on some of the days).
    """
    with acting_as(actor):
        require_shared_editor(actor)
        lock_setup()
        if words.agency.kind != OrganisationKind.ISSUING:
            raise Invalid("not_issuing", _("Only an agency that issues orders flags."), field="agency")
        status = TrustedFlagger(
            agency=words.agency,
            platform=words.platform,
            category=words.category,
            in_force=range_of(words.days, words.agency),
            granted_by=actor.signature,
        )
        try:
            with transaction.atomic():
                status.save(force_insert=True)
        except IntegrityError as error:
            if "trusted_flagger_no_overlap" not in str(error):
                raise
            raise Conflict(
                "flagger_overlaps", _("The agency has this status already on some of these days.")
            ) from error
        held = {"agency": str(words.agency.public_id), "platform": words.platform.slug}
        category = words.category.code if words.category else ""
        _note(status, actor, "grant_flagger", now, category=category, **held)
    return status


def suspend_flagger(*, actor: Actor, flagger: uuid.UUID, reason: str, now: datetime) -> TrustedFlagger:
    """Suspend a status from this instant: new cases have no lane, sent ones keep it. Audited.

    Raises NotKnown, NotAllowed, Invalid (no reason), Conflict (suspended or ended).
    """
    with acting_as(actor):
        status = _locked(actor, flagger)
        if not reason.strip():
            raise Invalid("reason", _("Say why: both sides read it."), field="reason")
        if status.state_at(now) in (FlaggerState.SUSPENDED, FlaggerState.ENDED):
            raise Conflict("flagger_not_in_force", _("This status is not in force."))
        status.suspended_from, status.suspension_reason = now, reason.strip()
        status.save(update_fields=["suspended_from", "suspension_reason"])
        _note(status, actor, "suspend_flagger", now)
    return status


def resume_flagger(*, actor: Actor, flagger: uuid.UUID, now: datetime) -> TrustedFlagger:
    """Lift a suspension: cases sent from now on have the lane. Audited.

    Raises NotKnown, NotAllowed, Conflict (not suspended).
    """
    with acting_as(actor):
        status = _locked(actor, flagger)
        if status.state_at(now) != FlaggerState.SUSPENDED:
            raise Conflict("flagger_not_suspended", _("This status is not suspended."))
        status.suspended_from, status.suspension_reason = None, ""
        status.save(update_fields=["suspended_from", "suspension_reason"])
        _note(status, actor, "resume_flagger", now)
    return status


def end_flagger(
    *, actor: Actor, flagger: uuid.UUID, last: date | None = None, now: datetime
) -> TrustedFlagger:
    """End a status: at once, or after its ``last`` day. Audited.

    Raises NotKnown, NotAllowed, Invalid (the day has passed), Conflict (ended already).
    """
    with acting_as(actor):
        status = _locked(actor, flagger)
        if status.state_at(now) == FlaggerState.ENDED:
            raise Conflict("flagger_ended", _("This status has ended already."))
        until = ends(last, status.agency) if last else now
        begun: datetime = status.in_force.lower  # type: ignore[assignment]  # granted with a first day
        if until < now or (last is not None and until <= begun):
            raise Invalid("last", _("This day has passed."), field="last")
        # One that has not begun ends before it begins, and never was in force.
        status.in_force = DateTimeTZRange(min(begun, until - timedelta.resolution), until)
        status.save(update_fields=["in_force"])
        _note(status, actor, "end_flagger", now, until=until.isoformat())
    return status


def _locked(actor: Actor, flagger: uuid.UUID) -> TrustedFlagger:
    found = flagger_for(actor, flagger)
    require_shared_editor(actor)
    TrustedFlagger.objects.select_for_update(no_key=True).get(pk=found.pk)
    return flagger_for(actor, flagger)


def _note(status: TrustedFlagger, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    record([NewEntry("trusted_flagger", str(status.public_id), verb, changes)], by=actor, at=now)
