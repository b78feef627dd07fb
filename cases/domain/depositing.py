"""Bytes of files on their way into the store of objects: before the verb that attaches them.

First a row says which hash is coming, then the bytes go, outside of every transaction; the
verb holds the row. Whatever dies in between leaves bytes that no row holds, for the sweep-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as, must_hold_nothing
from cases.domain import object_store
from cases.domain.case_file import find_case
from cases.domain.evidence_files import NewFile
from cases.domain.exhibits import refuse_files
from cases.domain.originals import left
from cases.domain.report_locking import known_report
from cases.models import Case, Report
from kernel.errors import Unavailable

UNHELD_FOR = timedelta(days=1)
log = structlog.get_logger(__name__)

# What is being removed takes nobody's promise; what a row holds stays held.
_PROMISE = """
INSERT INTO cases_deposit AS d (sha256, size, report_id, keep_until)
VALUES (%(sha256)s, %(size)s, %(report)s, %(until)s)
ON CONFLICT (sha256) DO UPDATE
SET report_id = excluded.report_id,
    keep_until = CASE WHEN d.keep_until IS NOT NULL THEN excluded.keep_until END
WHERE d.leaving_at IS NULL
RETURNING d.id
"""


@dataclass(slots=True)
class HandedOver:
    """Files that can be attached, and a refusal for each other."""

    files: list[NewFile] = field(default_factory=list)
    refused: list[Unavailable] = field(default_factory=list)


def hand_over(
    *, actor: Actor, files: Sequence[NewFile], report: str = "", case: str = "", now: datetime
) -> HandedOver:
    """Bring the bytes of files, which are for a report or a case, to where new originals lie.

    Slow: the network. Nothing where they lie in the database: the verb writes them there.
    Raises NotKnown, and Invalid for a restricted category, before a byte leaves.
    """
    must_hold_nothing()
    if not files or not object_store.is_chosen():
        return HandedOver(list(files))
    with acting_as(actor):
        whose = _report_of(actor, report, case)
    handed = HandedOver()
    for file in files:
        try:
            handed.files.append(replace(file, deposit=_deposit(file, whose, now)))
        except Unavailable as error:
            handed.refused.append(error)
    return handed


def _report_of(actor: Actor, report: str, case: str) -> int | None:
    if report:
        found = known_report(actor, report)
        refuse_files(found.category)
        return found.pk
    row: Case = find_case(actor, case)
    came_from = Report.objects.filter(filings__case=row).select_related("category").first()
    refuse_files(row.category, came_from.category if came_from else None)
    return came_from.pk if came_from else None


def _deposit(file: NewFile, report: int | None, now: datetime) -> int:
    said: dict[str, int | str | datetime | None] = {
        "sha256": file.sha256,
        "size": file.size,
        "report": report,
        "until": now + UNHELD_FOR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PROMISE, said)
        promised = cursor.fetchone()
    if promised is None:
        raise left()
    deposit: int = promised[0]
    try:
        object_store.put(file.source, file.sha256)
    except object_store.StoreSilent:
        words = _(
            "“%(name)s” was not taken: the store of originals does not answer. Try again in some minutes."
        )
        raise Unavailable("store_silent", words % {"name": file.name}, field="uploads") from None
    except object_store.NotWhole as error:
        log.exception("evidence_store_not_whole", sha256=file.sha256, how=error.how)
        words = _(
            "“%(name)s” was not taken: the store of originals did not keep it whole. Tell who runs the desk."
        )
        raise Unavailable("store_not_whole", words % {"name": file.name}, field="uploads") from None
    return deposit
