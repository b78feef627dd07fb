"""How the work at a sheet ended: why nothing came of it, and who is told."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from cases.domain.directory import of_member
from cases.models import Sheet
from notifications.domain.telling import Telling, tell
from notifications.enums import NoticeKind
from operations.domain.jobs import GAVE_UP
from operations.models import Job

NO_SEAT, RAISED = "no_seat", "raised"
# A sheet of so many rows is worked at while its page is fetched; of a longer one its end is told.
AT_ONCE = 1_000


def why_nothing_came(sheet: Sheet) -> str:
    """Return why nothing came of the last work at a sheet, in the reader's language; empty for none."""
    job = sheet.job
    if job is None or not job.error:
        return ""
    said = job.said.get(get_language() or "", "") or job.said.get("en", "")
    if said:
        return str(said)
    if job.error == NO_SEAT:
        return _("Whoever asked for it has no seat any more.")
    if job.error == GAVE_UP:
        return _("It was begun several times and never came to its end. Nothing was imported.")
    return _("Something went wrong that the desk did not expect. Nothing was imported; it is in the log.")


def tell_end(sheet: Sheet, job: Job, kind: NoticeKind, now: datetime) -> None:
    """Tell whoever uploaded a long sheet that its import ended, in the page alone. Inner part of a verb."""
    if sheet.row_count <= AT_ONCE:
        return
    seats = Membership.objects.filter(
        user=sheet.uploader_id, organisation=sheet.agency_id, user__is_active=True
    )
    tell(
        [
            Telling(
                key=f"sheet:{sheet.public_id}:{job.public_id}:{kind}",
                kind=kind,
                recipient=replace(of_member(seat), address=""),
                subject_kind="sheet",
                subject_id=str(sheet.public_id),
                context={"items": job.result.get("rows", 0), "path": f"/reports/sheets/{sheet.public_id}/"},
            )
            for seat in seats.select_related("user")
        ],
        now=now,
    )
