"""Addresses of the intake: reports, drafts and the second signature."""

from django.urls import URLPattern, path

from dashboard.views import (
    intake_approve,
    intake_edit,
    intake_lists,
    intake_own,
    intake_read,
    intake_report,
    intake_sheets,
)

urlpatterns: list[URLPattern] = [
    path("reports/", intake_lists.reports, name="reports"),
    path("reports/new/", intake_report.report_new, name="report_new"),
    path("reports/links/", intake_report.report_links, name="report_links"),
    path("reports/sheets/", intake_sheets.sheets, name="sheets"),
    path("reports/sheets/<uuid:sheet>/", intake_sheets.sheet, name="sheet"),
    path("reports/sheets/<uuid:sheet>/columns/", intake_sheets.sheet_columns, name="sheet_columns"),
    path("reports/sheets/<uuid:sheet>/import/", intake_sheets.sheet_import, name="sheet_import"),
    path("reports/sheets/<uuid:sheet>/discard/", intake_sheets.sheet_discard, name="sheet_discard"),
    path(
        "reports/sheets/<uuid:sheet>/bad-rows.csv",
        intake_sheets.sheet_errors,
        {"kind": intake_sheets.CSV},
        name="sheet_errors_csv",
    ),
    path(
        "reports/sheets/<uuid:sheet>/bad-rows.xlsx",
        intake_sheets.sheet_errors,
        {"kind": intake_sheets.XLSX},
        name="sheet_errors_xlsx",
    ),
    path("reports/mine/", intake_own.own_answers, name="own_answers"),
    path("reports/<str:reference>/", intake_report.report, name="report"),
    path("reports/<str:reference>/take-over/", intake_read.report_take_over, name="report_take_over"),
    path("reports/<str:reference>/return/", intake_read.report_return, name="report_return"),
    path("approvals/", intake_lists.approvals, name="approvals"),
    path("cases/<str:reference>/approve/", intake_approve.approve, name="approve"),
    path("cases/<str:reference>/edit/", intake_edit.case_edit, name="case_edit"),
    path("cases/<str:reference>/submit/", intake_approve.case_submit, name="case_submit"),
    path("cases/<str:reference>/mark-read/", intake_approve.case_mark_seen, name="case_mark_seen"),
    path("cases/<str:reference>/return/", intake_approve.case_return, name="case_return"),
    path("cases/<str:reference>/send/", intake_approve.case_send, name="case_send"),
    path("cases/<str:reference>/send-urgent/", intake_approve.case_send_urgent, name="case_send_urgent"),
    path("cases/<str:reference>/confirm/", intake_approve.case_confirm, name="case_confirm"),
]
