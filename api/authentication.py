"""Who asks: a signed-in person (with the CSRF token) or a program with a token of its organisation."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.domain.acting import Actor
from accounts.domain.bearing import bearer_of, mark_used
from accounts.models import User
from kernel.clock import now_of

CHALLENGE = 'Bearer realm="takedown"'


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer tdk_…``. Where it is given it decides, whoever is signed in."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        """Return the token's person and actor; None without a token. Raises AuthenticationFailed."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return None
        plain: HttpRequest = request._request
        now = now_of(plain)
        bearer = bearer_of(secret.strip(), now) if scheme.lower() == "bearer" else None
        if bearer is None:
            raise AuthenticationFailed(_("This token is not valid, or no longer."), code="token_not_valid")
        mark_used(bearer.token, now)
        if not request.headers.get("Accept-Language"):
            translation.activate(bearer.actor.language)
        return bearer.token.responsible, bearer.actor

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return CHALLENGE


class SeatAuthentication(SessionAuthentication):
    """The session of the pages. What writes must carry the CSRF token, as the pages' forms do.

    Who still lacks a second factor is nobody here: he gets it in the pages.
    """

    def authenticate(self, request: Request) -> tuple[Any, Actor | None] | None:
        """Return the signed-in person and the actor that he is, if he has a seat and may act."""
        found = super().authenticate(request)
        return None if found is None else (found[0], getattr(request._request, "actor", None))
