"""Workers of sheets: whoever is free takes a job, does it in portions, and leaves it done.

Found as rows: by Celery's hints, by the loop that needs no broker, and for a small sheet by
the page itself. A portion is one transaction with the job's progress in it, so that whoever
comes after a killed worker goes on where the rows say.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import translation

from accounts.domain.acting import ENGINE, Actor, acting_as, actor_of
from accounts.domain.bearing import bearer_by_id
from accounts.models import User
from cases.domain.sheets.ending import NO_SEAT, RAISED, tell_end
from cases.domain.sheets.importing import write_drafts
from cases.domain.sheets.judging import Judge
from cases.domain.sheets.locking import lock_sheet
from cases.domain.sheets.parting import Parting
from cases.domain.sheets.taking import TOKEN, forget_sheets
from cases.enums import SheetState
from cases.models import Sheet, SheetRow
from kernel.errors import DomainError
from notifications.enums import NoticeKind
from operations.domain import jobs
from operations.enums import JobKind
from operations.models import Job

KINDS = (JobKind.JUDGE_SHEET, JobKind.IMPORT_SHEET)
PORTION = 1_000
# Of one hint: a worker that is asked for longer could miss the deadlines of others.
PORTIONS = 10
log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]

_KEEP = """
UPDATE cases_sheetrow r
SET standing = u.standing, verdict = u.verdict, platform_id = u.platform,
    kind = u.kind, key = u.key, reason = u.reason, shown = u.shown, link = u.link,
    disposition = u.disposition, same_as = u.same_as, problems = u.problems::jsonb, part = u.part
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::int[], %s::text[], %s::smallint[])
    AS u (id, standing, verdict, platform, kind, key, reason, shown, link, disposition, same_as,
    problems, part)
WHERE r.id = u.id
"""


def work_sheets(*, clock: Clock, subject: UUID | None = None) -> int:
    """Work at jobs on sheets, one after another, or at that of one sheet; return how many ended.

    ``clock`` is read again before each portion: a lease lives by it. Safe in any number of
    processes and at any point of death. Raises only where the database cannot be reached.
    """
    ended = 0
    while (job := jobs.take(KINDS, now=clock(), subject=subject)) is not None:
        if not _worked(job, clock):
            break
        ended += 1
    if subject is None:
        forget_sheets(now=clock())
    return ended


def _worked(job: Job, clock: Clock) -> bool:
    try:
        return _work(job, clock)
    except jobs.LeaseLost:
        return True
    except DomainError as error:
        _give_up(job, error.code, _in_all_languages(error), clock())
        return True
    except DatabaseError:
        raise
    except Exception:  # tried again by whoever takes it next, a few times
        log.exception("sheet_job_raised", kind=job.kind)
        if job.attempts >= jobs.ATTEMPTS:
            _give_up(job, RAISED, {}, clock())
        else:
            jobs.release(job, tried_in_vain=True)
        return False


def _work(job: Job, clock: Clock) -> bool:
    actor = _actor_of(job, clock())
    if job.attempts > jobs.ATTEMPTS:  # whoever was at it died each time
        _give_up(job, jobs.GAVE_UP, {}, clock())
        return True
    if actor is None:
        _give_up(job, NO_SEAT, {}, clock())
        return True
    if job.kind == JobKind.IMPORT_SHEET:
        write_drafts(actor=actor, job=job, clock=clock)
        return True
    for _number in range(PORTIONS):
        if judge_portion(actor=actor, job=job, now=clock()):
            return True
    jobs.release(job)
    return False


def judge_portion(*, actor: Actor, job: Job, now: datetime) -> bool:
    """Judge the next rows of a sheet whose job this worker holds; return whether none is left.

    Rows, progress and, at the end, the sheet's state are written in one transaction. Raises
    LeaseLost.
    """
    with acting_as(actor):
        jobs.hold(job)
        sheet = lock_sheet(actor, job.subject, SheetState.JUDGING)
        rows = sheet.rows.order_by("number")
        judge, parting = Judge(actor, sheet, now), Parting(sheet, sheet.parts)
        judge.know(rows.values_list("platform_id", "key", "number", "standing", "disposition")[: job.done])
        portion = list(rows[job.done : job.done + PORTION])
        parting.put(portion, judge.judge(portion))
        _keep(portion)
        sheet.parts, done = parting.kept(), job.done + len(portion)
        over = done >= sheet.row_count
        if over:
            sheet.state, sheet.updated_at = SheetState.JUDGED, now
            sheet.edit_version += 1
            jobs.finish(job, result={}, now=now)
        else:
            jobs.progress(job, done=done, now=now)
        sheet.save(update_fields=["state", "parts", "updated_at", "edit_version"])
        return over


def _actor_of(job: Job, now: datetime) -> Actor | None:
    """Return who asked for it as he stands now: a person, or a token of his that still holds."""
    if token := job.words.get(TOKEN):
        actor = bearer_by_id(UUID(token), now)
    else:
        people = User.objects.select_related("membership__organisation")
        person = people.filter(pk=job.person).first()
        actor = actor_of(person) if person else None
    return actor if actor and actor.organisation_id == job.organisation else None


def _give_up(job: Job, code: str, said: dict[str, str], now: datetime) -> None:
    """Let the sheet be looked at and checked anew, and say why nothing came of it."""
    back = SheetState.COLUMNS if job.kind == JobKind.JUDGE_SHEET else SheetState.JUDGED
    with acting_as(ENGINE):
        jobs.fail(job, error=code, said=said, now=now)
        Sheet.objects.filter(public_id=job.subject).update(state=back, updated_at=now)
        sheet = Sheet.objects.filter(public_id=job.subject).first()
        if sheet is not None and job.kind == JobKind.IMPORT_SHEET:
            tell_end(sheet, job, NoticeKind.SHEET_FAILED, now)


def _in_all_languages(error: DomainError) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(error.message)
    return said


def _keep(rows: Sequence[SheetRow]) -> None:
    columns = zip(*(_as_written(row) for row in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in columns])


def _as_written(row: SheetRow) -> tuple[object, ...]:
    return (
        row.pk, str(row.standing), str(row.verdict), row.platform_id, str(row.kind), row.key, str(row.reason),
        row.shown, row.link, str(row.disposition), row.same_as, json.dumps(row.problems), row.part,
    )  # fmt: skip
