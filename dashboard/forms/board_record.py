"""What an auditor types to find a record."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordSearch(forms.Form):
    """A reference in any spelling, or a part of a file number."""

    q = forms.CharField(
        label=_("Reference or file number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
