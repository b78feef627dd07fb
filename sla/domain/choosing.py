"""Which policy applies, in which lane, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from channels_registry.models import Platform
from kernel.compiled import Prepared
from kernel.errors import Invalid
from sla.enums import Lane, WhyPolicy
from sla.models import Agreement, Category, PolicyVersion, TrustedFlagger


@dataclass(frozen=True, slots=True)
class Chosen:
    """A published version and the reason for it; ``flagger``: the status that opens the lane."""

    version: PolicyVersion
    why: WhyPolicy
    agreement: Agreement | None = None
    flagger: TrustedFlagger | None = None

    @property
    def lane(self) -> Lane:
        """Which of the version's hours hold."""
        return Lane.TRUSTED if self.flagger else Lane.STANDARD


def choose_policy(
    *, agency: Organisation, platform: Platform, category: Category, urgency: str, now: datetime
) -> Chosen:
    """Return the version in force under which a case sent now would run.

    The agreement in force for agency, service, category and urgency, the narrowest
    first; else the default of the agency's jurisdiction. A trusted flagger's status in
    force and not suspended opens its lane. Raises Invalid where neither
    is there: nothing is sent without hours.
    """
    found = _NARROWEST.rows(
        agency=agency.pk,
        jurisdiction=agency.jurisdiction,
        platform=platform.pk,
        category=category.pk,
        urgency=urgency,
        now=now,
    )
    if not found:
        raise Invalid(
            "no_policy",
            _("No published policy applies to this agency and service. Ask the administrator."),
        )
    *version, agreement, flagger = found[0]
    return Chosen(
        PolicyVersion.from_db(connection.alias, _FIELDS, version),
        WhyPolicy.DEFAULT if agreement is None else WhyPolicy.AGREEMENT,
        agreement=None if agreement is None else Agreement.objects.get(pk=agreement),
        flagger=None if flagger is None else TrustedFlagger.objects.get(pk=flagger),
    )


_FIELDS = [field.attname for field in PolicyVersion._meta.concrete_fields]
# Agreements first, the narrowest of them before the others; then the default.
_NARROWEST = Prepared(f"""
SELECT {", ".join(f"v.{name}" for name in _FIELDS)}, a.id AS agreement_id, (
    SELECT f.id FROM sla_trustedflagger f
    WHERE f.agency_id = %(agency)s AND f.platform_id = %(platform)s AND f.in_force @> %(now)s::timestamptz
        AND (f.category_id = %(category)s OR f.category_id IS NULL)
        AND (f.suspended_from IS NULL OR f.suspended_from > %(now)s::timestamptz)
    ORDER BY f.category_id NULLS LAST LIMIT 1
) AS flagger_id
FROM sla_policyversion v
JOIN sla_policy p ON p.id = v.policy_id
LEFT JOIN sla_agreement a ON a.policy_id = v.policy_id
    AND a.agency_id = %(agency)s AND a.platform_id = %(platform)s AND a.in_force @> %(now)s::timestamptz
    AND (a.category_id = %(category)s OR a.category_id IS NULL) AND a.urgency IN (%(urgency)s, '')
WHERE v.in_force @> %(now)s::timestamptz
    AND (a.id IS NOT NULL OR (p.is_default AND p.jurisdiction = %(jurisdiction)s))
ORDER BY a.id IS NULL, a.category_id NULLS LAST, a.urgency DESC, v.id LIMIT 1
""")  # noqa: S608  names of columns, from the code
