"""The form of a report. It refuses little: a draft may be half; what filing needs is the domain's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import Organisation
from cases.domain.grounds import bases_in_force, categories_for, issuing_agencies, today_of
from cases.domain.links import KINDS_OF_NAMES, Answers
from cases.domain.report_storing import ReportDraft
from cases.domain.wording import TEXT_AT_MOST
from cases.models import Report
from dashboard.forms.evidence import files_field
from dashboard.forms.evidence_capture import CaptureForm
from dashboard.forms.people_fields import day_field
from sla.enums import Urgency
from sla.models import Category, LegalBasis

KIND, STATEMENT = "kind-", "statement-"
TICKED, REPORTED = "ticked", "reported"  # the links that have a tick, and those where it is set
STATEMENT_AT_MOST = 1_000
KIND_CHOICES = [("", _("Choose …")), *((kind.value, kind.label) for kind in KINDS_OF_NAMES)]


class PasteField(forms.CharField):
    """Free text as it was pasted; NUL, which cannot be stored, is taken out silently."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without NUL."""
        return str(super().to_python(value)).replace("\x00", "")


class ReportForm(CaptureForm):
    """Paste, grounds, reasons. Answers about single links come beside it: ``answers``."""

    token = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    edit_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    paste = PasteField(
        label=_("Links"),
        required=False,
        help_text=_(
            "A letter, a chat, a table: every link in it is found. Private ones are refused, their "
            "secrets are not stored."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
    names_are = forms.ChoiceField(
        label=_("All names not chosen below are"), required=False, choices=KIND_CHOICES
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the categories.")},
    )
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=60, widget=forms.Select)
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("as the category says")), *Urgency.choices]
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=TEXT_AT_MOST,
        help_text=_("Why this content is unlawful. The platform reads it after it has signed the receipt."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    considered = forms.BooleanField(
        label=_("Journalism, research, art, satire and criticism of officials were considered"),
        required=False,
    )
    considerations = forms.CharField(
        label=_("What was considered, and why it does not stand against the order"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    uploads = files_field()
    proves = forms.CharField(
        label=_("What the files prove"), required=False, max_length=60, widget=forms.Select
    )
    file_number = forms.CharField(
        label=_("File number"), required=False, max_length=100, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    letter_date = day_field(_("Date of the letter"), required=False)
    issuing = forms.ChoiceField(
        label=_("Agency that is to issue it"),
        required=False,
        error_messages={"invalid_choice": _("Choose the agency that is to issue it.")},
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        house: Organisation,
        now: datetime,
        said: Answers | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.house, self.said = house, said or Answers()
        self.categories = {category.code: category for category in categories_for(actor)}
        codes = [("", _("Choose …")), *((code, str(each)) for code, each in self.categories.items())]
        agencies = [(str(agency.public_id), agency.name) for agency in issuing_agencies(actor)]
        self._offer("category", codes)
        self._offer("issuing", agencies)
        self.bases = bases_in_force(house.jurisdiction, self.chosen_category, today_of(house, now))
        open_choice = [] if self.proposed_basis else [("", _("Choose …"))]
        self._offer("legal_basis", [*open_choice, *((basis.code, basis.citation) for basis in self.bases)])

    def offer_links(self, choices: Sequence[tuple[str, Any]]) -> None:
        """Let files prove one of these."""
        self._offer("proves", [("", _("the whole report")), *choices])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.widget.choices = choices

    @property
    def chosen_category(self) -> Category | None:
        """The category as chosen so far, whatever else is wrong."""
        return self.categories.get(str(self["category"].value() or ""))

    @property
    def proposed_basis(self) -> LegalBasis | None:
        """The only provision in force for the category, where there is one alone."""
        return self.bases[0] if self.chosen_category and len(self.bases) == 1 else None

    @property
    def chosen_urgency(self) -> str:
        """The urgency as chosen so far, else the category's; empty while neither is known."""
        chosen = str(self["urgency"].value() or "")
        if chosen in Urgency.values:
            return chosen
        return self.chosen_category.urgency if self.chosen_category else ""

    @property
    def typed_paste(self) -> str:
        """The paste as typed."""
        return str(self["paste"].value() or "")

    @property
    def answers(self) -> Answers:
        """What was said of single links, by their tokens."""
        if not self.is_bound:
            return self.said
        return Answers(
            kinds=_answers(self.data, KIND, 20),
            statements=_answers(self.data, STATEMENT, STATEMENT_AT_MOST),
            names_are=str(self["names_are"].value() or ""),
            reported=_ticks(self.data),
        )

    def draft(self) -> ReportDraft:
        """Return a valid form as the domain takes it."""
        typed = self.cleaned_data
        return ReportDraft(
            paste=typed["paste"],
            category=typed["category"],
            legal_basis=typed["legal_basis"],
            urgency=typed["urgency"],
            reasons=typed["reasons"],
            considerations=typed["considerations"],
            file_number=typed["file_number"],
            letter_date=typed["letter_date"],
            answers=self.answers,
        )


def initial_of(report: Report) -> dict[str, Any]:
    """Return a stored report as the form's beginning."""
    return {
        "edit_version": report.edit_version,
        "paste": report.paste,
        "category": report.category.code if report.category else "",
        "legal_basis": report.legal_basis.code if report.legal_basis else "",
        # Without a category the stored word is only a stand-in: the category will say.
        "urgency": report.urgency if report.category else "",
        "reasons": report.reasons,
        "considerations": report.considerations,
        "file_number": report.file_number,
        "letter_date": report.letter_date,
    }


def _ticks(typed: Any) -> dict[str, bool]:
    """Return of each link that had a tick whether it was set."""
    set_ones = frozenset(typed.getlist(REPORTED))
    return {token: token in set_ones for token in str(typed.get(TICKED, "")).split()}


def _answers(typed: Mapping[str, Any], prefix: str, most: int) -> dict[str, str]:
    return {
        name.removeprefix(prefix): str(typed[name]).replace("\x00", "")[:most]
        for name in typed
        if name.startswith(prefix)
    }
