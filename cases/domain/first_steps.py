"""What a new organisation does first, each step ticked by the rows that it leaves. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from accounts.domain.acting import Actor
from accounts.domain.organisations import own_organisation
from accounts.domain.rights import edits_shared, manages_people
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation
from cases.enums import ReportState
from cases.models import Case, Report
from channels_registry.enums import ContactFunction
from channels_registry.models import Contact, Drill, Platform
from sla.models import Agreement, LegalBasis, PolicyVersion


class FirstStep(StrEnum):
    """One of the first steps."""

    PEOPLE = "people"
    OPERATORS = "operators"
    SERVICES = "services"
    CONTACTS = "contacts"
    PROOF = "proof"
    LAW = "law"
    POLICY = "policy"
    AGREEMENT = "agreement"
    DRILL = "drill"
    REPORT = "report"
    CASE = "case"


OF_OWNER = (FirstStep.OPERATORS, FirstStep.SERVICES)
OF_ISSUING = (
    FirstStep.CONTACTS,
    FirstStep.PROOF,
    FirstStep.LAW,
    FirstStep.POLICY,
    FirstStep.AGREEMENT,
    FirstStep.DRILL,
    FirstStep.CASE,
)
OF_REFERRING = (FirstStep.REPORT,)
OF_OPERATOR = (
    FirstStep.CONTACTS,
    FirstStep.PROOF,
    FirstStep.AGREEMENT,
    FirstStep.DRILL,
    FirstStep.CASE,
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """A step and whether its rows are there."""

    step: FirstStep
    done: bool


def first_steps(actor: Actor, now: datetime) -> list[Ticked]:
    """Return the first steps of the actor's organisation, in their order; none for who manages nobody.

    Inside ``acting_as(actor)``. A fixed number of queries, whatever there is.
    """
    if not manages_people(actor):
        return []
    return [Ticked(step, _is_done(step, actor, now)) for step in steps_of(actor)]


def steps_of(actor: Actor) -> tuple[FirstStep, ...]:
    """Return which steps there are for this kind of organisation."""
    if actor.is_operator:
        return (FirstStep.PEOPLE, *OF_OPERATOR)
    if actor.organisation_kind == OrganisationKind.REFERRING:
        return (FirstStep.PEOPLE, *OF_REFERRING)
    return (FirstStep.PEOPLE, *(OF_OWNER if edits_shared(actor) else ()), *OF_ISSUING)


def begins(actor: Actor) -> bool:
    """Whether the actor's organisation has no casework at all yet: its day begins with the first steps."""
    house = Q(agency=actor.organisation_id) | Q(organisation=actor.organisation_id)
    if Case.objects.filter(house).exists():
        return False
    return not Report.objects.filter(agency=actor.organisation_id).exists()


def _is_done(step: FirstStep, actor: Actor, now: datetime) -> bool:
    if step is FirstStep.PEOPLE:
        return _has_people(actor)
    if step in (FirstStep.CONTACTS, FirstStep.PROOF):
        return _is_reachable(actor, proven=step is FirstStep.PROOF)
    return _rows(step, actor, now).exists()


def _rows(step: FirstStep, actor: Actor, now: datetime) -> QuerySet[Any]:
    """Return the rows that a step leaves."""
    house = actor.organisation_id
    match step:
        case FirstStep.OPERATORS:
            return Organisation.objects.filter(kind=OrganisationKind.OPERATOR, active=True)
        case FirstStep.SERVICES:
            return _services(actor)
        case FirstStep.LAW:
            return LegalBasis.objects.filter(jurisdiction=actor.jurisdiction)
        case FirstStep.POLICY:
            default = Q(policy__is_default=True, policy__jurisdiction=actor.jurisdiction)
            return PolicyVersion.objects.filter(default, in_force__contains=now)
        case FirstStep.AGREEMENT:
            return Agreement.objects.visible_to(actor)
        case FirstStep.DRILL:
            return Drill.objects.filter(platform__in=_services(actor), answered_at__isnull=False)
        case FirstStep.REPORT:
            return Report.objects.filter(agency=house).exclude(state=ReportState.DRAFT)
    own = Q(organisation=house) if actor.is_operator else Q(agency=house)
    return Case.objects.filter(own, sent_at__isnull=False)


def _is_reachable(actor: Actor, *, proven: bool) -> bool:
    """Whether each service has a contact for duty, or one whose appointment is proven."""
    services = _services(actor)
    duty = Contact.objects.filter(active=True, function=ContactFunction.DUTY)
    if proven:
        duty = duty.filter(~Q(proof="") | Q(proofs__isnull=False))
    return services.exists() and not services.exclude(contacts__in=duty).exists()


def _services(actor: Actor) -> QuerySet[Platform]:
    every = Platform.objects.filter(active=True, organisation__active=True)
    return every.filter(organisation=actor.organisation_id) if actor.is_operator else every


def _has_people(actor: Actor) -> bool:
    """Whether those are there without whom no case goes out or is answered."""
    seats = Membership.objects.filter(organisation=own_organisation(actor), user__is_active=True)
    holders = [(user, set(roles)) for user, roles in seats.values_list("user_id", "roles")]
    if actor.is_operator:
        return any(Role.MODERATOR in roles for _user, roles in holders)
    analysts = {user for user, roles in holders if Role.ANALYST in roles}
    if actor.organisation_kind == OrganisationKind.REFERRING:
        return bool(analysts)
    approvers = {user for user, roles in holders if Role.APPROVER in roles}
    # Filer and approver differ: one person in both roles is not enough.
    return bool(analysts) and bool(approvers) and len(analysts | approvers) > 1
