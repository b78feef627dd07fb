"""Which policy applies, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from channels_registry.models import Platform
from kernel.errors import Invalid
from sla.enums import VersionState, WhyPolicy
from sla.models import Agreement, Category, PolicyVersion


@dataclass(frozen=True, slots=True)
class Chosen:
    """A published version and the reason for it."""

    version: PolicyVersion
    why: WhyPolicy
    agreement: Agreement | None = None


def choose_policy(
    *, agency: Organisation, platform: Platform, category: Category, urgency: str, now: datetime
) -> Chosen:
    """Return the published version under which a case sent now would run.

    The agreement in force for agency, service, category and urgency, the narrowest
    first; else the default of the agency's jurisdiction. Raises Invalid where neither
    is there: nothing is sent without hours.
    """
    agreement = (
        Agreement.objects.filter(
            Q(category=category) | Q(category=None),
            Q(urgency=urgency) | Q(urgency=""),
            agency=agency,
            platform=platform,
            in_force__contains=now,
            policy__versions__state=VersionState.PUBLISHED,
        )
        .select_related("policy")
        .order_by(F("category").asc(nulls_last=True), "-urgency")
        .first()
    )
    if agreement is not None:
        version = agreement.policy.versions.get(state=VersionState.PUBLISHED)
        return Chosen(version, WhyPolicy.AGREEMENT, agreement)
    default = (
        PolicyVersion.objects.filter(
            policy__jurisdiction=agency.jurisdiction,
            policy__is_default=True,
            state=VersionState.PUBLISHED,
        )
        .select_related("policy")
        .first()
    )
    if default is None:
        raise Invalid(
            "no_policy",
            _("No published policy applies to this agency and service. Ask the administrator."),
        )
    return Chosen(default, WhyPolicy.DEFAULT)
