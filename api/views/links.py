"""What each link of a text is, before anything is stored."""

from typing import ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.enums import AGENCY_KINDS, Role
from api.frame import DeskView, Given
from api.schema import Operation
from api.serializers.reports import JudgedShape, LinksBody, answers_in
from api.throttles import JudgingThrottle
from cases.domain.intake import examine
from cases.domain.links import Examination
from cases.domain.report_locking import must_be_analyst


class LinksView(DeskView):
    """Judges links. Writes nothing but the key and its answer."""

    roles = (Role.ANALYST,)
    kinds = AGENCY_KINDS
    throttle_classes = (JudgingThrottle,)
    operations: ClassVar = {
        "POST": Operation(
            "judge_links",
            _("Judge links"),
            "Links",
            JudgedShape,
            takes=LinksBody,
            finds=False,
            throttled=True,
        )
    }

    def post(self, request: Request) -> HttpResponse:
        """Give every link with its verdict and what would become of it."""
        must_be_analyst(self.actor)

        def deed() -> Examination:
            said = self.said(LinksBody)
            return examine(actor=self.actor, paste=said["paste"], now=self.now, answers=answers_in(said))

        return self.once(deed, lambda done: Given(JudgedShape(done).data))
