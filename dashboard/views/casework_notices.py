"""The bell: a person's notices, the newest first; opening one marks it as read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.htmx import go_to
from kernel.paging import keyset_page
from notifications.domain.inbox import mark_all_read, mark_read, notices_of, unread_count
from notifications.domain.texts import render as in_words
from notifications.models import Notice

CURSOR = "after"


@require_safe
@desk_view()
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's own notices."""
    page = keyset_page(notices_of(actor), sort="-created_at", cursor=request.GET.get(CURSOR, ""))
    address = reverse("dashboard:notices")
    facts = {
        "now": now_of(request),
        "notices": [_line(actor, notice) for notice in page.rows],
        "unread": unread_count(actor),
        "next_url": f"{address}?{CURSOR}={page.next_cursor}" if page.next_cursor else "",
        "first_url": address if request.GET.get(CURSOR) else "",
    }
    return render(request, "dashboard/casework/notices.html", facts)


def _line(actor: Actor, notice: Notice) -> dict[str, Any]:
    words = in_words(notice.kind, notice.context, actor.language, actor.time_zone)
    return {"notice": notice, "text": words.notice, "opens": bool(_path_of(notice))}


def _path_of(notice: Notice) -> str:
    """Return where a notice leads within the desk; empty for nowhere, and for anywhere else."""
    path = notice.context.get("path")
    return path if isinstance(path, str) and path.startswith("/") and not path.startswith("//") else ""


@require_POST
@desk_view()
def notice_read(request: HttpRequest, actor: Actor, notice: UUID) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    found = notices_of(actor).filter(public_id=notice).first()
    if found is None:
        raise Http404
    mark_read(actor=actor, notices=[notice], now=now_of(request))
    return go_to(request, _path_of(found) or reverse("dashboard:notices"))


@require_POST
@desk_view()
def notices_read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all notices as read."""
    number = mark_all_read(actor=actor, now=now_of(request))
    words = ngettext("%(number)s notice marked as read.", "%(number)s notices marked as read.", number)
    messages.success(request, words % {"number": number})
    return go_to(request, reverse("dashboard:notices"))
