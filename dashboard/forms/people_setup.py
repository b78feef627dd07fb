"""Forms about what all share: organisations, services, hosts, contacts, the law."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.organisations import OrganisationWords
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from channels_registry.domain.contacts import MOST_RANKS, ContactWords
from channels_registry.domain.registry import DAYS_AT_MOST, PlatformWords
from channels_registry.enums import ContactFunction, Grammar
from dashboard.forms.people_fields import (
    SetupForm,
    StampedForm,
    day_field,
    jurisdiction_field,
    language_field,
    mail_field,
    pdf_field,
    text_field,
    zone_field,
)
from sla.domain.law import RETENTION_AT_MOST, BasisWords, CategoryWords
from sla.enums import Urgency
from sla.models import Category

TEXT_AT_MOST = 5000


def _slug_field(label: Any, length: int, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _number_field(label: Any, help_text: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=DAYS_AT_MOST, required=required, help_text=help_text
    )


def open_operators() -> QuerySet[Organisation]:
    """Return the operators that can run services."""
    return Organisation.objects.filter(kind=OrganisationKind.OPERATOR, active=True)


class OrganisationForm(StampedForm):
    """What is said of an organisation."""

    name = text_field(_("Name"), 200)
    jurisdiction = jurisdiction_field()
    language = language_field(_("Language of its mail"))
    time_zone = zone_field()

    def words(self) -> OrganisationWords:
        """Return what was said, for the verb."""
        return OrganisationWords(**{name: self.cleaned_data[name] for name in OrganisationWords.__slots__})


class OwnOrganisationForm(StampedForm):
    """What an organisation says of itself."""

    language = language_field(_("Language of its mail"))
    time_zone = zone_field()


class NewOrganisationForm(OrganisationForm):
    """A new organisation and the address of the one who will manage its people."""

    kind = forms.ChoiceField(label=_("What it is"), choices=OrganisationKind, widget=forms.RadioSelect)
    first = mail_field(
        _("First administrator or lead"),
        help_text=_("An invitation goes to this address. Whoever takes it invites the others."),
    )
    field_order = ["kind", "name", "jurisdiction", "language", "time_zone", "first"]


class PlatformForm(StampedForm):
    """What is said of a service."""

    name = text_field(_("Name"), 100)
    grammar = forms.ChoiceField(
        label=_("Rules for its links"),
        choices=Grammar,
        initial=Grammar.GENERIC,
        help_text=_(
            "Which links are public, and which are one: well-known services have their own, others share one."
        ),
    )
    active = forms.BooleanField(
        label=_("In use: takes new cases"),
        required=False,
    )
    confirm_every_days = _number_field(
        _("Contacts are confirmed every so many days"), _("One that is not shows as a risk on the board.")
    )
    drill_every_days = _number_field(
        _("A test goes to the duty contact every so many days"), _("Empty: never."), required=False
    )
    drill_hours = _number_field(_("Hours to answer a test"), _("Unanswered, the next contact is asked."))

    def words(self) -> PlatformWords:
        """Return what was said, for the verb."""
        return PlatformWords(**{name: self.cleaned_data[name] for name in PlatformWords.__slots__})


class NewPlatformForm(PlatformForm):
    """A new service of an operator."""

    operator = forms.ModelChoiceField(
        label=_("Operator"), queryset=open_operators(), to_field_name="public_id"
    )
    slug = _slug_field(
        _("Short name"), 40, _("For addresses and exports, like gardu-video. It does not change later.")
    )
    field_order = ["operator", "name", "slug", "grammar", "active"]


class HostForm(SetupForm):
    """One host of a service."""

    host = forms.CharField(
        label=_("Host"),
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": "video.example", "spellcheck": "false"}),
    )


class ContactForm(StampedForm):
    """What is said of a contact."""

    function = forms.ChoiceField(label=_("For"), choices=ContactFunction)
    rank = forms.IntegerField(
        label=_("Rank"),
        min_value=1,
        max_value=MOST_RANKS,
        help_text=_("1 is asked first."),
    )
    name = text_field(_("Name or desk"), 150)
    email = mail_field(_("E-mail address"), help_text=_("Orders are announced here, with a signed link."))
    language = language_field(_("Language of its mail"))
    also_languages = text_field(
        _("Also understands"), 60, required=False, help_text=_("Codes of languages, like ar, zh.")
    )
    time_zone = zone_field()
    hours = text_field(
        _("Hours"),
        200,
        required=False,
        help_text=_("In its own time: Mon-Fri 09:00-17:00; Sat 10:00-14:00, or 24x7."),
    )
    proof = text_field(
        _("Proof of appointment"),
        300,
        required=False,
        help_text=_("The letter that names the contact, with date and number."),
    )

    def words(self) -> ContactWords:
        """Return what was said, for the verb."""
        return ContactWords(**{name: self.cleaned_data[name] for name in ContactWords.__slots__})


class ProofFileForm(SetupForm):
    """The file that appoints a contact."""

    uploads = pdf_field(_("PDF"))


class CategoryForm(StampedForm):
    """What is said of a category."""

    name_en = text_field(_("Name in English"), 100)
    name_id = text_field(_("Name in Indonesian"), 100)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency)
    urgency_source = text_field(
        _("Source of the urgency"), 200, required=False, help_text=_("The article that says so.")
    )
    restricted = forms.BooleanField(
        label=_("Restricted: no file and no preview, cleared people only"),
        required=False,
    )
    retention_days = forms.IntegerField(
        label=_("Days that texts are kept after the end of a case"),
        min_value=1,
        max_value=RETENTION_AT_MOST,
        required=False,
        help_text=_("Empty: they are kept. Nothing is erased by itself: a supervisor orders it."),
    )
    active = forms.BooleanField(label=_("In use: can be chosen in new reports"), required=False)

    def words(self) -> CategoryWords:
        """Return what was said, for the verb."""
        return CategoryWords(**{name: self.cleaned_data[name] for name in CategoryWords.__slots__})


class NewCategoryForm(CategoryForm):
    """A new category with its code."""

    code = _slug_field(_("Code"), 40, _("Small letters, digits and hyphens. It does not change later."))
    field_order = ["code", "name_en", "name_id"]


def _category_choices() -> list[tuple[str, str]]:
    return [(each.code, str(each)) for each in Category.objects.all()]


class BasisForm(StampedForm):
    """What is said of a provision."""

    jurisdiction = jurisdiction_field()
    citation = text_field(_("Citation"), 200, help_text=_("As orders cite it: act, number, article."))
    text_en = forms.CharField(
        label=_("Text in English"), max_length=TEXT_AT_MOST, widget=forms.Textarea(attrs={"rows": 4})
    )
    text_id = forms.CharField(
        label=_("Text in Indonesian"), max_length=TEXT_AT_MOST, widget=forms.Textarea(attrs={"rows": 4})
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories that rest on it"),
        choices=_category_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    effective_from = day_field(_("In force from"))
    effective_until = day_field(_("Last day in force"), required=False)

    def words(self) -> BasisWords:
        """Return what was said, for the verb."""
        return BasisWords(**{name: self.cleaned_data[name] for name in BasisWords.__slots__})


class NewBasisForm(BasisForm):
    """A new provision with its code."""

    code = _slug_field(_("Code"), 60, _("Small letters, digits and hyphens. It does not change later."))
    field_order = ["code"]


class LastDayForm(SetupForm):
    """The last day on which a provision is in force."""

    until = day_field(_("Last day in force"))
