"""Tokens that act for the reader: accepted, declined and revoked by nobody else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.acting import Actor
from accounts.domain.consenting import accept_token, decline_token, own_tokens, standing_token_offer
from accounts.domain.tokens import revoke_token, state_of
from accounts.enums import Scope, TokenState
from accounts.models import Token
from dashboard.views.desk import desk_view
from dashboard.views.people_factors import APP
from dashboard.views.people_saving import press
from kernel.clock import now_of


def token_row(token: Token, now: datetime) -> dict[str, Any]:
    """Return a token as lists show it."""
    state = state_of(token, now)
    return {
        "token": token,
        "opens": [Scope(scope).label for scope in token.scopes],
        "state": state,
        "until": {TokenState.OFFERED: token.lapses_at, TokenState.ACTIVE: token.expires_at}.get(state),
    }


def own_rows(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return the reader's tokens as his profile lists them."""
    return [token_row(token, now) for token in own_tokens(actor)]


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view()
def token_offer(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """Show what is offered, or accept it: the secret stands in the answer to this and nowhere else.

    Who has something to answer shows once more that it is he, as before his factors.
    """
    offer = standing_token_offer(actor, token, now=now_of(request))
    raise_if_reauthentication_required(request, app=APP)
    if request.method == "POST":
        accepted, secret = accept_token(actor=actor, token=token, now=now_of(request))
        shown = {"secret": secret, "token": accepted, "crumbs": _crumbs(accepted)}
        return render(request, "dashboard/people/token_made.html", shown)
    context = {**token_row(offer, now_of(request)), "crumbs": _crumbs(offer)}
    return render(request, "dashboard/people/token_offer.html", context)


@require_POST
@desk_view()
def token_decline(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """Decline what is offered."""
    return press(
        request,
        lambda: decline_token(actor=actor, token=token, now=now_of(request)),
        done=_("Declined. No token was made."),
        to=reverse("dashboard:profile"),
    )


@require_POST
@desk_view()
def own_token_revoke(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """End a token that acts for the reader."""
    return press(
        request,
        lambda: revoke_token(actor=actor, token=token, now=now_of(request)),
        done=_("Revoked. Whoever uses the token is refused from now on."),
        to=reverse("dashboard:profile"),
    )


def _crumbs(token: Token) -> list[dict[str, Any]]:
    return [{"label": _("Profile"), "url": reverse("dashboard:profile")}, {"label": token.name, "url": ""}]
