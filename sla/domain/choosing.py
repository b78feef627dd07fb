"""Which policy applies, and why."""

from dataclasses import dataclass
from datetime import datetime

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
    said = {
        "agency": agency.pk,
        "jurisdiction": agency.jurisdiction,
        "platform": platform.pk,
        "category": category.pk,
        "urgency": urgency,
        "now": now,
        "published": VersionState.PUBLISHED.value,
    }
    version = next(iter(PolicyVersion.objects.raw(_NARROWEST, said)), None)
    if version is None:
        raise Invalid(
            "no_policy",
            _("No published policy applies to this agency and service. Ask the administrator."),
        )
    agreement = vars(version)["agreement_id"]  # the column beside those of the version
    if agreement is None:
        return Chosen(version, WhyPolicy.DEFAULT)
    return Chosen(version, WhyPolicy.AGREEMENT, Agreement.objects.get(pk=agreement))


# Agreements first, the narrowest of them before the others; then the default.
_NARROWEST = """
SELECT v.*, a.id AS agreement_id
FROM sla_policyversion v
JOIN sla_policy p ON p.id = v.policy_id
LEFT JOIN sla_agreement a ON a.policy_id = v.policy_id
    AND a.agency_id = %(agency)s AND a.platform_id = %(platform)s AND a.in_force @> %(now)s::timestamptz
    AND (a.category_id = %(category)s OR a.category_id IS NULL) AND a.urgency IN (%(urgency)s, '')
WHERE v.state = %(published)s
    AND (a.id IS NOT NULL OR (p.is_default AND p.jurisdiction = %(jurisdiction)s))
ORDER BY a.id IS NULL, a.category_id NULLS LAST, a.urgency DESC, v.id LIMIT 1
"""
