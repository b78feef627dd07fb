"""Sign-in by allauth: people are invited, nobody signs up, mail leaves by the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import actor_of
from accounts.domain.profile import set_password
from accounts.models import User
from dashboard.middleware import now_of
from notifications.domain.password_links import send_password_link


class DeskBackend(AuthenticationBackend):
    """allauth's check of address and password; reads the seat with the person."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session with seat and organisation in one query."""
        found = User.objects.select_related("membership__organisation").filter(pk=user_id).first()
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
