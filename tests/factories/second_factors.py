"""Second factors of people, and the codes that an authenticator app would show."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts.models import User
from kernel.clock import database_now
from notifications.domain.second_factors import add_totp
from tests.factories.people import PASSWORD, actor_for

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def code_of(secret: str = SECRET, periods: int = 0) -> str:
    """The code that the app shows now, or so many periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods))


def wrong_code(secret: str = SECRET) -> str:
    """A code that is right neither now nor in a moment."""
    right = {code_of(secret), code_of(secret, 1)}
    return next(code for code in ("000000", "111111", "222222") if code not in right)


def make_totp(user: User, secret: str = SECRET) -> Authenticator:
    """Give a person an authenticator app, as he would himself."""
    return add_totp(actor=actor_for(user), secret=secret, now=database_now())


def make_passkey(user: User, name: str = "Key") -> Authenticator:
    """A passkey as a row; it cannot answer."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def recovery_codes_of(user: User) -> list[str]:
    """The recovery codes of a person that still serve."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes


def used_up(user: User) -> None:
    """Let a person's code of this moment be one that was used."""
    TOTP(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)).validate_code(code_of())


def sign_in(client: Client, user: User, code: str = "") -> None:
    """Sign in by the pages, with the code where one is asked for."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if code:
        client.post(reverse("mfa_authenticate"), {"code": code})
