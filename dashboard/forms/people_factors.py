"""allauth's forms of the second factor: a browser's answer that makes no sense is a wrong answer."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_ANSWER = 20_000
LONGEST_NAME = 60
# What the libraries that take a passkey's answer apart raise for one that was tampered with.
NONSENSE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    InvalidSignature,
    UnsupportedAlgorithm,
)


class AnswerField(forms.JSONField):
    """What a passkey answered: an object of a sensible size."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return the object. Raises ValidationError for anything else."""
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise get_adapter().validation_error("incorrect_code")
        try:
            answer = super().to_python(value)
        except RecursionError as error:
            raise get_adapter().validation_error("incorrect_code") from error
        if answer is not None and not isinstance(answer, dict):
            raise get_adapter().validation_error("incorrect_code")
        return answer

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Send nothing back: an answer serves once."""
        return forms.fields.InvalidJSONInput("")


def _code() -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 20}
    return forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attrs))


class ShowCodeForm(AuthenticateForm):
    """The code at the sign-in, of the app or a recovery code."""

    code = _code()


class ShowCodeAgainForm(ReauthenticateForm):
    """The code once more, before a sensitive step."""

    code = _code()


class AddAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = _code()


class _Answered(forms.Form):
    """Mixed into allauth's forms that check the answer of a passkey."""

    credential = AnswerField()

    def clean_credential(self) -> Any:
        """Return the passkey that answered. Raises ValidationError."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # allauth's form is the next base
        except ValidationError:
            raise
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


class ShowPasskeyForm(_Answered, AuthenticateWebAuthnForm):
    """A passkey as the second factor at the sign-in."""

    credential = AnswerField()


class ShowPasskeyAgainForm(_Answered, ReauthenticateWebAuthnForm):
    """A passkey once more, before a sensitive step."""

    credential = AnswerField()


class SignInByPasskeyForm(_Answered, LoginWebAuthnForm):
    """A passkey alone at the sign-in."""

    credential = AnswerField()


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey, whose answer to the challenge is checked."""

    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    credential = AnswerField()
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        help_text=_("Without the password. The device asks for a PIN, a fingerprint or a face instead."),
    )

    field_order = ("name", "passwordless", "credential")

    def clean(self) -> dict[str, Any]:
        """Return what was entered. Raises ValidationError for an answer that is no good."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            raise
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned
