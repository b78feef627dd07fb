"""The forms of a joining: the agency's own basis and reasons; why one goes back."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.grounds import bases_in_force, categories_for, today_of
from cases.domain.joining import JoiningDraft
from cases.domain.wording import TEXT_AT_MOST
from cases.models import Report


def _prose(label: Any, *, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class JoinForm(forms.Form):
    """On what the joining agency stands. Nothing of it is shown to the other agency or the platform."""

    category = forms.ChoiceField(
        label=_("Category"), error_messages={"invalid_choice": _("Choose one of the categories.")}
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"), error_messages={"invalid_choice": _("Choose the legal basis.")}
    )
    reasons = _prose(
        _("Reasons"),
        rows=6,
        help_text=_("Why this content is unlawful. They are sent only if the case ever passes on to you."),
    )
    considerations = _prose(_("What was considered, and why it does not stand against the order"), rows=4)
    file_number = forms.CharField(
        label=_("File number"), required=False, max_length=100, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, actor: Actor, report: Report, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(each.code, str(each)) for each in categories_for(actor)]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        # All of the jurisdiction: which fit the category is checked with the category chosen.
        bases = bases_in_force(report.issuing.jurisdiction, None, today_of(report.issuing, now))
        self.fields["legal_basis"].choices = [  # type: ignore[attr-defined]
            (basis.code, basis.citation) for basis in bases
        ]

    def draft(self) -> JoiningDraft:
        """Return a valid form as the domain takes it."""
        return JoiningDraft(**self.cleaned_data)


def initial_of(report: Report) -> dict[str, Any]:
    """Return what the report says already as the form's beginning."""
    return {
        "category": report.category.code if report.category else "",
        "legal_basis": report.legal_basis.code if report.legal_basis else "",
        "reasons": report.reasons,
        "considerations": report.considerations,
        "file_number": report.file_number,
    }
