"""Outages: when a portal was down, and the time that was credited for it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor
from accounts.enums import AGENCY_KINDS, Role
from cases.domain.outages import DECLARERS, declare_outage, outages_of, require_declarer
from cases.models import Outage
from dashboard.forms.people_outages import OutageForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, saved, setup_page
from kernel.clock import now_of


@require_http_methods(["GET", "POST"])
@desk_view(*DECLARERS, Role.AUDITOR, kinds=AGENCY_KINDS)
def outages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what the agency declared; declare one."""
    if request.method == "POST":
        require_declarer(actor)
    form = OutageForm(request.POST or None)
    made: list[Outage] = []
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: made.append(declare_outage(actor=actor, now=now_of(request), **form.cleaned_data)),
        )
        if status == DONE:
            number = made[0].cases
            done = ngettext("Credited in %(number)s case.", "Credited in %(number)s cases.", number)
            return saved(request, done % {"number": number}, request.path)
    context = {"form": form, "outages": outages_of(actor), "may_declare": actor.has(*DECLARERS)}
    return setup_page(request, actor, "outages.html", context, status)
