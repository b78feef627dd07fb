"""A report to read: what was found, how far each link got; take over and return."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.evidence_reading import pieces_of_report
from cases.domain.joining import may_join
from cases.domain.referring import return_report, take_over
from cases.domain.report_locking import known_report
from cases.domain.report_outcomes import follow, shows_words
from cases.enums import ReportState
from cases.models import Report
from dashboard.forms.intake_case import ReturnForm
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid
from kernel.htmx import go_to

ISSUING = (OrganisationKind.ISSUING,)


def read_page(
    request: HttpRequest,
    actor: Actor,
    report: Report,
    *,
    return_form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a report that cannot be written by this reader now."""
    with acting_as(actor):
        followed = follow(actor, report)
        pieces = pieces_of_report(actor, report)
    wrote = report.agency_id == actor.organisation_id
    waits_for_us = report.issuing_id == actor.organisation_id and not wrote
    page: dict[str, Any] = {
        "report": report,
        "report_reference": report.reference,
        "followed": followed,
        "pieces": pieces,
        "references": sorted({row.reference for row in followed if row.reference}),
        "wrote": wrote,
        "shows_words": shows_words(actor, report),
        "joins": {row.token for row in followed} if may_join(actor, report) else frozenset(),
        "may_take_over": waits_for_us and actor.has(Role.ANALYST) and report.state == ReportState.REFERRED,
        "return_form": return_form or ReturnForm(),
        "crumbs": [
            {"label": _("Reports"), "url": reverse("dashboard:reports")},
            {"label": report.reference},
        ],
    }
    return render(request, "dashboard/intake/report.html", page, status=status)


@require_POST
@desk_view(Role.ANALYST, kinds=ISSUING)
def report_take_over(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Take a referred report over."""
    take_over(actor=actor, reference=reference, now=now_of(request))
    messages.success(request, _("Taken over. You can edit and file it now."))
    return go_to(request, reverse("dashboard:report", args=[reference]))


@require_POST
@desk_view(Role.ANALYST, kinds=ISSUING)
def report_return(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Give a referred report back with a reason."""
    form = ReturnForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid("reason_missing", _("Write why you return it."), field="reason")
        reason = form.cleaned_data["reason"]
        return_report(actor=actor, reference=reference, reason=reason, now=now_of(request))
    except (Conflict, Invalid) as error:
        if not form.errors:
            form.add_error(None, str(error))
        with acting_as(actor):
            report = known_report(actor, reference)
        return read_page(request, actor, report, return_form=form, status=error.status)
    messages.success(request, _("Returned with your reason."))
    return go_to(request, reverse("dashboard:reports"))
