"""Due times in the calendar of whoever wants them there: its address, and what stands in it."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from icalendar import Calendar, Event

from accounts.domain.acting import Actor
from accounts.domain.feeds import end_feed, feed_of, make_feed, reader_by
from cases.domain.due_times import Due, due_times
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import press
from kernel.clock import now_of
from kernel.errors import NotKnown

EVERY = timedelta(minutes=15)
LIMIT = {"due_calendar": "60/m/ip"}


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_variables("secret")
@desk_view()
def own_feed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say whether the reader's calendar has an address; make a new one and show it this once."""
    url = ""
    if request.method == "POST":
        secret = make_feed(actor=actor, now=now_of(request))
        url = f"{settings.BASE_URL}{reverse('dashboard:due_calendar', args=[secret])}"
    context = {"feed": feed_of(actor), "url": url}
    return render(request, "dashboard/people/own_feed.html", context)


@require_POST
@desk_view()
def own_feed_end(request: HttpRequest, actor: Actor) -> HttpResponse:
    """End the address of the reader's calendar."""
    return press(
        request,
        lambda: end_feed(actor=actor, now=now_of(request)),
        done=gettext_lazy("The address is ended. A calendar that asks for it gets nothing."),
        to=reverse("dashboard:own_feed"),
    )


@login_not_required
@require_safe
@sensitive_variables("secret")
def due_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the due times of whoever made this address, as he may read them now."""
    if not ratelimit.consume(request, app="dashboard", limit_get=True, config=LIMIT, action="due_calendar"):
        return HttpResponse(status=429)
    try:
        reader = reader_by(secret)
    except NotKnown as error:
        raise Http404(str(error)) from error
    found = due_times(reader, now=now_of(request))
    with translation.override(reader.language):
        body = _calendar(found).to_ical()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(body)
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    answer["ETag"] = etag
    answer["Cache-Control"] = f"private, max-age={int(EVERY.total_seconds())}"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _calendar(found: list[Due]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Takedown//Due times//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Takedown: due times"))
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    for due in found:
        calendar.add_component(_event(due))
    return calendar


def _event(due: Due) -> Event:
    event = Event()
    event.add("uid", f"{due.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", due.changed_at)
    event.add("last-modified", due.changed_at)
    event.add("dtstart", due.due_at)
    event.add("summary", f"{due.reference} · {due.kind.label}")
    event.add("url", f"{settings.BASE_URL}{reverse('dashboard:case', args=[due.reference])}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
