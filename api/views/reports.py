"""Reports: written, edited, filed, handed from one agency to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from api.frame import DeskView, Given
from api.paging import narrowed, page_in, paged, window_of, window_parameters
from api.preconditions import required_version
from api.schema import Operation, query
from api.serializers.output import page_of
from api.serializers.reports import ReportBody, ReportRow, ReportShape, draft_in
from cases.domain.report_locking import known_report, may_write
from cases.domain.report_outcomes import Followed, follow, shows_words
from cases.domain.reports import save_report
from cases.enums import ReportState
from cases.filters import ReportFilter
from cases.models import Report
from cases.permissions import AGENCY_READERS
from kernel.references import new_reference

TAG = "Reports"
OWN, REFERRED = "own", "referred"
REPORT_FILTERS = dict(
    (
        query("tab", _("Of one's own agency, or referred to it."), enum=[OWN, REFERRED]),
        query("state", ReportState.__doc__, enum=ReportState.values),
        query("category", _("Code of a category.")),
    )
)


@dataclass(frozen=True, slots=True)
class ReportWhole:
    """A report as one reader may know it."""

    report: Report
    words: Report | None
    reporter: str | None
    links: Sequence[Followed]
    may_write: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.report, name)


def report_given(actor: Actor, reference: str, *, status: int = 200, location: str = "") -> Given:
    """Return a report as ``actor`` may read it now. Raises NotKnown."""
    with acting_as(actor):
        report = known_report(actor, reference)
        own = report.agency_id == actor.organisation_id
        whole = ReportWhole(
            report,
            report if shows_words(actor, report) else None,
            report.reporter.name if own else None,
            follow(actor, report),
            may_write(actor, report),
        )
        return Given(ReportShape(whole).data, report.edit_version, location, status)


class ReportsView(DeskView):
    """The reports that the reader may know of."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "list_reports",
            _("List reports"),
            TAG,
            page_of("Report", ReportRow),
            parameters={**REPORT_FILTERS, **window_parameters()},
            finds=False,
        ),
        "POST": Operation(
            "write_report",
            _("Write a report"),
            TAG,
            ReportShape,
            takes=ReportBody,
            status=201,
            finds=False,
            tagged=True,
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        """Give one page."""
        window = window_of(request)
        with acting_as(self.actor):
            seen = Report.objects.visible_to(self.actor)
            own = Q(agency_id=self.actor.organisation_id)
            tab = request.query_params.get("tab")
            if tab:
                seen = seen.filter(own if tab == OWN else ~own)
            rows = narrowed(ReportFilter(request.query_params, queryset=seen, actor=self.actor))
            page = page_in(request, rows.select_related("agency", "issuing"), window)
            return self.give(
                Given(paged(request, page, window, lambda shown: list(ReportRow(shown, many=True).data)))
            )

    def post(self, request: Request) -> HttpResponse:
        """Store a new draft."""
        reference, actor = new_reference(), self.actor
        address = reverse("api:report", args=[reference])

        def deed() -> Report:
            draft = draft_in(self.said(ReportBody))
            return save_report(actor=actor, reference=reference, draft=draft, edit_version=0, now=self.now)

        return self.once(
            deed,
            lambda _saved: report_given(actor, reference, status=201, location=address),
        )


class ReportView(DeskView):
    """One report."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation("show_report", _("Show a report"), TAG, ReportShape, tagged=True),
        "PUT": Operation(
            "edit_report",
            _("Edit a report"),
            TAG,
            ReportShape,
            takes=ReportBody,
            versioned="required",
            tagged=True,
        ),
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give it with its links."""
        return self.give(report_given(self.actor, reference))

    def put(self, request: Request, reference: str) -> HttpResponse:
        """Store it as it is to be, judged anew."""
        version = max(required_version(request), 0) or -1  # 0 would make a new one
        draft = draft_in(self.said(ReportBody))
        save_report(actor=self.actor, reference=reference, draft=draft, edit_version=version, now=self.now)
        return self.give(report_given(self.actor, reference))
