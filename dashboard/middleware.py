"""Who reads, in which language and zone, at which instant."""

import zoneinfo
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone, translation

from accounts.domain.acting import Actor, actor_of
from accounts.models import User
from kernel.clock import database_now

HEALTH = frozenset({"/livez", "/readyz", "/statusz"})


class DeskRequest(HttpRequest):
    """A request as the desk's views see it: ``actor`` is None without a seat."""

    user: User
    actor: Actor | None


def now_of(request: HttpRequest) -> datetime:
    """Return the database's instant, read once a request."""
    instant: datetime | None = getattr(request, "_now", None)
    if instant is None:
        instant = database_now()
        request._now = instant  # type: ignore[attr-defined]
    return instant


def _actor(request: HttpRequest) -> Actor | None:
    user = request.user
    return actor_of(user) if isinstance(user, User) and user.is_authenticated else None


class HealthMiddleware:
    """Answer health checks before anything else looks at them.

    They come from inside, in plain HTTP, under whatever name the host has there: no redirect
    to TLS, no check of the host's name, no session, no reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the view of a health check, or go on."""
        if request.path_info not in HEALTH:
            return self.get_response(request)
        response: HttpResponse = resolve(request.path_info).func(request)
        return response


class ReaderMiddleware:
    """Set ``request.actor`` and the reader's language and zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the reader's language and zone."""
        actor = _actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is not None:
            translation.activate(actor.language)
            request.LANGUAGE_CODE = translation.get_language() or "en"
            timezone.activate(zoneinfo.ZoneInfo(actor.time_zone))
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        finally:
            timezone.deactivate()
        return response
