"""Forms of the duty roster: shifts, handing over, absences."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Membership
from accounts.models.duty import NOTE_AT_MOST
from dashboard.forms.people_fields import SetupForm

# A role and somebody who has it, as one choice.
Choice = tuple[str, list[tuple[str, str]]]


def instant_field(label: Any, **more: Any) -> forms.DateTimeField:
    """Return a field for an instant in the reader's zone, as the browser's calendar writes it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


class ShiftForm(SetupForm):
    """Who is on duty as what, from when until when."""

    who = forms.ChoiceField(label=_("On duty"))
    begins_at = instant_field(_("From"), help_text=_("In your time zone."))
    ends_at = instant_field(_("Until"))

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "—"), *people]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """Return what was said, for the verb."""
        role, _colon, person = self.cleaned_data["who"].partition(":")
        span = {name: self.cleaned_data[name] for name in ("begins_at", "ends_at")}
        return {"role": Role(role), "person": uuid.UUID(person), **span}


class HandOverForm(SetupForm):
    """To whom duty goes, and what he should know."""

    to = forms.ChoiceField(label=_("Hand over to"))
    note = forms.CharField(
        label=_("What he should know"),
        required=False,
        max_length=NOTE_AT_MOST,
        help_text=_("Stands on the roster, for your organisation alone. Nothing of a case’s content."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "—"), *people]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """Return what was said, for the verb."""
        role, _colon, person = self.cleaned_data["to"].partition(":")
        return {"role": Role(role), "to": uuid.UUID(person), "note": self.cleaned_data["note"]}


class AbsenceForm(SetupForm):
    """Who is away from when until when, and who stands in."""

    person = forms.ChoiceField(label=_("Away"))
    away_from = instant_field(_("From"), help_text=_("In your time zone."))
    away_to = instant_field(_("Until"))
    stand_in = forms.ChoiceField(
        label=_("Stand-in"), help_text=_("Is told in his place: in the page and by mail.")
    )

    def __init__(
        self, *args: Any, people: Iterable[Membership], myself: str = "", anybody: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(seat.user.public_id), seat.user.name) for seat in people]
        own = [each for each in names if anybody or each[0] == myself]
        self.fields["person"].choices = own  # type: ignore[attr-defined]
        self.fields["person"].initial = myself
        self.fields["stand_in"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return {
            "person": uuid.UUID(said["person"]),
            "stand_in": uuid.UUID(said["stand_in"]),
            "begins_at": said["away_from"],
            "ends_at": said["away_to"],
        }
