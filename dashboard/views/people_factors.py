"""The reader's second factor: an authenticator app, passkeys, recovery codes.

allauth's views ask and check; what is written is written by the domain's verbs.
"""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor, actor_of
from accounts.domain.second_factor import FACTORS, needs_factor
from accounts.enums import Lack
from accounts.models import User
from dashboard.middleware import DeskRequest
from kernel.clock import now_of
from kernel.errors import Conflict
from notifications.domain.second_factors import (
    add_passkey,
    add_totp,
    remove_factor,
    renew_recovery_codes,
)

APP = "allauth.mfa"


def _self(request: HttpRequest) -> Actor:
    """Return the person as an actor, also while he lacks the factor that he sets up here."""
    actor = actor_of(request.user) if isinstance(request.user, User) else None
    if actor is None:
        raise PermissionDenied
    return actor


def _shown(request: HttpRequest, made: Authenticator) -> None:
    """Note in the session that its person has just shown the new factor."""
    record_authentication(request, made.user, "mfa", id=made.pk, type=str(made.type), reauthenticated=True)


def _after(made: Authenticator) -> HttpResponse:
    """Go on to the recovery codes that the first factor brings, else back to the factors."""
    first = not Authenticator.objects.filter(user=made.user, type__in=FACTORS).exclude(pk=made.pk).exists()
    return redirect("mfa_view_recovery_codes" if first else "mfa_index")


@require_safe
def index(request: DeskRequest) -> HttpResponse:
    """Show the reader's factors; to whoever must have one and has none, how to get it."""
    actor = _self(request)
    if request.lack is Lack.FACTOR:
        return render(request, "mfa/set_up.html")
    held = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    factors = [each for each in held if each.type in FACTORS]
    context = {
        "app": next((each for each in held if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each for each in held if each.type == Authenticator.Type.WEBAUTHN],
        "codes": next((each for each in held if each.type == Authenticator.Type.RECOVERY_CODES), None),
        "stays": needs_factor(actor) and len(factors) == 1,
    }
    return render(request, "mfa/index.html", context)


class AddApp(ActivateTOTPView):
    """Show the secret of a new authenticator app; write it once its first code is right."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Give the person the app; its first code serves no second time."""
        try:
            made = add_totp(actor=_self(self.request), secret=form.secret, now=now_of(self.request))
        except Conflict as error:  # two clicks at once
            messages.error(self.request, str(error))
            return redirect("mfa_index")
        made.wrap().validate_code(form.cleaned_data["code"])
        clear_totp_secret(self.request)
        _shown(self.request, made)
        messages.success(self.request, _("Authenticator app added."))
        return _after(made)


class AddPasskey(AddWebAuthnView):
    """Ask the browser for a new passkey; write it once its answer is right."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Give the person the passkey."""
        said: dict[str, Any] = form.cleaned_data
        made = add_passkey(
            actor=_self(self.request),
            name=said["name"],
            credential=said["credential"],
            now=now_of(self.request),
        )
        _shown(self.request, made)
        messages.success(self.request, _("Passkey added."))
        return _after(made)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app=APP)
def remove(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Ask whether a factor is really to go, or remove it: a passkey by its key, or the app."""
    kind = (
        {"type": Authenticator.Type.TOTP} if pk is None else {"type": Authenticator.Type.WEBAUTHN, "pk": pk}
    )
    factor = get_object_or_404(Authenticator, user=request.user, **kind)
    if request.method != "POST":
        return render(request, "mfa/remove.html", {"factor": factor})
    try:
        remove_factor(actor=_self(request), factor=factor.pk, now=now_of(request))
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Removed."))
    return redirect("mfa_index")


@require_safe
@never_cache
@reauthentication_required(app=APP)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that still serve."""
    kept = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None:
        raise Http404
    try:
        codes = kept.wrap().get_unused_codes()
    except ValidationError as error:  # sealed with a key that is gone
        messages.error(request, " ".join(error.messages))
        return redirect("mfa_index")
    return render(request, "mfa/recovery_codes.html", {"codes": codes})


@require_POST
@reauthentication_required(app=APP)
def recovery_codes_new(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them."""
    try:
        renew_recovery_codes(actor=_self(request), now=now_of(request))
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("mfa_index")
    messages.success(request, _("New codes. The old ones serve no more."))
    return redirect("mfa_view_recovery_codes")
