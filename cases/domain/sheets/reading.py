"""Read an uploaded sheet: what it is by its content, never by its name. No database."""

from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import must_hold_nothing
from cases.domain.sheets.reading_csv import csv_records
from cases.domain.sheets.reading_xlsx import read_workbook
from cases.domain.sheets.table import (
    MOST_ROWS,
    SHEET_BYTES,
    Row,
    Table,
    refusal,
    rows_within_limits,
    too_large,
)
from channels_registry.domain.gate import HostTable, find_links

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_sheet(source: IO[bytes], hosts: HostTable) -> Table:
    """Return the header and the rows of a CSV or XLSX file. Slow; never inside a transaction.

    A first row that holds a link is no header: then the columns have none. Raises Invalid,
    with a sentence for its reader, for whatever cannot be read or is over a limit.
    """
    must_hold_nothing()
    source.seek(0)
    data = source.read(SHEET_BYTES + 1)
    if len(data) > SHEET_BYTES:
        raise too_large()
    left_out: tuple[str, ...] = ()
    if data.startswith(_ZIP):
        records, left_out = read_workbook(data)
    elif data.startswith(_OLE):
        raise refusal("sheet_old_format", _("This is an old or a locked workbook. Save it as XLSX or CSV."))
    else:
        records = csv_records(data)
    rows = list(rows_within_limits(records))
    if not rows:
        raise refusal("sheet_empty", _("There is nothing in this sheet."))
    return _table(rows, left_out, hosts)


def _table(rows: list[Row], left_out: tuple[str, ...], hosts: HostTable) -> Table:
    header: tuple[str, ...] = ()
    if not any(find_links(cell, limit=1, hosts=hosts) for cell in rows[0].cells):
        header, rows = rows[0].cells, rows[1:]
    if not rows:
        raise refusal("sheet_only_header", _("There is a header in this sheet and no row below it."))
    if len(rows) > MOST_ROWS:
        said = _("The sheet has more than %(most)s rows. Nothing is lost: import it in parts.")
        raise refusal("sheet_too_many_rows", said, most=f"{MOST_ROWS:,}")
    width = max(len(header), *(len(row.cells) for row in rows))
    return Table((*header, *[""] * (width - len(header))), rows, left_out)
