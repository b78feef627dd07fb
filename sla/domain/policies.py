"""Which policies a reader may know of."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from kernel.errors import NotKnown
from sla.enums import Standing, VersionState
from sla.models import Agreement, ClockRule, Policy, PolicyVersion


@dataclass(frozen=True, slots=True)
class PolicySummary:
    """A policy with its version in force and how much of it stands unconfirmed."""

    policy: Policy
    version: PolicyVersion | None
    unconfirmed: int


def version_in_force(policy: Policy, now: datetime) -> PolicyVersion | None:
    """Return the version of a policy under which cases that are sent ``now`` come."""
    return PolicyVersion.objects.filter(policy=policy, in_force__contains=now).first()


def policies_for(actor: Actor, now: datetime) -> list[PolicySummary]:
    """Return the policies that ``actor`` may know of, by code.

    An operator knows the defaults and those agreed for his own services: the name of
    another's procedure would tell that the other is here.
    """
    policies = policies_known_to(actor).prefetch_related("versions", "facts")
    return [
        PolicySummary(
            policy,
            next(
                (each for each in policy.versions.all() if each.state_at(now) == VersionState.PUBLISHED), None
            ),
            sum(fact.standing == Standing.UNCONFIRMED for fact in policy.facts.all()),
        )
        for policy in policies
    ]


def policy_for(actor: Actor, code: str) -> Policy:
    """Return one policy that ``actor`` may know of; raises NotKnown."""
    found = policies_known_to(actor).filter(code=code).first()
    if found is None:
        raise NotKnown("policy_unknown", _("This policy does not exist."))
    return found


def versions_for(actor: Actor, policy: Policy) -> list[PolicyVersion]:
    """Return the versions of a policy, the newest first; drafts only for whoever edits them."""
    rows = policy.versions.order_by("-number")
    return list(rows if edits_shared(actor) else rows.exclude(state=VersionState.DRAFT))


def version_for(actor: Actor, code: str, number: int) -> PolicyVersion:
    """Return one version that ``actor`` may know of; raises NotKnown."""
    for version in versions_for(actor, policy_for(actor, code)):
        if version.number == number:
            return version
    raise NotKnown("version_unknown", _("This version does not exist."))


def rules_of(version: PolicyVersion) -> list[ClockRule]:
    """Return the rules of a version with their ladders, urgent first."""
    rules = (
        version.rules.select_related("calendar")
        .prefetch_related(Prefetch("steps"))
        .order_by("-urgency", "pk")
    )
    return list(rules)


def agreements_for(actor: Actor, policy: Policy) -> list[Agreement]:
    """Return the agreements under ``policy`` that ``actor`` is a side of; the owner sees all."""
    rows = Agreement.objects.filter(policy=policy).select_related("agency", "platform", "category")
    if not edits_shared(actor):
        rows = rows.filter(_side(actor))
    return list(rows.order_by("title", "pk"))


def policies_known_to(actor: Actor) -> QuerySet[Policy]:
    """Return the policies that ``actor`` may know of, by code."""
    if actor.is_agency or actor.is_system:
        return Policy.objects.order_by("code")
    own = Agreement.objects.filter(_side(actor)).values("policy")
    return Policy.objects.filter(Q(is_default=True) | Q(pk__in=own)).order_by("code")


def _side(actor: Actor) -> Q:
    return Q(agency=actor.organisation_id) | Q(platform__organisation=actor.organisation_id)
