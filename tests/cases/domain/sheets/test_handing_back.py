"""The sheet of bad rows: each with its reason, and no cell ever live."""

import csv
import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.domain.acting import acting_as
from cases.domain.sheets.handing_back import as_csv, as_xlsx, bad_rows, still
from cases.models import Sheet
from tests.factories.desk import make_desk
from tests.factories.sheets import make_sheet

LIVE = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"]


@pytest.mark.parametrize("cell", LIVE)
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(cell: str) -> None:
    assert still(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "https://site.example/?a=-1", "", "'=1", "5"])
def test_what_it_would_not_stays_as_it_is(cell: str) -> None:
    assert still(cell) == cell


def bad_sheet() -> tuple[Sheet, str, bytes]:
    desk = make_desk()
    lines = (
        "url;=HEAD;alasan",
        't.me/+AbCdEfGh12;=1+1;"two\nlines"',
        "none;@x;y",
        f"https://{desk.platform.slug}.example/a;b;c",
    )
    sheet = make_sheet(desk, *lines)
    with acting_as(desk.analyst):
        rows = list(bad_rows(sheet))
        return sheet, as_csv(sheet, rows), as_xlsx(sheet, rows)


EXPECTED = [
    ["Row", "Verdict", "Why", "url", "'=HEAD", "alasan"],
    [
        "2",
        "Private",
        "An invitation to a private Telegram group or channel. Private communication is not reported.",
        "hxxps://t[.]me/+…",
        "'=1+1",
        "two\nlines",
    ],
    ["3", "Invalid", "This is not a link.", "none", "'@x", "y"],
]


@pytest.mark.django_db
def test_csv_holds_the_bad_rows_with_their_reasons() -> None:
    _sheet, text, _book = bad_sheet()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";")) == EXPECTED


@pytest.mark.django_db
def test_xlsx_holds_the_same_as_strings_only() -> None:
    _sheet, _text, content = bad_sheet()
    page = load_workbook(io.BytesIO(content)).active
    assert [[cell.value for cell in row] for row in page.iter_rows()] == EXPECTED
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}


@pytest.mark.django_db
def test_reasons_are_in_the_readers_language() -> None:
    with translation.override("id"):
        _sheet, text, _book = bad_sheet()
    assert "Private communication" not in text


@pytest.mark.django_db
def test_the_sheet_that_was_handed_back_can_be_uploaded_again() -> None:
    _sheet, text, content = bad_sheet()
    desk = make_desk()
    for data in (text.encode(), content):
        again = make_sheet(desk, data=data)
        assert again.columns["link"] == 3
