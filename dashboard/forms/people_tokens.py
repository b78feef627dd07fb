"""The form that offers a token."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.tokens import TokenWords
from accounts.enums import Scope, scopes_of
from accounts.models import Membership
from accounts.models.token import LONGEST_DAYS, NAME_AT_MOST
from dashboard.forms.people_fields import SetupForm, text_field

LIVES = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (LONGEST_DAYS, _("One year")))


class TokenForm(SetupForm):
    """Name, person, scopes and life of a token to be offered.

    ``offer`` is the id that it will have, so that a form sent twice makes one offer.
    """

    offer = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    name = text_field(
        _("Name"), NAME_AT_MOST, help_text=_("Which program uses it, so that you know what you revoke.")
    )
    responsible = forms.ChoiceField(
        label=_("Responsible person"),
        help_text=_(
            "The token acts in this person's name, once the person accepts it, and ends with the account."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        required=False,
        help_text=_("Only what the person may do. Every token may read what the person may read."),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("Holds for"), help_text=_("From its acceptance on."), choices=LIVES, coerce=int, initial=90
    )

    def __init__(self, *args: Any, people: Sequence[Membership], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(seat.user.public_id), seat.user.name) for seat in people]
        scopes = [(scope.value, scope.label) for scope in scopes_of(kind) if scope != Scope.READ]
        self.fields["responsible"].choices = named  # type: ignore[attr-defined]
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]

    def renew(self) -> None:
        """Let the next sending be an offer of its own."""
        given: Any = self.data
        data = given.copy()
        data["offer"] = str(uuid4())
        self.data = data

    def words(self) -> TokenWords:
        """Return a valid form as the verb takes it."""
        typed = self.cleaned_data
        return TokenWords(typed["name"], UUID(typed["responsible"]), typed["scopes"], typed["days"])
