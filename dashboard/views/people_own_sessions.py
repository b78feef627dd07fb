"""What everybody sees of himself: where he is signed in, and what the record says he read and did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.own_sessions import end_session, own_sessions
from audit.enums import ActorKind
from audit.models import Entry
from dashboard.views.desk import desk_view
from dashboard.views.people_own_words import deed_in_words, known_of, subject_in_words
from dashboard.views.people_saving import press
from kernel.clock import now_of
from kernel.paging import keyset_page


@never_cache
@require_safe
@desk_view()
def sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the reader's own sessions."""
    found = own_sessions(actor, current=request.session.session_key or "", now=now_of(request))
    return render(request, "dashboard/people/own_sessions.html", {"sessions": found})


@require_POST
@desk_view()
def session_end(request: HttpRequest, actor: Actor, session: int) -> HttpResponse:
    """End one of the reader's own sessions."""
    return press(
        request,
        lambda: end_session(actor=actor, session=session, now=now_of(request)),
        done=_("The session is ended."),
        to=reverse("dashboard:own_sessions"),
    )


@require_safe
@desk_view()
def own_log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the reader read and did himself, the newest first; nobody else's."""
    if actor.user_id is None:
        return redirect("dashboard:home")
    cursor = request.GET.get("after", "")
    entries = Entry.objects.filter(actor_kind=ActorKind.USER, actor_id=actor.id)
    page = keyset_page(entries, sort="-id", cursor=cursor)
    address = reverse("dashboard:own_log")
    known = known_of(actor, page.rows)
    context = {
        "now": now_of(request),
        "lines": [(entry, deed_in_words(entry.verb), *subject_in_words(entry, known)) for entry in page.rows],
        "next_url": f"{address}?after={page.next_cursor}" if page.next_cursor else "",
        "first_url": address if cursor else "",
    }
    return render(request, "dashboard/people/own_log.html", context)
