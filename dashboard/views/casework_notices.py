"""The bell: what a person has not read, a line a case; opening a line marks it as read."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.htmx import go_to, wants_fragment
from kernel.paging import PAGE_SIZE, keyset_page
from notifications.domain.inbox import Thread, mark_all_read, mark_read, notices_of, unread_threads
from notifications.domain.texts import render as in_words
from notifications.models import Notice

CURSOR, BEFORE, OF = "after", "before", "of"
IN_PANEL = 6


@require_safe
@desk_view()
def notices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's own notices: the unread by case, then those that were read; or one case's."""
    of = request.GET.get(OF, "")
    return _of_thread(request, actor, of) if of else _all(request, actor)


@never_cache
@require_safe
@desk_view()
def notices_panel(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give what the bell opens: the unread that moved last."""
    if not wants_fragment(request):
        return redirect("dashboard:notices")
    return _panel(request, actor)


def _panel(request: HttpRequest, actor: Actor, *, marked: bool = False) -> HttpResponse:
    found = unread_threads(actor, limit=IN_PANEL)
    context = {"threads": [_thread(actor, each) for each in found], "marked": marked}
    return render(request, "dashboard/casework/_notices_panel.html", context)


def _all(request: HttpRequest, actor: Actor) -> HttpResponse:
    cursor, before = request.GET.get(CURSOR, ""), _id_in(request.GET.get(BEFORE))
    threads = [] if cursor else unread_threads(actor, limit=PAGE_SIZE + 1, before=before)
    further = len(threads) > PAGE_SIZE
    threads = threads[:PAGE_SIZE]
    address, next_url, lines = reverse("dashboard:notices"), "", []
    if further:
        next_url = f"{address}?{urlencode({BEFORE: str(threads[-1].newest.public_id)})}"
    else:
        page = keyset_page(notices_of(actor).filter(read_at__isnull=False), sort="-created_at", cursor=cursor)
        lines = [_line(actor, notice) for notice in page.rows]
        next_url = f"{address}?{CURSOR}={page.next_cursor}" if page.next_cursor else ""
    facts = {
        "threads": [_thread(actor, each) for each in threads],
        "lines": lines,
        "next_url": next_url,
        "first_url": address if cursor or before else "",
    }
    return render(request, "dashboard/casework/notices.html", facts)


def _of_thread(request: HttpRequest, actor: Actor, of: str) -> HttpResponse:
    cursor = request.GET.get(CURSOR, "")
    page = keyset_page(notices_of(actor).filter(thread=of), sort="-created_at", cursor=cursor)
    if not page.rows and not cursor:
        raise Http404
    address = f"{reverse('dashboard:notices')}?{urlencode({OF: of})}"
    facts = {
        "of": of,
        "about": page.rows[0].context.get("reference", "") if page.rows else "",
        "lines": [_line(actor, notice) for notice in page.rows],
        "next_url": f"{address}&{CURSOR}={page.next_cursor}" if page.next_cursor else "",
        "first_url": address if cursor else "",
    }
    return render(request, "dashboard/casework/notices_of.html", facts)


def _line(actor: Actor, notice: Notice) -> dict[str, Any]:
    words = in_words(notice.kind, notice.context, actor.language, actor.time_zone)
    return {"notice": notice, "text": words.notice}


def _thread(actor: Actor, thread: Thread) -> dict[str, Any]:
    return {
        **_line(actor, thread.newest),
        "more": thread.number - 1,
        "about_a_kind": thread.about_a_kind,
        "kinds": [str(kind.label) for kind in thread.kinds],
        "url": f"{reverse('dashboard:notices')}?{urlencode({OF: thread.newest.thread})}",
    }


def _path_of(notice: Notice) -> str:
    """Return where a notice leads within the desk; empty for nowhere, and for anywhere else."""
    path = notice.context.get("path")
    return path if isinstance(path, str) and path.startswith("/") and not path.startswith("//") else ""


@require_POST
@desk_view()
def notice_read(request: HttpRequest, actor: Actor, notice: UUID) -> HttpResponse:
    """Mark one notice as read and go where it leads, or stay with the others of its case."""
    found = notices_of(actor).filter(public_id=notice).first()
    if found is None:
        raise Http404
    mark_read(actor=actor, notices=[notice], now=now_of(request))
    if request.POST.get("stay"):
        return go_to(request, f"{reverse('dashboard:notices')}?{urlencode({OF: found.thread})}")
    return go_to(request, _path_of(found) or reverse("dashboard:notices"))


@require_POST
@desk_view()
def notices_read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all notices as read, or those of one case; up to the newest that the page showed.

    From the bell's panel one stays on the page: the panel comes anew, with the number.
    """
    number = mark_all_read(
        actor=actor,
        now=now_of(request),
        thread=request.POST.get(OF, ""),
        newest=_id_in(request.POST.get("newest")),
    )
    if wants_fragment(request):
        return _panel(request, actor, marked=True)
    words = ngettext("%(number)s notice marked as read.", "%(number)s notices marked as read.", number)
    messages.success(request, words % {"number": number})
    return go_to(request, reverse("dashboard:notices"))


def _id_in(typed: str | None) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None
