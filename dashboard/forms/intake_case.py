"""Forms of a draft and of the decision on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.drafting import CaseDraft, ItemEdit
from cases.domain.grounds import bases_in_force, categories_for, today_of
from cases.domain.wording import TEXT_AT_MOST
from cases.models import Case, Item
from sla.enums import Urgency

OUT, KIND, STATEMENT = "out-", "kind-", "statement-"


def _prose(label: Any, *, rows: int, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CaseForm(forms.Form):
    """What a case says before it is sent. What is said of single items comes beside it."""

    edit_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label=_("Category"), error_messages={"invalid_choice": _("Choose one of the categories.")}
    )
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"), error_messages={"invalid_choice": _("Choose the legal basis.")}
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    reasons = _prose(_("Reasons"), rows=6)
    considerations = _prose(_("What was considered, and why it does not stand against the order"), rows=4)
    redress = _prose(
        _("Redress"),
        rows=2,
        required=False,
        help_text=_("Where and until when the platform and the author can contest the order."),
    )
    file_number = forms.CharField(label=_("File number"), required=False, max_length=100)
    preservation_until = _day(
        _("Preserve until"), _("The platform keeps a copy for the courts until this day.")
    )
    non_disclosure_until = _day(
        _("Not to be disclosed until"), _("The platform does not tell the author before this day.")
    )

    def __init__(self, *args: Any, actor: Actor, case: Case, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(each.code, str(each)) for each in categories_for(actor)]
        self.fields["category"].choices = categories  # type: ignore[attr-defined]
        # All of the jurisdiction: which fit the category is checked with the category chosen.
        bases = bases_in_force(case.agency.jurisdiction, None, today_of(case.agency, now))
        self.fields["legal_basis"].choices = [  # type: ignore[attr-defined]
            (basis.code, basis.citation) for basis in bases
        ]

    def draft(self) -> CaseDraft:
        """Return a valid form as the domain takes it."""
        typed = dict(self.cleaned_data)
        del typed["edit_version"]
        return CaseDraft(**typed, items=edits_in(self.data))


class ReturnForm(forms.Form):
    """Why a draft or a report goes back."""

    reason = _prose(_("Reason"), rows=3)


def case_initial(case: Case, items: Sequence[Item]) -> dict[str, Any]:
    """Return a stored draft as the form's beginning."""
    return {
        "edit_version": case.edit_version,
        "category": case.category.code,
        "legal_basis": items[0].legal_basis.code if items else "",
        "urgency": case.urgency,
        "reasons": case.reasons,
        "considerations": case.considerations,
        "redress": case.redress,
        "file_number": case.file_number,
        "preservation_until": case.preservation_until,
        "non_disclosure_until": case.non_disclosure_until,
    }


def edits_in(typed: Mapping[str, Any]) -> dict[UUID, ItemEdit]:
    """Return what a sent form says of single items; names that hold no id are passed over."""
    ids = {
        found
        for name in typed
        for prefix in (OUT, KIND, STATEMENT)
        if name.startswith(prefix) and (found := _uuid(name.removeprefix(prefix)))
    }
    return {
        item: ItemEdit(
            keep=f"{OUT}{item}" not in typed,
            kind=str(typed.get(f"{KIND}{item}", "")),
            statement=_statement(typed.get(f"{STATEMENT}{item}")),
        )
        for item in ids
    }


def _statement(typed: Any) -> str | None:
    return None if typed is None else str(typed).replace("\x00", "")[:TEXT_AT_MOST]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
