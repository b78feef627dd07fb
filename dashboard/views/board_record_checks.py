"""The check of the whole record, and the extract of one that is checked elsewhere."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from audit.domain.extracting import extract_of
from cases.domain.case_file import find_case
from cases.domain.record_checks import CHECKERS, RecordCheck, checks_of, order_check, work_checks
from dashboard.views.board_record import RECORD_ROLES, SUBJECT
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import press
from kernel.clock import database_now, now_of
from kernel.files import guarded

# So many cases are checked while the page waits; more are a worker's.
AT_ONCE = 200


@require_http_methods(["GET", "POST"])
@desk_view(*RECORD_ROLES, kinds=AGENCY_KINDS)
def record_checks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the last checks of the agency's record; order one."""
    if request.method == "POST":

        def order() -> None:
            job = order_check(actor=actor, now=now_of(request))
            if job.total <= AT_ONCE:
                work_checks(clock=database_now, subject=UUID(str(job.subject)))

        return press(request, order, done=_("The record is being checked."), to=request.path)
    with acting_as(actor):
        checks = checks_of(actor)
    context = {
        "rows": [(each, _sentences(each)) for each in checks],
        "runs": any(each.job.is_open for each in checks),
        "may_check": actor.has(*CHECKERS),
        "crumbs": [
            {"label": _("Records"), "url": reverse("dashboard:records")},
            {"label": _("Checks of the whole record")},
        ],
    }
    return render(request, "dashboard/record/checks.html", context)


def _sentences(check: RecordCheck) -> list[str]:
    return [fault.sentence for fault in check.faults]


@require_safe
@desk_view(*RECORD_ROLES, kinds=AGENCY_KINDS)
def record_extract(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Hand out the record of a case with all that its hashes cover, for ``manage.py verify_extract``."""
    with acting_as(actor):
        case = find_case(actor, reference)
        said = extract_of(SUBJECT, case.reference, made_at=now_of(request))
    body = json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True)
    return guarded(HttpResponse(body, content_type="application/json"), f"{case.reference}-record.json")
