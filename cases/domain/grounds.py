"""What a report can rest on: categories open to the analyst, provisions in force."""

import zoneinfo
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from kernel.compiled import Compiled, Given
from kernel.errors import Invalid
from sla.enums import Urgency
from sla.models import Category, LegalBasis

_CATEGORY = Compiled(lambda: Category.objects.filter(active=True, code=Given("code")).order_by())
_BASIS = Compiled(lambda: _in_force(Given("jurisdiction"), Given("on")).filter(code=Given("code")).order_by())
_BASIS_OF_CATEGORY = Compiled(
    lambda: (
        _in_force(Given("jurisdiction"), Given("on"))
        .filter(code=Given("code"), categories__id=Given("category"))
        .order_by()
    )
)


def categories_for(actor: Actor) -> list[Category]:
    """Return the categories that ``actor`` may use: restricted ones only when cleared."""
    active = Category.objects.filter(active=True)
    return list(active if actor.cleared else active.exclude(restricted=True))


def bases_in_force(jurisdiction: str, category: Category | None, on: date) -> list[LegalBasis]:
    """Return the provisions of ``jurisdiction`` in force that the category rests on (None: all)."""
    bases = _in_force(jurisdiction, on)
    chosen = bases if category is None else bases.filter(categories=category)
    return list(chosen.prefetch_related("categories"))


def _in_force(jurisdiction: str | Given, on: date | Given) -> QuerySet[LegalBasis]:
    bases = LegalBasis.objects.filter(jurisdiction=jurisdiction, effective_from__lte=on)
    return bases.exclude(effective_until__lt=on)


def issuing_agencies(actor: Actor) -> list[Organisation]:
    """Return the agencies to which ``actor`` may refer, his own jurisdiction's first."""
    others = Organisation.objects.filter(kind=OrganisationKind.ISSUING, active=True)
    rows = [agency for agency in others if agency.pk != actor.organisation_id]
    return sorted(rows, key=lambda agency: (agency.jurisdiction != actor.jurisdiction, agency.name))


def today_of(agency: Organisation, now: datetime) -> date:
    """Return the day at ``now`` where the agency sits."""
    return now.astimezone(zoneinfo.ZoneInfo(agency.time_zone)).date()


def read_grounds(
    actor: Actor, issuing: Organisation, category: str, basis: str, now: datetime
) -> tuple[Category | None, LegalBasis | None]:
    """Return category and provision of a form by their codes, None for none.

    Raises Invalid for a category that is not open to ``actor``, and for a provision that is not in
    force in the issuing agency's jurisdiction today or on which the category does not rest.
    """
    chosen = _category_of(actor, category)
    return chosen, _basis_of(issuing, chosen, basis, now)


def _category_of(actor: Actor, code: str) -> Category | None:
    if not code:
        return None
    category = _CATEGORY.first(code=code)
    if category is not None and (actor.cleared or not category.restricted):
        return category
    raise Invalid("category_unknown", _("Choose one of the categories."), field="category")


def _basis_of(
    issuing: Organisation, category: Category | None, code: str, now: datetime
) -> LegalBasis | None:
    if not code:
        return None
    said = {"jurisdiction": issuing.jurisdiction, "on": today_of(issuing, now), "code": code}
    basis = (
        _BASIS.first(**said) if category is None else _BASIS_OF_CATEGORY.first(**said, category=category.pk)
    )
    if basis is not None:
        return basis
    raise Invalid(
        "basis_not_in_force",
        _("This legal basis is not in force for this category and jurisdiction. Choose another."),
        field="legal_basis",
    )


def read_urgency(category: Category | None, urgency: str) -> Urgency:
    """Return the urgency of a form; where it is left open, the category's."""
    if urgency in Urgency.values:
        return Urgency(urgency)
    return Urgency(category.urgency) if category else Urgency.ORDINARY
