"""What is done with a saved report: filed, referred, taken over, returned."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor
from accounts.enums import AGENCY_KINDS
from api.frame import DeskView
from api.preconditions import required_version
from api.schema import Operation
from api.serializers.case_words import NothingBody, ReasonBody
from api.serializers.reports import FileBody, ReferralBody, ReportShape
from api.views.reports import TAG, report_given
from cases.domain import referring, reports
from cases.permissions import AGENCY_READERS

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """A step as it was asked for."""

    actor: Actor
    reference: str
    now: datetime
    said: Said
    version: int

    def words(self, *fields: str) -> Said:
        """Return what every verb is told, and the named words."""
        told = {"actor": self.actor, "reference": self.reference, "now": self.now}
        return told | {name: self.said[name] for name in fields}


@dataclass(frozen=True, slots=True)
class ReportStep:
    """One step of a report. ``versioned``: it is told which version was seen."""

    slug: str
    summary: Any
    takes: Any
    call: Callable[[ReportAsked], object]
    versioned: bool = False

    @property
    def name(self) -> str:
        """The name of its address."""
        return f"report_{self.slug.replace('-', '_')}"

    @property
    def operation(self) -> Operation:
        """What it does, for the schema."""
        versioned = "required" if self.versioned else ""
        return Operation(
            self.name, self.summary, TAG, ReportShape, takes=self.takes, versioned=versioned, tagged=True
        )


def _file(asked: ReportAsked) -> object:
    return reports.file_report(**asked.words("considered"), edit_version=asked.version)


def _refer(asked: ReportAsked) -> object:
    return referring.refer(**asked.words("issuing"), edit_version=asked.version)


def _take_over(asked: ReportAsked) -> object:
    return referring.take_over(**asked.words())


def _return(asked: ReportAsked) -> object:
    return referring.return_report(**asked.words("reason"))


REPORT_STEPS = (
    ReportStep("file", _("File a report"), FileBody, _file, versioned=True),
    ReportStep("refer", _("Refer a report"), ReferralBody, _refer, versioned=True),
    ReportStep("take-over", _("Take over"), NothingBody, _take_over),
    ReportStep("return", _("Return a report with a reason"), ReasonBody, _return),
)


class ReportStepView(DeskView):
    """Does one step of a report."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    step: ReportStep | None = None

    def operation(self, method: str) -> Operation | None:
        """Return what the step does."""
        return self.step.operation if self.step and method == "POST" else None

    def post(self, request: Request, reference: str) -> HttpResponse:
        """Do it once, and give the report as it is then."""
        step, actor = self.step, self.actor
        assert step is not None

        def deed() -> object:
            version = required_version(request) if step.versioned else 0
            return step.call(ReportAsked(actor, reference, self.now, self.said(step.takes), version))

        return self.once(deed, lambda _done: report_given(actor, reference))
