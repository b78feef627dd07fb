"""The form of an outage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.outages import REASON_AT_MOST
from channels_registry.models import Platform
from dashboard.forms.people_fields import SetupForm, text_field


def _instant(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=_("In your time zone."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"),
    )


class OutageForm(SetupForm):
    """Which portal was down, from when until when, and how one knows."""

    platform = forms.ModelChoiceField(
        label=_("Whose portal"),
        queryset=Platform.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label=_("this desk"),
        help_text=_("A service’s counts for what the platform owes, this desk’s for both sides."),
    )
    started_at = _instant(_("Down from"))
    ended_at = _instant(_("Up again at"))
    reason = text_field(_("How it is known"), REASON_AT_MOST, help_text=_("Your agency’s own."))
