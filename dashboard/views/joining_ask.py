"""Ask to join the case that pursues a link of one's own report already."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from cases.domain.joining import ask_to_join, link_to_join
from cases.permissions import AGENCY_READERS
from dashboard.forms.joining import JoinForm, initial_of
from dashboard.views.desk import desk_view
from dashboard.views.intake_read import ISSUING
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid
from kernel.htmx import go_to


@require_http_methods(["GET", "POST"])
@desk_view(*AGENCY_READERS, kinds=ISSUING)
def join(request: HttpRequest, actor: Actor, reference: str, token: str) -> HttpResponse:
    """Show the form of a joining, or ask for it. A rule that says no comes back with everything typed."""
    now = now_of(request)
    with acting_as(actor):
        link = link_to_join(actor, reference, token)
    if request.method == "GET":
        form = JoinForm(actor=actor, report=link.report, now=now, initial=initial_of(link.report))
        return _page(request, actor, reference, token, form, 200)
    form = JoinForm(request.POST, actor=actor, report=link.report, now=now)
    if not form.is_valid():
        return _page(request, actor, reference, token, form, 422)
    try:
        asked = ask_to_join(actor=actor, reference=reference, token=token, draft=form.draft(), now=now)
    except (Conflict, Invalid) as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, actor, reference, token, form, error.status)
    messages.success(request, _("Asked. Another person of your agency confirms it."))
    return go_to(request, reverse("dashboard:joined_case", args=[asked.public_id]))


def _page(
    request: HttpRequest, actor: Actor, reference: str, token: str, form: JoinForm, status: int
) -> HttpResponse:
    with acting_as(actor):
        link = link_to_join(actor, reference, token)
    page = {
        "link": link,
        "form": form,
        "now": now_of(request),
        "crumbs": [
            {"label": _("Reports"), "url": reverse("dashboard:reports")},
            {"label": reference, "url": reverse("dashboard:report", args=[reference])},
            {"label": _("Join a case")},
        ],
    }
    return render(request, "dashboard/joining/join.html", page, status=status)
