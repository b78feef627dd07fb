"""What people note of a channel."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.channel_facts import NOTE_AT_MOST, TITLE_AT_MOST
from dashboard.forms.people_fields import SetupForm

UP, DOWN = "up", "down"


class SightingForm(SetupForm):
    """Whether it is there, since when one knows, and what one saw."""

    state = forms.ChoiceField(
        label=_("What did you see?"),
        choices=((UP, _("It is there")), (DOWN, _("It is gone"))),
        widget=forms.RadioSelect,
    )
    seen_at = forms.DateTimeField(
        label=_("When?"),
        help_text=_("In your time zone. Empty: just now."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Your agency's own."),
        required=False,
        max_length=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the verb, but for the instant of an empty field."""
        return {"up": self.cleaned_data["state"] == UP, "note": self.cleaned_data["note"]}

    def seen_or(self, now: datetime) -> datetime:
        """Return the instant that was typed, or ``now``."""
        seen: datetime | None = self.cleaned_data["seen_at"]
        return seen or now


class TitleForm(SetupForm):
    """The title that it bears now."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_AT_MOST, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AliasForm(SetupForm):
    """A further name of the same channel."""

    link = forms.CharField(
        label=_("Link or @name"),
        help_text=_("It was renamed, or is known under two names. Either is in hand where one is."),
        max_length=2_000,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class SuccessorForm(SetupForm):
    """The channel that took its place."""

    link = forms.CharField(
        label=_("Link or @name"),
        help_text=_("A channel that a case of your agency names."),
        max_length=2_000,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
