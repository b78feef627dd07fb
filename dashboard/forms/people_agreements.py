"""Forms about agreements, what was promised in them, and trusted flaggers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from channels_registry.models import Platform
from dashboard.forms.people_fields import SetupForm, StampedForm, day_field, pdf_field, text_field
from sla.domain.agreements import TEXT_AT_MOST, AgreementWords
from sla.domain.commitments import CommitmentWords
from sla.domain.flaggers import FlaggerWords
from sla.domain.periods import Days
from sla.enums import AgreementKind, Party, Urgency
from sla.models import Category, Policy


def _agencies() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.ISSUING, active=True).order_by("name")


def _agency_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Agency"), queryset=_agencies(), to_field_name="public_id", empty_label="–"
    )


def _platform_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Platform"), queryset=Platform.objects.all(), to_field_name="slug", empty_label="–"
    )


def _category_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("all categories"),
    )


class AgreementForm(StampedForm):
    """What is said of an agreement."""

    kind = forms.ChoiceField(label=_("What was agreed"), choices=AgreementKind)
    title = text_field(_("Title"), 200)
    category = _category_field()
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=[("", _("both")), *Urgency.choices], required=False
    )
    policy = forms.ModelChoiceField(
        label=_("Policy that applies"),
        queryset=Policy.objects.all(),
        to_field_name="code",
        empty_label="–",
        help_text=_("New cases run under its published version."),
    )
    first = day_field(_("First day in force"))
    until = day_field(_("Last day in force"), required=False)

    def words(self) -> AgreementWords:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return AgreementWords(
            kind=said["kind"],
            title=said["title"],
            policy=said["policy"],
            days=Days(said["first"], said["until"]),
            category=said["category"],
            urgency=said["urgency"],
        )


class NewAgreementForm(AgreementForm):
    """A new agreement with its two sides."""

    agency = _agency_field()
    platform = _platform_field()
    field_order = ["agency", "platform", "kind", "title"]


class WordingForm(SetupForm):
    """A new wording of an agreement: its text, or one PDF."""

    effective_from = day_field(_("Holds from"))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    uploads = pdf_field(_("or a PDF"))


class CommitmentForm(SetupForm):
    """What a side promises until when."""

    party = forms.ChoiceField(label=_("Who owes it"), choices=Party, widget=forms.RadioSelect)
    person = text_field(_("Who answers for it"), 150, required=False)
    text = text_field(_("What is promised"), 500)
    due_on = day_field(_("Until and with"))

    def words(self) -> CommitmentWords:
        """Return what was said, for the verb."""
        return CommitmentWords(**{name: self.cleaned_data[name] for name in CommitmentWords.__slots__})


class ProofForm(SetupForm):
    """What proves that a commitment is met."""

    proof = text_field(_("Proof"), 500, help_text=_("A link, a letter, its number."))


class FlaggerForm(SetupForm):
    """Whose cases a service takes first."""

    agency = _agency_field()
    platform = _platform_field()
    category = _category_field()
    first = day_field(_("First day in force"))
    until = day_field(_("Last day in force"), required=False)

    def words(self) -> FlaggerWords:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return FlaggerWords(
            agency=said["agency"],
            platform=said["platform"],
            days=Days(said["first"], said["until"]),
            category=said["category"],
        )


class SuspendForm(SetupForm):
    """Why a status is suspended."""

    reason = text_field(_("Reason"), 500, help_text=_("Both sides read it."))


class LastFlaggerDayForm(SetupForm):
    """After which day a status ends; empty: at once."""

    last = day_field(_("Last day"), required=False, help_text=_("Empty: it ends now."))


def first_of_day(today: Any) -> dict[str, Any]:
    """Return the beginnings of a form about days: today."""
    return {"first": today, "effective_from": today}
