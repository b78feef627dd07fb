"""The rows that were not taken, as a sheet to correct: the row as it was stored, and why.

No cell is ever live: what a spreadsheet would compute is given as text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from cases.domain.sheets.looking import heading_of, reasons_of
from cases.enums import Disposition, RowStanding
from cases.models import Sheet, SheetRow
from channels_registry.domain.gate.cleaning import CONTROL

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"  # by which Excel knows UTF-8


def bad_rows(sheet: Sheet) -> Iterable[SheetRow]:
    """Return the rows that were not, or would not be, imported. Inner read."""
    return sheet.rows.filter(standing=RowStanding.BAD).order_by("number")


def as_csv(sheet: Sheet, rows: Iterable[SheetRow]) -> str:
    """Return an error sheet as CSV in the reader's language, parted by semicolons as in Indonesia."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    for record in _records(sheet, rows):
        writer.writerow([still(cell) for cell in record])
    return _BOM + out.getvalue()


def as_xlsx(sheet: Sheet, rows: Iterable[SheetRow]) -> bytes:
    """Return an error sheet as a workbook in which every cell is a string."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Rows"))
    for record in _records(sheet, rows):
        page.append([_cell(page, still(text)) for text in record])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def still(text: str) -> str:
    """Return a cell that no spreadsheet computes: an apostrophe before what would begin a formula."""
    plain = CONTROL.sub(lambda sign: sign[0] if sign[0] in "\t\r\n" else " ", text)
    return f"'{plain}" if plain.lstrip(" \n").startswith(_LIVE) or plain.startswith(_LIVE) else plain


def _cell(page: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _records(sheet: Sheet, rows: Iterable[SheetRow]) -> Iterator[Sequence[str]]:
    headings = [heading_of(sheet, place) for place in range(len(sheet.header))]
    yield [_("Row"), _("Verdict"), _("Why"), *headings]
    for row in rows:
        verdict = (
            row.get_verdict_display()
            if row.disposition == Disposition.REFUSED
            else row.get_standing_display()
        )
        yield [str(row.number), str(verdict), " ".join(reasons_of(row)), *row.cells]
