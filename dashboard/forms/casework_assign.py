"""Whom a case is given to: one press, no words."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOBODY = "nobody"


class AssignForm(forms.Form):
    """The person's id, or "nobody"."""

    to = forms.CharField(max_length=36, error_messages={"required": _("Choose a person.")})

    def clean_to(self) -> UUID | None:
        """Return the id; None leaves the case to all."""
        said = self.cleaned_data["to"]
        if said == NOBODY:
            return None
        try:
            return UUID(said)
        except ValueError as error:
            raise ValidationError(_("Choose a person.")) from error
