"""From the good rows of a sheet to drafts: all of them in one transaction, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from cases.domain.links import Answers, Examination, token_of
from cases.domain.report_storing import (
    ReportDraft,
    columns_of,
    fill,
    insert_report,
    new_report,
    saved_entry,
    store_findings,
)
from cases.domain.sheets.ending import tell_end
from cases.domain.sheets.grounds import said
from cases.domain.sheets.locking import lock_sheet, must_be_sheet_version
from cases.domain.sheets.parting import MOST_PARTS
from cases.domain.sheets.taking import ordered
from cases.enums import RowStanding, SheetField, SheetState
from cases.models import Report, Sheet, SheetRow
from channels_registry.enums import ReasonCode
from kernel.errors import Conflict, Invalid
from kernel.references import new_reference
from notifications.enums import NoticeKind
from operations.domain import jobs
from operations.enums import JobKind
from operations.models import Job


@dataclass(frozen=True, slots=True)
class Drafted:
    """One draft that is ready to be written."""

    part: int
    rows: int
    report: Report
    before: dict[str, Any]
    examination: Examination


def import_sheet(*, actor: Actor, sheet: UUID, only_good: bool, edit_version: int, now: datetime) -> Sheet:
    """Have the good rows of a checked sheet imported as drafts of the agency.

    ``only_good`` False: all rows or none, refused while a row is bad. The work is a job's,
    done once by whoever takes it. Errors: Invalid (bad rows, no good row, too many drafts),
    NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        found = lock_sheet(actor, sheet, SheetState.JUDGED)
        must_be_sheet_version(found, edit_version)
        _must_be_importable(found, only_good)
        found.state, found.updated_at = SheetState.IMPORTING, now
        found.edit_version += 1
        found.job = jobs.order(ordered(actor, found, JobKind.IMPORT_SHEET), now=now)
        found.save(update_fields=["state", "job", "updated_at", "edit_version"])
        return found


def _must_be_importable(sheet: Sheet, only_good: bool) -> None:
    bad = sheet.rows.filter(standing=RowStanding.BAD).count()
    if bad and not only_good:
        message = ngettext(
            "%(count)s row is bad, so nothing is imported. Correct it, or import only the good rows.",
            "%(count)s rows are bad, so nothing is imported. Correct them, or import only the good rows.",
            bad,
        )
        raise Invalid("rows_bad", message % {"count": f"{bad:,}"})
    if not sheet.parts:
        raise Invalid("rows_none_good", _("There is no row that could be imported."))
    if sheet.rows.exclude(link="").filter(part=None).exists():
        raise too_many_parts()


def too_many_parts() -> Invalid:
    """Return the refusal of a sheet whose rows differ too much."""
    said = _(
        "These rows would become more than %(most)s drafts: their reasons, considerations or file numbers "
        "differ. Leave those columns out, or import the sheet in parts."
    )
    return Invalid("sheet_too_many_parts", said % {"most": MOST_PARTS})


def write_drafts(*, actor: Actor, job: Job, clock: Callable[[], datetime]) -> int:
    """Make the drafts of a sheet whose job this worker holds; return how many.

    All links are examined first, draft by draft; then everything is written in one
    transaction under the job's lock: a worker that dies leaves nothing, one that outlived its
    lease writes nothing (LeaseLost). Written in the record of each report; of a long sheet its
    uploader is told.
    """
    drafted: list[Drafted] = []
    for number in range(1, _last_part(actor, job.subject) + 1):
        drafted.append(_draft(actor, job.subject, number, clock()))
        jobs.progress(job, done=sum(each.rows for each in drafted), now=clock())
    now = clock()
    with acting_as(actor):
        jobs.hold(job)
        sheet = lock_sheet(actor, job.subject, SheetState.IMPORTING)
        for each in drafted:
            insert_report(each.report)
            store_findings(each.report, each.examination, anew=False)
            sheet.rows.filter(part=each.part).update(report=each.report)
        record([_entry(sheet, each) for each in drafted], by=actor, at=now)
        sheet.state, sheet.updated_at = SheetState.IMPORTED, now
        sheet.parts = [_without_texts(part) for part in sheet.parts]
        sheet.edit_version += 1
        sheet.save(update_fields=["state", "parts", "updated_at", "edit_version"])
        rows = sum(each.rows for each in drafted)
        jobs.finish(job, result={"drafts": len(drafted), "rows": rows}, now=now)
        tell_end(sheet, job, NoticeKind.SHEET_IMPORTED, now)
    return len(drafted)


def _without_texts(part: dict[str, Any]) -> dict[str, Any]:
    """Return what a part is once its draft stands: its texts are the report's, and erased with it."""
    return {**part, "same": {**part["same"], "reasons": "", "considerations": ""}}


def _last_part(actor: Actor, sheet: UUID) -> int:
    with acting_as(actor):
        found = lock_sheet(actor, sheet, SheetState.IMPORTING)
        return found.rows.aggregate(last=Max("part"))["last"] or 0


def _draft(actor: Actor, sheet: UUID, number: int, now: datetime) -> Drafted:
    with acting_as(actor):
        found = lock_sheet(actor, sheet, SheetState.IMPORTING)
        rows = list(found.rows.filter(part=number).select_related("platform").order_by("number"))
        report = new_report(actor, new_reference(), now)
        before = columns_of(report)
        examination = fill(actor, report, _words_of(found, number, rows), [], now)
    _must_hold_all(rows, examination)
    return Drafted(number, len(rows), report, before, examination)


def _words_of(sheet: Sheet, number: int, rows: Sequence[SheetRow]) -> ReportDraft:
    same = next(part["same"] for part in sheet.parts if part["number"] == number)
    kinds, statements = {}, {}
    for row in rows:
        if row.platform is None:
            continue
        token = token_of(row.platform.slug, row.key)
        if row.reason == ReasonCode.TELEGRAM_NAME and row.kind:
            kinds[token] = row.kind
        if statement := said(sheet, row.cells, SheetField.STATEMENT):
            statements[token] = statement
    return ReportDraft(
        paste="\n".join(row.link for row in rows),
        category=same["category"],
        legal_basis=same["legal_basis"],
        urgency=same["urgency"],
        reasons=same["reasons"],
        considerations=same["considerations"],
        file_number=same["file_number"],
        answers=Answers(kinds=kinds, statements=statements),
    )


def _must_hold_all(rows: Sequence[SheetRow], examination: Examination) -> None:
    """Raise Conflict where a row would be lost: a service was registered or closed meanwhile."""
    kept = {(link.platform.pk if link.platform else None, link.key) for link in examination.links}
    if {(row.platform_id, row.key) for row in rows} - kept or len(examination.links) != len(rows):
        raise Conflict(
            "sheet_judged_otherwise",
            _("Services or hosts were changed since the sheet was checked. Check it anew, then import it."),
        )


def _entry(sheet: Sheet, drafted: Drafted) -> NewEntry:
    entry = saved_entry(drafted.report, drafted.before, drafted.examination)
    return replace(entry, changes={**entry.changes, "sheet": str(sheet.public_id), "rows": drafted.rows})
