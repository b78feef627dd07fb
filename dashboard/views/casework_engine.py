"""How the engine stands, for a page that is open: what of its frame has changed since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from operations.domain.heartbeats import engine_at


@never_cache
@require_safe
@desk_view()
def engine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the bar anew where it says something else by now, and how long ago the engine was here."""
    found = engine_at(now_of(request))
    changed = request.GET.get("shown") != found.state
    response = render(request, "components/_engine_state.html", {"engine": found, "changed": changed})
    if not changed:
        response["HX-Reswap"] = "none"  # a bar that stays is not announced again
    return response
