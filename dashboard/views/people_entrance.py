"""Doors without a sign-in: language, forgotten password, what is closed and why."""

from contextlib import suppress

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as remember_language

from accounts.domain.acting import Actor, acting_as
from accounts.domain.profile import change_profile
from accounts.domain.rights import manages_people
from cases.domain.first_steps import begins
from dashboard.navigation import home_of
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Invalid, NotKnown
from notifications.domain.password_links import person_of_link

WORTH_KEEPING = 20  # letters: shorter is typed again as fast as copied
SECRETS = ("password", "token", "credential", "code", "key")


@require_safe
@desk_view()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the reader to where his day begins: on an empty desk who manages it to the first steps."""
    if manages_people(actor):
        with acting_as(actor):
            if begins(actor):
                return redirect("dashboard:first_steps")
    return redirect(f"dashboard:{home_of(actor)}")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language: in the profile for a person with a seat, in a cookie for others."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        with suppress(Invalid):  # a language that the desk does not speak: the page stays as it was
            change_profile(
                actor=actor,
                name=actor.name,
                language=request.POST.get("language", ""),
                time_zone=actor.time_zone,
                now=now_of(request),
            )
    return remember_language(request)


@login_not_required
@require_safe
def sign_up(request: HttpRequest) -> HttpResponse:
    """Say that people are invited."""
    return render(request, "account/signup_closed.html")


@login_not_required
@require_safe
def no_seat(request: HttpRequest) -> HttpResponse:
    """Say that the account has no seat, or that its organisation is closed."""
    return render(request, "dashboard/people/no_seat.html", status=403)


@login_not_required
@require_safe
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Hand whoever opens the link of his mail to allauth's page for a new password."""
    try:
        user = person_of_link(token, now=now_of(request))
    except NotKnown:
        context = {"token_fail": True}
        return render(request, "account/password_reset_from_key.html", context, status=404)
    key = default_token_generator.make_token(user)
    return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not this session's: with the longer texts of it, to be copied.

    They are shown to whoever sent them, and kept nowhere. Never a password or a secret.
    """
    typed = [
        text
        for name, texts in request.POST.lists()
        if not any(word in name for word in SECRETS)
        for text in texts
        if len(text) >= WORTH_KEEPING
    ]
    response = render(request, "403_csrf.html", {"typed": typed}, status=403)
    response["Cache-Control"] = "no-store"
    return response
