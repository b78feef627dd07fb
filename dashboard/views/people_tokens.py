"""Tokens of one's own organisation: list, make, revoke."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.tokens import answerable_people, create_token, revoke_token, tokens_of
from accounts.enums import Scope
from accounts.models import Token
from dashboard.forms.people_tokens import TokenForm
from dashboard.views.desk import desk_view
from dashboard.views.people_people import MANAGERS
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, setup_page
from kernel.clock import now_of


@require_safe
@desk_view(*MANAGERS)
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the tokens of the reader's organisation, the newest first."""
    now = now_of(request)
    rows = [_row(token, now) for token in tokens_of(actor)]
    return setup_page(request, actor, "tokens.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@desk_view(*MANAGERS)
def token_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a token. Its secret stands in the answer to this request and nowhere else."""
    form = TokenForm(request.POST or None, people=answerable_people(actor), kind=actor.organisation_kind)
    status = SHOWN
    if request.method == "POST":
        made: list[tuple[Token, str]] = []
        status = attempt(
            form,
            lambda: made.append(create_token(actor=actor, words=form.words(), now=now_of(request))),
        )
        if status == DONE:
            [(token, secret)] = made
            shown = {"secret": secret, "token": token, "crumbs": _crumbs(token.name)}
            return setup_page(request, actor, "token_made.html", shown)
    context = {"form": form, "crumbs": _crumbs(_("New token"))}
    return setup_page(request, actor, "token_new.html", context, status)


@require_POST
@desk_view(*MANAGERS)
def token_revoke(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """End a token now."""
    return press(
        request,
        lambda: revoke_token(actor=actor, token=token, now=now_of(request)),
        done=_("Revoked. Whoever uses the token is refused from now on."),
        to=reverse("dashboard:tokens"),
    )


def _crumbs(label: Any) -> list[dict[str, Any]]:
    return [{"label": _("Tokens"), "url": reverse("dashboard:tokens")}, {"label": label, "url": ""}]


def _row(token: Token, now: datetime) -> dict[str, Any]:
    return {
        "token": token,
        "opens": [Scope(scope).label for scope in token.scopes],
        "expired": token.revoked_at is None and token.expires_at <= now,
        "ends": token.revoked_at is None and token.expires_at > now,
    }
