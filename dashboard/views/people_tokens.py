"""Tokens of one's own organisation: list, offer, revoke."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.tokens import answerable_people, revoke_token, tokens_of
from accounts.models import Token
from dashboard.forms.people_tokens import TokenForm
from dashboard.views.desk import desk_view
from dashboard.views.people_own_tokens import token_row
from dashboard.views.people_people import MANAGERS
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from kernel.errors import Conflict
from notifications.domain.token_offers import offer_token


@require_safe
@desk_view(*MANAGERS)
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the tokens of the reader's organisation, the newest first."""
    now = now_of(request)
    rows = [token_row(token, now) for token in tokens_of(actor)]
    return setup_page(request, actor, "tokens.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@desk_view(*MANAGERS)
def token_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Offer a token; whoever offers it to himself goes on to his answer."""
    form = TokenForm(request.POST or None, people=answerable_people(actor), kind=actor.organisation_kind)
    status = SHOWN
    if request.method == "POST":
        made: list[Token] = []
        status = attempt(form, lambda: made.append(_offer(form, request, actor)))
        if status == DONE:
            return _offered(request, actor, made[0])
        if status == Conflict.status:
            form.renew()
    crumbs = [
        {"label": _("Tokens"), "url": reverse("dashboard:tokens")},
        {"label": _("Offer a token"), "url": ""},
    ]
    return setup_page(request, actor, "token_new.html", {"form": form, "crumbs": crumbs}, status)


@require_POST
@desk_view(*MANAGERS)
def token_revoke(request: HttpRequest, actor: Actor, token: UUID) -> HttpResponse:
    """End a token or an offer now."""
    return press(
        request,
        lambda: revoke_token(actor=actor, token=token, now=now_of(request)),
        done=_("Revoked. Whoever uses the token is refused from now on."),
        to=reverse("dashboard:tokens"),
    )


def _offer(form: TokenForm, request: HttpRequest, actor: Actor) -> Token:
    return offer_token(actor=actor, token=form.cleaned_data["offer"], words=form.words(), now=now_of(request))


def _offered(request: HttpRequest, actor: Actor, token: Token) -> HttpResponse:
    if token.responsible_id == actor.user_id:
        return saved(
            request,
            _("Offered. Accept it to see it."),
            reverse("dashboard:token_offer", args=[token.public_id]),
        )
    done: Any = _("Offered to %(name)s, who was told. It is a key once accepted, and shown to nobody else.")
    return saved(request, done % {"name": token.responsible.name}, reverse("dashboard:tokens"))
