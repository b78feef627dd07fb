"""What is said of the files of one form: when they were captured, by whom, from where."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.captures import BY_AT_MOST, FROM_AT_MOST, Capture


class CaptureForm(forms.Form):
    """Three words that hold for every file of the form; each may stay empty."""

    captured_at = forms.DateTimeField(
        label=_("Captured at"),
        help_text=_("In your time zone."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"),
    )
    captured_by = forms.CharField(
        label=_("Captured by"),
        required=False,
        max_length=BY_AT_MOST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    captured_from = forms.CharField(
        label=_("From where"),
        help_text=_("The address that was open, and the tool."),
        required=False,
        max_length=FROM_AT_MOST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )

    def capture(self) -> Capture:
        """Return what a valid form says, as the domain takes it."""
        said = self.cleaned_data
        return Capture(said["captured_at"], said["captured_by"], said["captured_from"])
