"""Addresses of the API, below ``/api/v1/``."""

from django.urls import URLPattern, path, register_converter

from api.addresses import ReferenceConverter
from api.views.calculator import CalculatorView
from api.views.case_parts import PARTS, CasePartView, ClocksView, ProposalsView, ProposalView
from api.views.case_step import CaseStepView
from api.views.case_steps import STEPS
from api.views.cases import CasesView, CaseView
from api.views.channels import ChannelsView, ChannelView, SightingsView
from api.views.documents import SchemaPage, SchemaView
from api.views.evidence import CaseEvidenceView, RemovingView, ReportEvidenceView, TakingOutView
from api.views.evidence_files import EvidenceView, OriginalView, PreviewView
from api.views.joining import JOINING_STEPS, JoinedView, JoiningStepView, JoiningView, JoinView
from api.views.letters import LetterPdfView, LettersView, LetterView
from api.views.links import LinksView
from api.views.outages import OutagesView
from api.views.reference import LISTS, MeView
from api.views.report_steps import REPORT_STEPS, ReportStepView
from api.views.reports import ReportsView, ReportView
from api.views.sheet_errors import ERROR_FILES, SheetErrorsView
from api.views.sheets import (
    SheetColumnsView,
    SheetDiscardView,
    SheetImportView,
    SheetRowsView,
    SheetsView,
    SheetView,
)
from kernel.files import takes_files

app_name = "api"
register_converter(ReferenceConverter, "reference")
_CASE, _REPORT = "cases/<reference:reference>/", "reports/<reference:reference>/"
_ONE_FILE = "evidence/<uuid:evidence>/"
_SHEET = "sheets/<uuid:sheet>/"
urlpatterns: list[URLPattern] = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("schema/page/", SchemaPage.as_view(), name="schema_page"),
    path("me/", MeView.as_view(), name="me"),
    *(path(f"{each.slug}/", each.view.as_view(listed=each), name=each.slug) for each in LISTS),
    path("calculator/", CalculatorView.as_view(), name="calculator"),
    path("links/", LinksView.as_view(), name="links"),
    path("reports/", ReportsView.as_view(), name="reports"),
    path(_REPORT, ReportView.as_view(), name="report"),
    *(
        path(f"{_REPORT}{step.slug}/", ReportStepView.as_view(step=step), name=step.name)
        for step in REPORT_STEPS
    ),
    path("sheets/", takes_files(SheetsView.as_view()), name="sheets"),
    path(_SHEET, SheetView.as_view(), name="sheet"),
    path(f"{_SHEET}rows/", SheetRowsView.as_view(), name="sheet_rows"),
    path(f"{_SHEET}columns/", SheetColumnsView.as_view(), name="sheet_columns"),
    path(f"{_SHEET}import/", SheetImportView.as_view(), name="sheet_import"),
    path(f"{_SHEET}discard/", SheetDiscardView.as_view(), name="sheet_discard"),
    *(
        path(
            f"{_SHEET}errors/{file.ending}/",
            SheetErrorsView.as_view(file=file),
            name=f"sheet_errors_{file.ending}",
        )
        for file in ERROR_FILES
    ),
    path("joined/", JoinedView.as_view(), name="joined"),
    path("joined/<uuid:joining>/", JoiningView.as_view(), name="joining"),
    *(
        path(f"joined/<uuid:joining>/{step.slug}/", JoiningStepView.as_view(step=step), name=step.name)
        for step in JOINING_STEPS
    ),
    path(f"{_REPORT}join/", JoinView.as_view(), name="join"),
    path("channels/", ChannelsView.as_view(), name="channels"),
    path("channels/<uuid:channel>/", ChannelView.as_view(), name="channel"),
    path("channels/<uuid:channel>/sightings/", SightingsView.as_view(), name="channel_sightings"),
    path("outages/", OutagesView.as_view(), name="outages"),
    path("cases/", CasesView.as_view(), name="cases"),
    path(_CASE, CaseView.as_view(), name="case"),
    path(f"{_REPORT}evidence/", takes_files(ReportEvidenceView.as_view()), name="report_evidence"),
    path(f"{_REPORT}{_ONE_FILE}remove/", RemovingView.as_view(), name="report_evidence_remove"),
    path(f"{_CASE}evidence/", takes_files(CaseEvidenceView.as_view()), name="case_evidence"),
    path(f"{_CASE}{_ONE_FILE}take-out/", TakingOutView.as_view(), name="case_evidence_take_out"),
    path(_ONE_FILE, EvidenceView.as_view(), name="evidence"),
    path(f"{_ONE_FILE}preview/", PreviewView.as_view(), name="evidence_preview"),
    path(f"{_ONE_FILE}original/", OriginalView.as_view(), name="evidence_original"),
    path(f"{_CASE}letters/", LettersView.as_view(), name="letters"),
    path(f"{_CASE}letters/<uuid:letter>/", LetterView.as_view(), name="letter"),
    path(f"{_CASE}letters/<uuid:letter>/pdf/", LetterPdfView.as_view(), name="letter_pdf"),
    *(path(f"{_CASE}{part.slug}/", CasePartView.as_view(part=part), name=part.slug) for part in PARTS),
    path(f"{_CASE}clocks/", ClocksView.as_view(), name="clocks"),
    path(f"{_CASE}proposals/", ProposalsView.as_view(), name="proposals"),
    path(f"{_CASE}proposals/<uuid:proposal>/decide/", ProposalView.as_view(), name="proposal_decide"),
    *(path(f"{_CASE}{step.slug}/", CaseStepView.as_view(step=step), name=step.name) for step in STEPS),
]
