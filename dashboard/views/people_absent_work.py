"""The work of a person who is away: a look at it first, then all to the stand-in or to everybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.domain.absences import absence_of
from accounts.domain.acting import Actor
from cases.domain.absent_work import Moved, absent_work, move_absent_work
from cases.permissions import READERS
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import setup_page
from kernel.clock import now_of
from kernel.htmx import go_to


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def absence_work(request: HttpRequest, actor: Actor, absence: UUID) -> HttpResponse:
    """Show what would move and what moved; move it."""
    found = absence_of(actor, absence)
    if request.method == "POST":
        to_stand_in = request.POST.get("to") == "stand_in"
        moved = move_absent_work(actor=actor, absence=found, to_stand_in=to_stand_in, now=now_of(request))
        _say(request, moved)
        return go_to(request, reverse("dashboard:absence_work", args=[absence]))
    context = {"absence": found, "work": absent_work(actor, found)}
    return setup_page(request, actor, "absent_work.html", context)


def _say(request: HttpRequest, moved: Moved) -> None:
    words = ngettext("%(number)s case moved.", "%(number)s cases moved.", moved.count)
    messages.success(request, words % {"number": moved.count})
    for reference, reason in moved.skipped[:10]:
        messages.warning(
            request, _("%(reference)s stays: %(reason)s") % {"reference": reference, "reason": reason}
        )
