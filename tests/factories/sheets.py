"""Sheets as analysts bring them, taken in by the real verbs."""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.domain.sheets.reading import read_sheet
from cases.domain.sheets.taking import mask_sheet, take_sheet
from cases.domain.sheets.working import work_sheets
from cases.models import Sheet, SheetRow
from channels_registry.domain.hosts import host_table
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return a text file of these lines."""
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows: list[Any]) -> bytes:
    """Return a workbook whose only worksheet holds these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def take(
    desk: Desk, data: bytes, *, name: str = "list.csv", actor: Actor | None = None, now: datetime = NOON
) -> Sheet:
    """Return a sheet of the desk's analyst as it is before any worker saw it."""
    hosts = host_table()
    masked = mask_sheet(read_sheet(io.BytesIO(data), hosts), name, hosts)
    return take_sheet(actor=actor or desk.analyst, masked=masked, now=now)


def make_sheet(
    desk: Desk | None = None, *lines: str, data: bytes = b"", actor: Actor | None = None, now: datetime = NOON
) -> Sheet:
    """Return a checked sheet of these lines, or of a file's bytes."""
    desk = desk or make_desk()
    sheet = take(desk, data or csv_of(*lines), actor=actor, now=now)
    work_sheets(clock=lambda: now)
    return again(sheet)


def again(sheet: Sheet) -> Sheet:
    """Return the sheet as it stands now."""
    with acting_as(COMMAND):
        return Sheet.objects.select_related("agency", "job").get(pk=sheet.pk)


def rows_of(sheet: Sheet) -> list[SheetRow]:
    """Return its rows in their order."""
    return list(SheetRow.objects.filter(sheet=sheet).select_related("platform", "report").order_by("number"))
