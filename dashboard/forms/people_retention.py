"""The form of a legal hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.people_fields import SetupForm, text_field
from kernel.references import read_reference


class HoldForm(SetupForm):
    """Which case is held back from erasure, and why."""

    reference = forms.CharField(
        label=_("Case"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "TD-…", "autocomplete": "off", "spellcheck": "false"}),
    )
    reason = text_field(_("Reason"), 500)

    def clean_reference(self) -> str:
        """Return the reference as the desk spells it."""
        typed: str = self.cleaned_data["reference"]
        return read_reference(typed) or typed
