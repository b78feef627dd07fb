"""The reader's own page, and the door for whoever was invited."""

from datetime import timedelta
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain import signed_links
from accounts.domain.acting import Actor
from accounts.domain.joining import standing_offer
from accounts.domain.profile import PROFILE_FIELDS, change_profile, person_of, sign_out_everywhere
from accounts.models import Invitation, User
from channels_registry.domain.seats import accept_invitation
from dashboard.forms.people_seats import NewcomerForm, ProfileForm
from dashboard.views.desk import desk_view
from dashboard.views.people_own_tokens import own_rows
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, role_words, saved
from kernel.clock import now_of
from kernel.errors import Conflict, NotKnown
from notifications.domain.invitations import LINK_PURPOSE

# Longer than any invitation stands: how long it does is said by its row.
LINK_LIVES = timedelta(days=60)
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "POST"])
@desk_view()
def profile(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reader's name, language, zone and tokens, or change the first three."""
    user = person_of(actor)
    form = ProfileForm(request.POST or None, initial={name: getattr(user, name) for name in PROFILE_FIELDS})
    status = SHOWN
    if request.method == "POST":
        status = attempt(form, lambda: change_profile(actor=actor, now=now_of(request), **form.cleaned_data))
        if status == DONE:
            return saved(request, _("Saved."), reverse("dashboard:profile"))
    context = {
        "form": form,
        "user": user,
        "seat": user.membership,
        "roles": role_words(actor.roles),
        "tokens": own_rows(actor, now_of(request)),
    }
    return render(request, "dashboard/people/profile.html", context, status=status)


@require_POST
@desk_view()
def sign_out_elsewhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """End every session of the reader but this one."""

    def end() -> None:
        update_session_auth_hash(request, sign_out_everywhere(actor=actor, now=now_of(request)))
        UserSession.objects.create_from_request(request)  # under a new key from here on

    done = _("Signed out everywhere else.")
    return press(request, end, done=done, to=reverse("dashboard:profile"))


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invited person who invites to what, or take the seat and sign in."""
    try:
        offer = _offer(request, token)
        return _take(request, offer) if request.method == "POST" else _invitation(request, offer)
    except (NotKnown, Conflict) as error:
        context = {"error": error}
        return render(request, "dashboard/people/invitation_closed.html", context, status=error.status)


def _offer(request: HttpRequest, token: str) -> Invitation:
    now = now_of(request)
    said = signed_links.read(token, purpose=LINK_PURPOSE, max_age=LINK_LIVES, now=now).payload
    return standing_offer(UUID(said["invitation"]), now=now)


def _invitation(
    request: HttpRequest, offer: Invitation, form: NewcomerForm | None = None, status: int = SHOWN
) -> HttpResponse:
    organisation = offer.organisation
    first = {"language": organisation.language, "time_zone": organisation.time_zone}
    context = {
        "offer": offer,
        "roles": role_words(offer.roles),
        "form": form or NewcomerForm(initial=first),
    }
    return render(request, "dashboard/people/invitation.html", context, status=status)


def _take(request: HttpRequest, offer: Invitation) -> HttpResponse:
    form = NewcomerForm(request.POST)
    made: list[User] = []
    status = attempt(
        form,
        lambda: made.append(
            accept_invitation(invitation=offer.public_id, newcomer=form.newcomer(), now=now_of(request))
        ),
    )
    if status == DONE:
        login(request, made[0], backend=BACKEND)
        record_authentication(request, made[0], "password", reauthenticated=True)
        UserSession.objects.create_from_request(request)
        with override(made[0].language):
            messages.success(request, str(_("Welcome. This is where your day begins.")))
        return redirect("dashboard:home")
    if status == Conflict.status:
        # A second click finds it accepted: say so instead of showing the form again.
        standing_offer(offer.public_id, now=now_of(request))
    return _invitation(request, offer, form, status)
