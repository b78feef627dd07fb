"""What is held about a person: for himself, and for who manages him. As a page and as data."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor
from cases.domain.held import Holding, held_about, held_about_oneself
from dashboard.views.desk import desk_view
from dashboard.views.people_people import MANAGERS


@require_safe
@desk_view()
def held(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what is held about the reader."""
    return _answer(request, held_about_oneself(actor))


@require_safe
@desk_view(*MANAGERS)
def person_held(request: HttpRequest, actor: Actor, person: UUID) -> HttpResponse:
    """List what is held about a person of the reader's organisation."""
    return _answer(request, held_about(actor, person))


def _answer(request: HttpRequest, found: Holding) -> HttpResponse:
    if request.GET.get("format") == "json":
        rows = [{"what": row.code, "words": str(row.label), "rows": row.count} for row in found.rows]
        answer = JsonResponse({"account": found.account, "rows": rows}, json_dumps_params={"indent": 1})
        answer["Content-Disposition"] = 'attachment; filename="held.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer
    context = {"holding": found, "rows": [row for row in found.rows if row.count]}
    return render(request, "dashboard/people/held.html", context)
