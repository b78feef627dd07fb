"""Read a workbook: its sizes are looked at before anything is unpacked, its formulas never computed.

Entities in its XML are refused by defusedxml, by which openpyxl reads.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import DEFUSEDXML, load_workbook

from cases.domain.sheets.table import refusal
from kernel.errors import Invalid

MOST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 2_000
_EXCEL_ROWS = 1_048_576
assert DEFUSEDXML, "openpyxl must read XML by defusedxml"


def read_workbook(data: bytes) -> tuple[Iterator[Sequence[str]], tuple[str, ...]]:
    """Return the records of the first worksheet with content, and the names of the others.

    Raises Invalid for what is no workbook, is locked, damaged, or would unpack to too much.
    """
    _look_inside(data)
    try:
        return _read(data)
    except Invalid:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise _damaged() from error


def _look_inside(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _damaged() from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refusal(
            "sheet_no_workbook", _("This archive is no XLSX workbook. Save the sheet as XLSX or CSV.")
        )
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        said = _("This workbook would unpack to more than %(most)s MB. Save the sheet alone, as CSV.")
        raise refusal("sheet_unpacks_too_far", said, most=MOST_UNPACKED // 1024 // 1024)


def _read(data: bytes) -> tuple[Iterator[Sequence[str]], tuple[str, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that are of no matter here
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says of them need not be true
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        filled = [sheet for sheet in shown if any(any(row) for row in _first(sheet))]
    if not filled:
        return iter(()), ()
    return _records(filled[0]), tuple(sheet.title for sheet in filled[1:])


def _first(sheet: Any) -> Iterator[tuple[Any, ...]]:
    for _number, row in zip(range(200), sheet.iter_rows(values_only=True), strict=False):
        yield row


def _records(sheet: Any) -> Iterator[Sequence[str]]:
    try:
        for row in sheet.iter_rows(values_only=True, max_row=_EXCEL_ROWS):
            yield [_text(value) for value in row]
    except Exception as error:  # as above: here the worksheet itself is read
        raise _damaged() from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    formula = getattr(value, "text", None)  # of an array formula
    return formula if isinstance(formula, str) else str(value)


def _damaged() -> Invalid:
    return refusal(
        "sheet_damaged", _("This workbook cannot be read: it is damaged or locked. Save it anew, or as CSV.")
    )
