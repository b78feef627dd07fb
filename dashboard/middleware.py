"""Who reads, in which language and zone, at which instant, and what he lacks before he may act."""

import time
import zoneinfo
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from accounts.domain.acting import Actor, actor_of
from accounts.domain.own_sessions import SEEN_EVERY, saw_session
from accounts.domain.second_factor import lack_of
from accounts.enums import Lack
from accounts.models import User
from kernel.clock import now_of
from kernel.htmx import go_to, wants_fragment

# When a session was last seen, in the session: by the host's clock, as allauth dates its records.
SEEN = "seen"
HEALTH = frozenset({"/livez", "/readyz", "/statusz", "/metrics"})


class DeskRequest(HttpRequest):
    """A request as the desk's views see it: ``actor`` is None without a seat, or with a lack."""

    user: User
    actor: Actor | None
    lack: Lack | None


# What somebody with a lack may open beside what nobody must sign in for: the way out of it,
# and nothing else.
WAY_OUT: dict[Lack, tuple[str, ...]] = {
    Lack.FACTOR: ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"),
    Lack.PROOF: ("mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}
# Pages send him there; what is no page has no actor and says so in its own way.
PAGES: tuple[list[str], ...] = ([], ["dashboard"])


def _reader(request: HttpRequest) -> tuple[Actor | None, Lack | None]:
    user = request.user
    actor = actor_of(user) if isinstance(user, User) and user.is_authenticated else None
    if actor is None or not isinstance(user, User):
        return None, None
    return actor, lack_of(actor, user, get_authentication_records(request, user))


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


def _stays(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave a page alone whose session ended while it asked for a part: what is typed in it stays."""
    to_the_door = response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL))
    if not to_the_door or not wants_fragment(request):
        return response
    return HttpResponse(status=401)


class ReaderMiddleware:
    """Set ``request.actor`` and the reader's language and zone; show a lack the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeskRequest) -> HttpResponse:
        """Answer the request in the reader's language and zone."""
        reader, lack = _reader(request)
        request.actor = None if lack else reader
        request.lack = lack
        if isinstance(request.user, User):
            self._keep_seen(request)
        if reader is not None:
            self._speak_to(reader, request)
        try:
            response = _stays(request, self.get_response(request))
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        finally:
            timezone.deactivate()
        return response

    def process_view(
        self,
        request: DeskRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Send a reader who lacks something to where he gets it, whatever page he asked for."""
        match = request.resolver_match
        if request.lack is None or match is None or match.namespaces not in PAGES:
            return None
        if not getattr(view, "login_required", True) or match.url_name in WAY_OUT[request.lack]:
            return None
        way = reverse(WAY_OUT[request.lack][0])
        if request.lack is Lack.PROOF and request.method == "GET":
            way = f"{way}?{urlencode({'next': request.get_full_path()})}"
        return go_to(request, way)

    def _keep_seen(self, request: DeskRequest) -> None:
        # The session knows when that was written last: no query until it is due again. Of a
        # session that nobody signed in by the door there is nothing to keep.
        records = get_authentication_records(request, request.user)
        if not records:
            return
        now, last = time.time(), request.session.setdefault(SEEN, records[-1]["at"])
        if now - last > SEEN_EVERY.total_seconds():
            request.session[SEEN] = now
            key = request.session.session_key or ""
            if not saw_session(person=request.user, key=key, now=now_of(request)):
                UserSession.objects.create_from_request(request)

    def _speak_to(self, reader: Actor, request: DeskRequest) -> None:
        # Whoever may not change his profile yet chooses by the cookie of the door.
        if request.lack is None or settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(reader.language)
            request.LANGUAGE_CODE = translation.get_language() or "en"
        timezone.activate(zoneinfo.ZoneInfo(reader.time_zone))
