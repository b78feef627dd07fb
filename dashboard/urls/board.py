"""Addresses of the board and of the record."""

from django.urls import URLPattern, path

from dashboard.views import board_page, board_record, board_record_checks, board_rows

urlpatterns: list[URLPattern] = [
    path("board/", board_page.board, name="board"),
    path("board/rows/<slug:code>/", board_rows.board_rows, name="board_rows"),
    path("record/", board_record.records, name="records"),
    path("record/checks/", board_record_checks.record_checks, name="record_checks"),
    path("record/<str:reference>/", board_record.record, name="record"),
    path("record/<str:reference>/extract/", board_record_checks.record_extract, name="record_extract"),
]
