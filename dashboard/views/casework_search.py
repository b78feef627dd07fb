"""Search: one field for a reference, a link in any spelling, a name, or words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain.queue import QueueTab, rows_of
from cases.domain.search import Findings, search
from cases.permissions import READERS
from dashboard.views.casework_queue import opens
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Invalid


@never_cache
@require_safe
@desk_view(*READERS)
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the cases that fit what was typed."""
    words = request.GET.get("q", "").replace("\x00", "")
    shown: dict[str, Any] = {"words": words, "now": now_of(request), "fault": ""}
    with acting_as(actor):
        try:
            found = search(actor=actor, words=words) if words.strip() else Findings([], 0)
        except Invalid as refused:
            found, shown["fault"] = Findings([], 0), refused.message
        rows = rows_of(actor, QueueTab.ALL, [each.case for each in found.shown])
    shown["found"] = found
    shown["rows"] = [(each, row, opens(each.case)) for each, row in zip(found.shown, rows, strict=True)]
    return render(request, "dashboard/casework/search.html", shown)
