"""What all share, to read: services, categories, provisions, agencies; and who one is."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation
from api.frame import DeskView, Given
from api.schema import Operation
from api.serializers.reference import (
    AgencyShape,
    CalendarShape,
    CategoryShape,
    LegalBasisShape,
    Me,
    PlatformShape,
)
from cases.domain.grounds import issuing_agencies
from cases.domain.report_locking import house_of
from cases.filters import categories_for, platforms_for
from cases.permissions import AGENCY_READERS, READERS
from sla.domain.calendars import calendars_for
from sla.models import LegalBasis

TAG = "Reference"


class ReferenceView(DeskView):
    """One whole list that is short by nature; ``listed`` says which."""

    roles: ClassVar[tuple[Role, ...]] = READERS
    listed: "Listed | None" = None

    def operation(self, method: str) -> Operation | None:
        """Return what the list gives."""
        return self.listed.operation if self.listed and method == "GET" else None

    def get(self, request: Request) -> HttpResponse:
        """Give the whole list."""
        assert self.listed is not None
        with acting_as(self.actor):
            return self.give(Given(self.listed.shape(self.listed.rows(self.actor), many=True).data))


class AgencyReferenceView(ReferenceView):
    """A list for agencies that hand their reports to another."""

    roles = AGENCY_READERS
    kinds = (OrganisationKind.REFERRING,)


class Listed:
    """One list: its address, shape, and how it is read."""

    def __init__(
        self,
        slug: str,
        summary: Any,
        shape: Any,
        rows: Callable[[Actor], Any],
        view: type[ReferenceView] = ReferenceView,
    ) -> None:
        self.slug, self.shape, self.rows, self.view = slug, shape, rows, view
        name = f"list_{slug.replace('-', '_')}"
        self.operation = Operation(name, summary, TAG, shape(many=True), finds=False)


def _platforms(actor: Actor) -> list[Any]:
    rows = list(platforms_for(actor).select_related("organisation").prefetch_related("hosts"))
    for platform in rows:
        platform.host_names = [each.host for each in platform.hosts.all()]  # type: ignore[attr-defined]
    return rows


def _bases(actor: Actor) -> list[Any]:
    seen = {category.pk for category in categories_for(actor)}
    rows = list(LegalBasis.objects.prefetch_related("categories"))
    for basis in rows:
        codes = [each.code for each in basis.categories.all() if each.pk in seen]
        basis.category_codes = sorted(codes)  # type: ignore[attr-defined]
    return rows


def _calendars(actor: Actor) -> Any:
    return calendars_for(actor).prefetch_related("holidays")


LISTS = (
    Listed("platforms", _("List platforms"), PlatformShape, _platforms),
    Listed("categories", _("List categories"), CategoryShape, categories_for),
    Listed("legal-bases", _("List legal bases"), LegalBasisShape, _bases),
    Listed("calendars", _("List calendars"), CalendarShape, _calendars),
    Listed("agencies", _("List agencies that issue"), AgencyShape, issuing_agencies, AgencyReferenceView),
)


class MeView(DeskView):
    """Who asks."""

    operations: ClassVar = {"GET": Operation("show_me", _("Show who I am"), TAG, Me, finds=False)}

    def get(self, request: Request) -> HttpResponse:
        """Give actor, organisation and roles."""
        actor = self.actor
        sees_as = actor.roles if actor.sees_as is None else actor.sees_as
        words = {
            "kind": actor.kind,
            "id": actor.id,
            "label": actor.label,
            "organisation": Organisation.objects.get(pk=house_of(actor)).name,
            "organisation_kind": actor.organisation_kind,
            "acts_as": [role.value for role in Role if role in actor.roles],
            "sees_as": [role.value for role in Role if role in sees_as],
        }
        return self.give(Given(Me(words).data))
