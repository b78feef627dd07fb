"""What happened to mine: the cases that a reader filed, the newest answer first."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.own_answers import Came, came_to, looked_at, new_since, own_cases, see_answers
from dashboard.views.desk import desk_view
from dashboard.views.intake_lists import MINE, report_tabs
from kernel.clock import now_of
from kernel.htmx import go_to
from kernel.paging import keyset_page

NEW = "new"
SIZE = 50


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(Role.ANALYST, kinds=(OrganisationKind.ISSUING,))
def own_answers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what became of the reader's cases; POST keeps that he has seen it."""
    if request.method == "POST":
        return _seen(request, actor)
    now = now_of(request)
    only_new = request.GET.get("show") == NEW
    with acting_as(actor):
        since = looked_at(actor)
        mine = own_cases(actor)
        fresh = new_since(mine, since)
        shown = (fresh if only_new else mine).select_related("platform", "category", "filing__report")
        page = keyset_page(shown, sort="-came_at", cursor=request.GET.get("after", ""), size=SIZE)
        came = came_to(page.rows)
        news = fresh.count()
        tabs = report_tabs(actor, MINE)
    context = {
        "rows": [(case, came.get(case.pk, Came()), _is_new(case, since)) for case in page.rows],
        "tabs": tabs,
        "news": news,
        "since": since,
        "only_new": only_new,
        "now": now,
        "until": now.isoformat(),
        "next_url": _address(only_new, page.next_cursor) if page.next_cursor else "",
        "first_url": _address(only_new) if request.GET.get("after") else "",
    }
    return render(request, "dashboard/intake/own.html", context)


def _is_new(case: object, since: datetime | None) -> bool:
    answer_at: datetime | None = case.answer_at  # type: ignore[attr-defined]  # annotated
    return answer_at is not None and (since is None or answer_at > since)


def _seen(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = now_of(request)
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = now
    see_answers(actor=actor, until=until if until.tzinfo else now, now=now)
    messages.success(request, _("Kept. What comes from now on is marked as new."))
    return go_to(request, reverse("dashboard:own_answers"))


def _address(only_new: bool, cursor: str = "") -> str:
    asked = {**({"show": NEW} if only_new else {}), **({"after": cursor} if cursor else {})}
    base = reverse("dashboard:own_answers")
    return f"{base}?{urlencode(asked)}" if asked else base
