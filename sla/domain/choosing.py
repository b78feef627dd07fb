"""Which policy applies, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
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
    agreement = _agreement_in_force(agency, platform, category, urgency, now)
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
        .order_by("pk")
        .first()
    )
    if default is None:
        raise Invalid(
            "no_policy",
            _("No published policy applies to this agency and service. Ask the administrator."),
        )
    return Chosen(default, WhyPolicy.DEFAULT)


# Most cases run under no agreement: that is found out at the least cost.
_NARROWEST = """
SELECT a.id FROM sla_agreement a
JOIN sla_policyversion v ON v.policy_id = a.policy_id AND v.state = %(published)s
WHERE a.agency_id = %(agency)s AND a.platform_id = %(platform)s AND a.in_force @> %(now)s::timestamptz
    AND (a.category_id = %(category)s OR a.category_id IS NULL) AND a.urgency IN (%(urgency)s, '')
ORDER BY a.category_id NULLS LAST, a.urgency DESC LIMIT 1
"""


def _agreement_in_force(
    agency: Organisation, platform: Platform, category: Category, urgency: str, now: datetime
) -> Agreement | None:
    said: dict[str, int | str | datetime] = {
        "agency": agency.pk,
        "platform": platform.pk,
        "category": category.pk,
        "urgency": urgency,
        "now": now,
        "published": VersionState.PUBLISHED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NARROWEST, said)
        found = cursor.fetchone()
    return Agreement.objects.select_related("policy").get(pk=found[0]) if found else None
