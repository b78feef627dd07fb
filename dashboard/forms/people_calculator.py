"""What one asks the calculator of deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.models import Organisation
from cases.domain.calculating import Moments, agencies_for
from cases.filters import categories_for, platforms_for
from channels_registry.models import Platform
from dashboard.forms.people_fields import SetupForm
from sla.enums import Lane, Urgency
from sla.models import Category


def _moment(label: Any, *, required: bool = False) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


class CalculatorForm(SetupForm):
    """A case that does not exist: whose, to whom, of what, and when it goes on."""

    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Organisation.objects.none(), to_field_name="public_id"
    )
    platform = forms.ModelChoiceField(
        label=_("Platform"), queryset=Platform.objects.none(), to_field_name="slug"
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), to_field_name="code"
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency)
    lane = forms.ChoiceField(
        label=_("Lane"), choices=[("", _("the one that would hold")), *Lane.choices], required=False
    )
    sent_at = _moment(_("Sent"), required=True)
    received_at = _moment(_("Receipt signed"))
    acknowledged_at = _moment(_("Acknowledged"))
    answered_at = _moment(_("Answered in full"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with acting_as(actor):
            known = [agency.pk for agency in agencies_for(actor)]
        agencies = Organisation.objects.filter(pk__in=known).order_by("name")
        for name, rows in (
            ("agency", agencies),
            ("platform", platforms_for(actor)),
            ("category", categories_for(actor)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if len(known) == 1:
            self.fields["agency"].initial = agencies[0].public_id
            self.fields["agency"].empty_label = None  # type: ignore[attr-defined]

    def moments(self) -> Moments:
        """Return what was said of its way, in order."""
        return Moments(**{name: self.cleaned_data[name] for name in Moments.__slots__})
