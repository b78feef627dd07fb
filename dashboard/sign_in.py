"""Sign-in by allauth: people are invited, nobody signs up, mail leaves by the outbox."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import actor_of
from accounts.domain.profile import set_password
from accounts.domain.safekeeping import Unreadable, seal, unseal
from accounts.domain.second_factor import has_factor, people_with_factors
from accounts.enums import Lack
from accounts.models import User
from kernel.clock import now_of
from notifications.domain.password_links import send_password_link

# How a person shows once more that it is he: allauth's name of the way, and our words for it.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class DeskBackend(AuthenticationBackend):
    """allauth's check of address and password; reads the seat with the person."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session with all that makes an actor, in one query."""
        found = people_with_factors().filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None


class DeskAccountAdapter(DefaultAccountAdapter):
    """allauth's door: closed to newcomers, mail by the outbox, passwords on the record."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Address and password do not fit together."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Send those whose account is closed, or who have no seat, to a page that says so."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and actor_of(user) is None:
            return redirect("account_no_seat")
        return response

    def set_password(self, user: User, password: str) -> None:
        """Set a password by the domain's verb: recorded, every session ended."""
        set_password(user=user, password=password, now=now_of(self.request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Put the link into the outbox; it is signed when the mail is sent."""
        send_password_link(user=user, now=now_of(self.request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: nothing but the outbox sends mail."""
        raise RuntimeError(f"{template_prefix} would be sent past the outbox")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for the first factor right after the sign-in: the password was asked for just now."""
        records = get_authentication_records(self.request, self.request.user)
        # allauth dates its records by the host's clock.
        just_now = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        if just_now and not has_factor(self.request.user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer the ways in our words; where the session lacks its second factor, that alone."""
        ways = super().get_reauthentication_methods(user)
        if getattr(self.request, "lack", None) is Lack.PROOF:
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        return [{**way, "description": WAYS[way["id"]]} for way in ways]


class DeskFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors: secrets sealed in the database, our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already."),
        "unreadable": _(
            "Your second factor can no longer be read. Ask whoever manages the people of your "
            "organisation to reset it."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Name the desk in the authenticator app."""
        return "Takedown"

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Name a new passkey, before its person does."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is written."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a sealed secret. Raises ValidationError with a sentence where no key fits."""
        try:
            return unseal(encrypted_text)
        except Unreadable as error:
            raise self.validation_error("unreadable") from error
