"""A real list, where it stands beside the project; nothing is collected elsewhere."""

import csv
from pathlib import Path

import pytest

from accounts.domain.acting import acting_as
from cases.domain.sheets.importing import import_sheet
from cases.domain.sheets.working import work_sheets
from cases.enums import Disposition, RowStanding, SheetState
from cases.models import Finding, Report
from channels_registry.enums import Verdict
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.sheets import again, make_sheet, rows_of

SHEET = Path(__file__).resolve().parents[5] / "shared" / "data" / "indonesia_urls.csv"

if SHEET.exists():

    @pytest.mark.django_db
    def test_the_real_list_is_imported_whole_and_nothing_of_it_is_lost() -> None:
        desk = make_desk()
        sheet = make_sheet(desk, data=SHEET.read_bytes())
        with SHEET.open(encoding="utf-8", newline="") as stream:
            written = [[cell.strip() for cell in row] for row in csv.reader(stream)][1:]
        rows = rows_of(sheet)
        assert [row.number for row in rows] == list(range(2, 725))
        # A page of TikTok itself is no content, whoever is registered: refused, masked, and said.
        [refused] = [row for row in rows if row.standing == RowStanding.BAD]
        assert (refused.number, refused.verdict, refused.cells[0]) == (
            724,
            Verdict.NOT_CONTENT,
            "hxxps://tiktok[.]com/…",
        )
        assert [row.cells for row in rows[:-1]] == written[:-1]
        assert refused.cells[1:] == written[-1][1:]
        assert {row.disposition for row in rows[:-1]} == {Disposition.NO_ADDRESSEE, Disposition.REPEATED}

        import_sheet(
            actor=desk.analyst,
            sheet=sheet.public_id,
            only_good=True,
            edit_version=sheet.edit_version,
            now=NOON,
        )
        assert work_sheets(clock=lambda: NOON) == 1
        assert again(sheet).state == SheetState.IMPORTED
        entered = {row.key: row for row in rows_of(sheet) if row.disposition == Disposition.NO_ADDRESSEE}
        assert {row.key for row in rows[:-1]} == set(entered)
        assert {row.same_as for row in rows if row.same_as} <= {row.number for row in entered.values()}
        with acting_as(desk.analyst):
            reports = Report.objects.visible_to(desk.analyst)
            findings = list(Finding.objects.filter(report__in=reports).values_list("key", "disposition"))
            assert sorted(findings) == [(key, Disposition.NO_ADDRESSEE) for key in sorted(entered)]
            assert {row.report_id for row in entered.values()} == set(reports.values_list("pk", flat=True))
