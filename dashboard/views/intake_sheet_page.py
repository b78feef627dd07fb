"""What the page of one sheet shows of its rows."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.sheets.ending import why_nothing_came
from cases.domain.sheets.looking import (
    Counts,
    columns_in_words,
    counts_of,
    drafts_to_be,
    reasons_of,
    rows_shown,
)
from cases.enums import Disposition, RowStanding, SheetField, SheetState
from cases.models import Sheet, SheetRow
from kernel.paging import keyset_page

DRAFTS_AT_FIRST = 12
_WORKING = (SheetState.JUDGING, SheetState.IMPORTING)
_CHECKED = (SheetState.JUDGED, SheetState.IMPORTED)


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row as the page shows it."""

    row: SheetRow
    cell: str
    reasons: list[str]

    @property
    def is_refused(self) -> bool:
        """Whether the gate refused its link."""
        return self.row.disposition == Disposition.REFUSED


def sheet_page(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """Return what the page shows of a sheet as it stands. Inner read."""
    page: dict[str, Any] = {
        "sheet": sheet,
        "job": sheet.job,
        "works": sheet.state in _WORKING,
        "checked": sheet.state in _CHECKED,
        "may_import": sheet.state == SheetState.JUDGED,
        "may_choose": sheet.state in (SheetState.COLUMNS, SheetState.JUDGED),
        "problem": why_nothing_came(sheet),
        "columns_said": columns_in_words(sheet),
    }
    return page | _rows(request, sheet) if sheet.state in _CHECKED else page


def _rows(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    standing, what = request.GET.get("show", ""), request.GET.get("what", "")
    counts = counts_of(sheet)
    rows = rows_shown(sheet, standing, what)
    found = keyset_page(rows, sort="number", cursor=request.GET.get("after", ""))
    base = reverse("dashboard:sheet", args=[sheet.public_id])
    drafts = drafts_to_be(sheet)
    place = sheet.column_of(SheetField.LINK)
    return {
        "counts": counts,
        "good": counts.of(RowStanding.GOOD) + counts.of(RowStanding.OPEN),
        "bad": counts.of(RowStanding.BAD),
        "kinds": [
            (word, number, f"{base}?{urlencode({'what': word.value})}")
            for word, number in counts.dispositions
        ],
        "what": next((word for word in Disposition if word.value == what), None),
        "tabs": _tabs(base, standing, what, counts),
        "lines": [RowLine(row, _cell(row, place), reasons_of(row)) for row in found.rows],
        "drafts": drafts[:DRAFTS_AT_FIRST],
        "more_drafts": drafts[DRAFTS_AT_FIRST:],
        "draft_count": len(drafts),
        "next_url": _address(base, standing, what, found.next_cursor) if found.next_cursor else "",
        "first_url": _address(base, standing, what) if request.GET.get("after") else "",
    }


def _cell(row: SheetRow, place: int | None) -> str:
    cell = row.cells[place] if place is not None and place < len(row.cells) else ""
    return row.link or row.shown or cell


def _tabs(base: str, standing: str, what: str, counts: Counts) -> list[dict[str, Any]]:
    every = {
        "label": _("All"),
        "url": base,
        "active": not standing and not what,
        "count": f"{counts.total:,}",
    }
    return [
        every,
        *(
            {
                "label": word.label,
                "url": f"{base}?{urlencode({'show': word.value})}",
                "active": word.value == standing,
                "count": f"{counts.of(word):,}",
            }
            for word in RowStanding
        ),
    ]


def _address(base: str, standing: str, what: str, cursor: str = "") -> str:
    said = {"show": standing, "what": what, "after": cursor}
    query = urlencode({name: word for name, word in said.items() if word})
    return f"{base}?{query}#rows" if query else f"{base}#rows"
