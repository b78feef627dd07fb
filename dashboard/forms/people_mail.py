"""The form of when a person is told by mail."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from dashboard.forms.people_fields import SetupForm
from notifications.domain.mail_choices import MailWords
from notifications.enums import MailWhen
from notifications.models import MailChoice

_MEANS = {
    MailWhen.AT_ONCE: _("At once: each message as it is written"),
    MailWhen.DIGEST: _("Gathered: one mail at the hours that you choose"),
    MailWhen.URGENT: _(
        "Only what is urgent: urgent cases, deadlines that passed, what comes to you unanswered"
    ),
}
FIRST_HOURS = (time(8), time(16))
_DIGESTS = ("digest_1", "digest_2", "digest_3")


def hour_field(label: Any, **more: Any) -> forms.TimeField:
    """Return a field for an hour, as the browser's clock writes it; optional."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    formats = ["%H:%M", "%H:%M:%S"]
    return forms.TimeField(label=label, required=False, input_formats=formats, widget=widget, **more)


class MailForm(SetupForm):
    """When mail comes, at which hours a digest, and which hours are quiet."""

    mail = forms.ChoiceField(
        label=_("Mail"), choices=[(each.value, _MEANS[each]) for each in MailWhen], widget=forms.RadioSelect
    )
    digest_1 = hour_field(_("First digest"), help_text=_("Counts where mail is gathered."))
    digest_2 = hour_field(_("Second digest"))
    digest_3 = hour_field(_("Third digest"))
    quiet_from = hour_field(_("Quiet from"), help_text=_("Leave both empty for no quiet hours."))
    quiet_to = hour_field(_("Quiet to"), help_text=_("In the next day, where it is earlier."))
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Days on which quiet hours begin"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse quiet hours of which one end alone is said."""
        said: dict[str, Any] = super().clean() or {}
        ends = [said.get("quiet_from"), said.get("quiet_to")]
        if ends.count(None) == 1 and not self.errors:
            missing = "quiet_from" if ends[0] is None else "quiet_to"
            self.add_error(missing, _("Say from when and until when."))
        return said

    def words(self) -> MailWords:
        """Return what was chosen, for the verb."""
        said = self.cleaned_data
        ends = (said["quiet_from"], said["quiet_to"])
        return MailWords(
            mail=said["mail"],
            digest_hours=[said[name] for name in _DIGESTS if said[name] is not None],
            quiet=ends if None not in ends else None,
            quiet_days=said["quiet_days"],
        )


def said_by(choice: MailChoice) -> dict[str, Any]:
    """Return a choice by the form's names."""
    hours = dict(zip(_DIGESTS, choice.digest_hours or FIRST_HOURS, strict=False))
    return {
        "mail": choice.mail,
        **hours,
        "quiet_from": choice.quiet_from,
        "quiet_to": choice.quiet_to,
        "quiet_days": choice.quiet_days if choice.quiet_from is not None else list(range(7)),
    }
