"""From good rows to drafts: all or none, once, in the name of who asked."""

from collections import Counter
from datetime import timedelta

import pytest

from accounts.domain.acting import acting_as
from accounts.models import Membership
from audit.models import Entry
from cases.domain.reports import file_report
from cases.domain.sheets import ending
from cases.domain.sheets.importing import import_sheet, write_drafts
from cases.domain.sheets.taking import discard_sheet
from cases.domain.sheets.working import KINDS, work_sheets
from cases.enums import Disposition, ReportState, SheetState
from cases.models import Finding, Report, Sheet
from channels_registry.models import Platform
from kernel.errors import Conflict, Invalid
from notifications.domain.sending import deliver
from notifications.models import Notice, Outbox
from operations.domain import jobs
from operations.enums import JobState
from tests.factories.cases import CONSIDERED, NOON, REASONS
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform
from tests.factories.sheets import again, make_sheet, rows_of

pytestmark = pytest.mark.django_db
BAD = "t.me/+AbCdEfGh12"


def link(desk: Desk, path: str = "room/1") -> str:
    return f"https://{desk.platform.slug}.example/{path}"


def ordered(desk: Desk, sheet: Sheet, *, only_good: bool = False) -> Sheet:
    return import_sheet(
        actor=desk.analyst,
        sheet=sheet.public_id,
        only_good=only_good,
        edit_version=sheet.edit_version,
        now=NOON,
    )


def work() -> int:
    return work_sheets(clock=lambda: NOON)


def reports_of(desk: Desk) -> list[Report]:
    with acting_as(desk.analyst):
        return list(
            Report.objects.visible_to(desk.analyst).select_related("category", "legal_basis").order_by("pk")
        )


def findings_of(report: Report, desk: Desk) -> list[Finding]:
    with acting_as(desk.analyst):
        return list(report.findings.order_by("position"))


def test_good_rows_become_drafts_that_say_what_their_rows_say() -> None:
    desk = make_desk()
    sheet = make_sheet(
        desk,
        "url;kategori;dasar hukum;urgensi;alasan;pertimbangan;nomor surat",
        f"{link(desk)};{desk.category.code};{desk.basis.code};biasa;{REASONS};{CONSIDERED};B-7/2026",
        f"https://unregistered.example/x;{desk.category.code};{desk.basis.code};biasa;{REASONS};{CONSIDERED};B-7/2026",
    )
    ordered(desk, sheet)
    assert work() == 1
    [report] = reports_of(desk)
    assert (report.state, report.category, report.legal_basis, report.urgency) == (
        ReportState.DRAFT, desk.category, desk.basis, "ordinary",
    )  # fmt: skip
    assert (report.reasons, report.considerations, report.file_number) == (REASONS, CONSIDERED, "B-7/2026")
    assert [finding.disposition for finding in findings_of(report, desk)] == [
        Disposition.READY,
        Disposition.NO_ADDRESSEE,
    ]
    assert [row.report_id for row in rows_of(sheet)] == [report.pk, report.pk]
    done = again(sheet)
    assert (done.state, done.job and done.job.result) == (SheetState.IMPORTED, {"drafts": 1, "rows": 2})


def test_an_imported_draft_is_filed_as_any_other_and_its_links_are_the_same() -> None:
    desk = make_desk()
    lines = [link(desk, f"room/{number}") for number in range(30)]
    lines += [f"https://www.sub{number}.site.co.example/a,b?x={number}" for number in range(30)]
    sheet = make_sheet(desk, "url", *lines)
    ordered(desk, sheet)
    work()
    [report] = reports_of(desk)
    before = Counter((each.platform_id, each.key) for each in findings_of(report, desk))
    with acting_as(desk.analyst):
        Report.objects.filter(pk=report.pk).update(
            category=desk.category, legal_basis=desk.basis, reasons=REASONS, considerations=CONSIDERED
        )
    [case] = file_report(
        actor=desk.analyst, reference=report.reference, edit_version=1, considered=True, now=NOON
    )
    assert Counter((each.platform_id, each.key) for each in findings_of(report, desk)) == before
    with acting_as(desk.analyst):
        assert case.items.count() == 30


def test_nothing_is_imported_while_a_row_is_bad_unless_only_the_good_are_asked_for() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk), BAD)
    with pytest.raises(Invalid) as refusal:
        ordered(desk, sheet)
    assert (refusal.value.code, again(sheet).state, reports_of(desk)) == ("rows_bad", SheetState.JUDGED, [])
    ordered(desk, sheet, only_good=True)
    work()
    assert [row.report is not None for row in rows_of(sheet)] == [True, False]


def test_a_sheet_without_a_good_row_is_not_imported() -> None:
    desk = make_desk()
    with pytest.raises(Invalid) as refusal:
        ordered(desk, make_sheet(desk, "url", BAD), only_good=True)
    assert refusal.value.code == "rows_none_good"


def test_a_sheet_that_was_checked_anew_must_be_looked_at_again() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    sheet.edit_version -= 1
    with pytest.raises(Conflict) as refusal:
        ordered(desk, sheet)
    assert refusal.value.code == "sheet_changed"


def test_a_sheet_is_imported_once_however_often_it_is_asked_for_and_worked_at() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    ordered(desk, sheet)
    with pytest.raises(Conflict):
        ordered(desk, sheet)
    assert (work(), work()) == (1, 0)
    with pytest.raises(Conflict):
        ordered(desk, again(sheet))
    assert len(reports_of(desk)) == 1


def test_each_draft_is_on_the_record_with_its_sheet_in_the_name_of_who_asked() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url;alasan", f"{link(desk, 'a')};one", f"{link(desk, 'b')};two")
    ordered(desk, sheet)
    work()
    entries = Entry.objects.filter(subject_kind="report").order_by("pk")
    assert [(each.verb, each.actor_id, each.changes["sheet"], each.changes["rows"]) for each in entries] == [
        ("save", desk.analyst.id, str(sheet.public_id), 1)
    ] * 2
    assert "one" not in str(list(entries.values_list("changes", flat=True)))


def test_a_service_registered_since_the_check_stops_the_import_whole() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url;alasan", f"{link(desk)};one", "https://later.example/x;two")
    make_platform(desk.operator, slug="later")
    ordered(desk, sheet)
    work()
    stopped = again(sheet)
    assert (stopped.state, reports_of(desk)) == (SheetState.JUDGED, [])
    assert stopped.job is not None
    assert (stopped.job.error, set(stopped.job.said)) == ("sheet_judged_otherwise", {"en", "id"})


def test_a_service_closed_since_the_check_stops_the_import_whole() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    Platform.objects.filter(pk=desk.platform.pk).update(active=False)
    ordered(desk, sheet)
    work()
    assert (again(sheet).state, reports_of(desk)) == (SheetState.JUDGED, [])


def test_nothing_is_imported_for_somebody_who_lost_his_seat() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    ordered(desk, sheet)
    Membership.objects.filter(user_id=desk.analyst.user_id).delete()
    work()
    stopped = again(sheet)
    assert stopped.job is not None
    assert (stopped.state, stopped.job.error) == (SheetState.JUDGED, "no_seat")


def test_who_outlived_his_lease_writes_nothing() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    ordered(desk, sheet)
    slow = jobs.take(KINDS, now=NOON)
    assert slow is not None
    assert jobs.take(KINDS, now=NOON + timedelta(seconds=59)) is None
    quick = jobs.take(KINDS, now=NOON + timedelta(seconds=60))
    assert quick is not None
    with pytest.raises(jobs.LeaseLost):
        write_drafts(actor=desk.analyst, job=slow, clock=lambda: NOON)
    assert reports_of(desk) == []
    write_drafts(actor=desk.analyst, job=quick, clock=lambda: NOON)
    assert len(reports_of(desk)) == 1


def test_a_job_that_kills_whoever_takes_it_is_given_up() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    ordered(desk, sheet)
    for minute in range(jobs.ATTEMPTS):
        assert jobs.take(KINDS, now=NOON + timedelta(minutes=minute)) is not None
    assert work_sheets(clock=lambda: NOON + timedelta(minutes=jobs.ATTEMPTS)) == 1
    stopped = again(sheet)
    assert stopped.job is not None
    assert (stopped.state, stopped.job.state, stopped.job.error) == (
        SheetState.JUDGED, JobState.FAILED, jobs.GAVE_UP,
    )  # fmt: skip
    ordered(desk, stopped)
    assert work() == 1


def test_a_sheet_is_thrown_away_and_its_reports_stay() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    ordered(desk, sheet)
    with pytest.raises(Conflict):
        discard_sheet(actor=desk.analyst, sheet=sheet.public_id)
    work()
    discard_sheet(actor=desk.analyst, sheet=sheet.public_id)
    with acting_as(desk.analyst):
        assert (Sheet.objects.count(), Report.objects.count()) == (0, 1)


# Who is told.


def told(desk: Desk) -> list[tuple[str, str, str]]:
    deliver(now=NOON, runner="test")
    rows = Notice.objects.filter(user=desk.analyst.user_id, kind__startswith="sheet").order_by("pk")
    assert Outbox.objects.filter(kind__startswith="sheet").exclude(address="").count() == 0
    return [(row.kind, row.context["path"], str(row.context["items"])) for row in rows]


def test_whoever_uploaded_a_long_sheet_is_told_in_the_page_when_its_import_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = make_desk()
    short = make_sheet(desk, link(desk, "room/1"))
    monkeypatch.setattr(ending, "AT_ONCE", 1)
    long = make_sheet(desk, link(desk, "room/2"), link(desk, "room/3"))
    for sheet in (short, long):
        ordered(desk, sheet)
        work()
    path = f"/reports/sheets/{long.public_id}/"
    assert told(desk) == [("sheet_imported", path, "2")]


def test_whoever_uploaded_a_long_sheet_is_told_when_nothing_came_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = make_desk()
    monkeypatch.setattr(ending, "AT_ONCE", 1)
    sheet = make_sheet(desk, link(desk, "room/2"), link(desk, "room/3"))
    ordered(desk, sheet)
    Platform.objects.filter(pk=desk.platform.pk).update(active=False)
    work()
    assert again(sheet).job.error != ""
    assert told(desk) == [("sheet_failed", f"/reports/sheets/{sheet.public_id}/", "0")]
