"""Forms about people: invitation, seat, what a newcomer says, the profile."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.domain.joining import Newcomer
from accounts.enums import Role, roles_of
from dashboard.forms.people_fields import (
    SetupForm,
    StampedForm,
    language_field,
    mail_field,
    text_field,
    zone_field,
)

NAME_AT_MOST = 150
ROLE_MEANS: Mapping[Role, Any] = {
    Role.ANALYST: _("Analyst: writes reports, answers platforms, verifies, closes"),
    Role.APPROVER: _("Approver: sees each draft and sends it, or returns it"),
    Role.SUPERVISOR: _("Supervisor: decides objections, extends deadlines, sees the board"),
    Role.AUDITOR: _("Auditor: reads cases and verifies the record"),
    Role.ADMINISTRATOR: _("Administrator: invites people and sets up the desk"),
    Role.MODERATOR: _("Moderator: opens, acknowledges and answers cases"),
    Role.LEAD: _("Lead: invites people and keeps the contacts; answers cases too"),
}


class RolesField(forms.MultipleChoiceField):
    """Roles as boxes to tick, each with what it does."""

    def __init__(self, kind: str) -> None:
        choices = [(role.value, ROLE_MEANS[role]) for role in roles_of(kind)]
        super().__init__(
            label=_("Roles"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one role.")},
        )


class InviteForm(SetupForm):
    """An address and the roles that are offered to it."""

    email = mail_field(_("E-mail address"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = RolesField(kind)


class FirstForm(SetupForm):
    """The address of an organisation's first administrator or lead."""

    email = mail_field(_("E-mail address"))


class SeatForm(StampedForm):
    """Roles and post of a person."""

    post = text_field(
        pgettext_lazy("office", "Post"),
        NAME_AT_MOST,
        required=False,
        help_text=_("As orders name it: who signs, and as what."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = RolesField(kind)
        self.order_fields(["roles", "post"])


class NewcomerForm(SetupForm):
    """What an invited person says about himself."""

    name = text_field(_("Your name"), NAME_AT_MOST)
    post = text_field(
        _("Your post"), NAME_AT_MOST, required=False, help_text=_("Orders and receipts name it.")
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least 12 characters. Three or four words that you can remember are best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = language_field(_("Language"))
    time_zone = zone_field()

    def newcomer(self) -> Newcomer:
        """Return what was said, for the verb."""
        return Newcomer(**{name: self.cleaned_data[name] for name in Newcomer.__slots__})


class ProfileForm(SetupForm):
    """Name, language and zone of the reader, and whether single letters act on his pages."""

    name = text_field(_("Name"), NAME_AT_MOST)
    language = language_field(_("Language"))
    time_zone = zone_field()
    uses_keys = forms.BooleanField(
        label=_("Keys: single letters move and act on a page"),
        required=False,
        help_text=_("The key ? lists them. Turn them off if you dictate, or press keys by chance."),
    )
