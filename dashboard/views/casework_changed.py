"""Whether a case has changed since its page was opened: asked quietly by the page itself.

The page is not drawn anew under the reader's hands: what he types or has unfolded stays. He is
told, and opens it as it is now when he chooses.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain.case_file import changed_at
from cases.permissions import READERS
from dashboard.views.desk import desk_view

NOTHING_NEW = 204


@never_cache
@require_safe
@desk_view(*READERS)
def changed(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Say that the case has changed since ``seen``, as the page wrote it; else say nothing."""
    with acting_as(actor):
        now_at = changed_at(actor, reference)
    if request.GET.get("seen") == now_at.isoformat():
        return HttpResponse(status=NOTHING_NEW)
    told = {"reference": reference, "at": now_at}
    return render(request, "dashboard/casework/_changed.html", told)
