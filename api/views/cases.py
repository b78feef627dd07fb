"""Cases: the list, filing into it, one case, and editing it before it is sent."""

from collections.abc import Sequence
from typing import ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import acting_as
from api.frame import DeskView, Given
from api.paging import narrowed, page_in, paged, window_of, window_parameters
from api.preconditions import required_version
from api.schema import Operation, query
from api.serializers.case_words import CaseDraftBody
from api.serializers.cases import CaseLine
from api.serializers.output import page_of
from api.serializers.reports import FiledShape, FilingBody, draft_in
from api.views.case_answer import CASE, CASE_ROW, case_given, rows_of
from cases.domain.drafting import edit_case
from cases.domain.queue import QueueTab, condition_of, count_items, tabs_of
from cases.domain.reports import Filed, file_at_once
from cases.enums import CaseState, Verb
from cases.filters import QueueFilter
from cases.models import Case
from cases.permissions import READERS
from kernel.errors import Invalid
from kernel.references import new_reference
from sla.enums import Urgency

TAG = "Cases"
CASE_FILTERS = dict(
    (
        query("tab", _("What a queue of the pages shows."), enum=[tab.value for tab in QueueTab]),
        query("q", _("A reference, or a part of one.")),
        query("platform", _("Short name of a service.")),
        query("category", _("Code of a category.")),
        query("urgency", Urgency.__doc__, enum=Urgency.values),
        query("state", CaseState.__doc__, enum=CaseState.values),
    )
)


class CasesView(DeskView):
    """The cases that the reader may know of."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "list_cases",
            _("List cases"),
            TAG,
            page_of("Case", CASE_ROW),
            parameters={**CASE_FILTERS, **window_parameters()},
            finds=False,
        ),
        "POST": Operation(
            "file_report_at_once",
            _("Write a report and file it at once"),
            TAG,
            FiledShape,
            takes=FilingBody,
            status=201,
            finds=False,
            description=_(
                "One case a service; each waits for another person's approval. Links that cannot be sent "
                "stay in the report."
            ),
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        """Give one page."""
        window = window_of(request)
        with acting_as(self.actor):
            seen = Case.objects.visible_to(self.actor)
            asked = QueueFilter(request.query_params, queryset=seen, actor=self.actor, now=self.now)
            rows = narrowed(asked)
            tab = request.query_params.get("tab")
            if tab:
                rows = rows.filter(condition_of(self.actor, self._tab(tab), self.now))
            found = rows.select_related("platform", "category", "agency", "organisation")
            return self.give(Given(paged(request, page_in(request, found, window), window, self._lines)))

    def _tab(self, word: str) -> QueueTab:
        for tab in tabs_of(self.actor):
            if tab.value == word:
                return tab
        raise Invalid("tab_unknown", _("There is no such tab for you."))

    def _lines(self, cases: Sequence[Case]) -> list[object]:
        counts = count_items(self.actor, cases)
        return rows_of(self.actor, [CaseLine(case, counts[case.pk].number) for case in cases])

    def post(self, request: Request) -> HttpResponse:
        """File a new report."""
        reference = new_reference()
        address = reverse("api:report", args=[reference])

        def deed() -> Filed:
            said = self.said(FilingBody)
            return file_at_once(
                actor=self.actor,
                reference=reference,
                draft=draft_in(said),
                considered=said["considered"],
                now=self.now,
            )

        return self.once(deed, lambda done: _filed(done, address))


def _filed(done: Filed, address: str) -> Given:
    links = done.examination.by_platform
    words = {
        "report": done.report.reference,
        "cases": [CaseLine(case, len(links[case.platform])) for case in done.cases],
        "left_out": [link for link in done.examination.links if not link.is_ready],
    }
    return Given(FiledShape(words).data, location=address, status=201)


class CaseView(DeskView):
    """One case."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation("show_case", _("Show a case"), TAG, CASE, tagged=True),
        "PUT": Operation(
            "edit_case",
            Verb.EDIT.label,
            TAG,
            CASE,
            takes=CaseDraftBody,
            versioned="required",
            tagged=True,
            description=_("Before it is sent. An approval that is asked becomes void."),
        ),
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give it as the reader's side may read it."""
        return self.give(case_given(self.actor, reference))

    def put(self, request: Request, reference: str) -> HttpResponse:
        """Take in what it is to say."""
        version = required_version(request)
        said = self.said(CaseDraftBody)
        edit_case(
            actor=self.actor,
            reference=reference,
            draft=CaseDraftBody.draft(said),
            edit_version=version,
            now=self.now,
        )
        return self.give(case_given(self.actor, reference))
