"""When a portal was down: declared by a supervisor, credited to the clocks of his agency's cases."""

from typing import ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.enums import AGENCY_KINDS
from api.frame import DeskView, Given
from api.schema import Operation
from api.serializers.outages import OutageBody, OutageShape
from api.views.cases import TAG
from cases.domain.outages import DECLARERS, declare_outage, outages_of
from cases.filters import platforms_for
from cases.models import Outage
from channels_registry.models import Platform
from kernel.errors import Invalid


class OutagesView(DeskView):
    """The outages that the agency declared."""

    roles = DECLARERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation("list_outages", _("List outages"), TAG, OutageShape(many=True), finds=False),
        "POST": Operation(
            "declare_outage",
            _("Declare an outage"),
            TAG,
            OutageShape,
            takes=OutageBody,
            status=201,
            finds=False,
            description=_(
                "Every clock of your agency's cases that ran then gets the time back. Both sides are told."
            ),
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        """Give them, newest first."""
        return self.give(Given(OutageShape(outages_of(self.actor), many=True).data))

    def post(self, request: Request) -> HttpResponse:
        """Declare one, once."""

        def deed() -> Outage:
            said = self.said(OutageBody)
            platform = self._platform(said.pop("platform"))
            return declare_outage(actor=self.actor, platform=platform, now=self.now, **said)

        return self.once(deed, lambda made: Given(OutageShape(made).data, status=201))

    def _platform(self, slug: str) -> Platform | None:
        found = platforms_for(self.actor).filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise Invalid("platform", _("There is no such service."), field="platform")
        return found
