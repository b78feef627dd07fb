"""The link in a test notice: a GET shows it and writes nothing, a POST confirms. No account."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from cases.domain.drilling import answer_drill, drill_by_link
from channels_registry.models import Drill
from dashboard.views.casework_link import by_link
from kernel.clock import now_of

by_drill_link = partial(by_link, read=drill_by_link)


@by_drill_link
@require_safe
def drill(request: HttpRequest, actor: Actor, drill: Drill, token: str) -> HttpResponse:
    """Say that this is a test, and ask the contact to confirm that it was read."""
    context = {
        "drill": drill,
        "contact": actor,
        "token": token,
        "first": actor.contact_id == drill.contact_id,
    }
    return render(request, "dashboard/people/drill.html", context)


@by_drill_link
@require_POST
def drill_answer(request: HttpRequest, actor: Actor, drill: Drill, token: str) -> HttpResponse:
    """Stamp the answer."""
    answer_drill(actor=actor, drill=drill.public_id, now=now_of(request))
    return HttpResponseRedirect(reverse("dashboard:drill", args=[token]))
