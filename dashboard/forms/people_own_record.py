"""The form by which a lead takes out the own record of a span."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import RecordPart
from dashboard.forms.people_fields import SetupForm, day_field


class OwnRecordForm(SetupForm):
    """Which days, and what of them."""

    since = day_field(_("Sent from"))
    until = day_field(_("Sent until"), help_text=_("This day included, in your time zone."))
    part = forms.ChoiceField(label=_("What"), choices=RecordPart, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        said = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("The last day is before the first."))
        return said

    def span(self) -> tuple[datetime, datetime]:
        """Return the instants of the span: from the first day's beginning to before the last day's end."""
        first, last = self.cleaned_data["since"], self.cleaned_data["until"]
        return _beginning(first), _beginning(last + timedelta(days=1))


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
