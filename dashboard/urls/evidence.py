"""Addresses of evidence: one file, and the files of a case."""

from django.urls import URLPattern, path

from dashboard.views import evidence_case, evidence_custody, evidence_files

_ONE = "evidence/<uuid:evidence>/"
urlpatterns: list[URLPattern] = [
    path(_ONE, evidence_files.evidence, name="evidence"),
    path(f"{_ONE}preview/", evidence_files.evidence_preview, name="evidence_preview"),
    path(f"{_ONE}original/", evidence_files.evidence_original, name="evidence_original"),
    path("cases/<str:reference>/evidence/", evidence_case.case_evidence, name="case_evidence"),
    path("cases/<str:reference>/evidence/custody/", evidence_custody.case_custody, name="case_custody"),
    path(
        "cases/<str:reference>/evidence/court-file/", evidence_custody.case_court_file, name="case_court_file"
    ),
    path(
        "cases/<str:reference>/evidence/<uuid:evidence>/take-out/",
        evidence_case.evidence_take_out,
        name="evidence_take_out",
    ),
]
