"""Fields and the frame that the forms of the set-up share."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.domain.places import jurisdictions, zone_groups
from channels_registry.domain.documents import DOCUMENT_BYTES
from kernel.errors import DomainError

CHANGED = "changed_meanwhile"


class SetupForm(forms.Form):
    """A form that shows the sentence of a broken rule at the field that it is about."""

    def attach(self, error: DomainError) -> None:
        """Add ``error`` at its field, or to the form as a whole."""
        self.add_error(error.field if error.field in self.fields else None, str(error.message))


class StampedForm(SetupForm):
    """A form about a row: carries the row's fingerprint, so that a stale one is noticed.

    ``meanwhile``: after a conflict, (label, value) of what the row says now where it
    differs from what was typed.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile: list[tuple[Any, str]] = []

    def compare(self, row: Mapping[str, Any], *, seen: str) -> None:
        """Show what the row says now beside what was typed, and let the next save win."""
        given: Any = self.data
        data = given.copy()
        data["seen"] = seen
        self.data = data
        for name, value in row.items():
            shown = self[name]
            if name in self.cleaned_data and self.cleaned_data[name] != value:
                self.meanwhile.append((shown.label, self._display(name, value)))

    def _display(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        values = value if isinstance(value, list | tuple) else [value]
        words = _flat_choices(field.choices) if isinstance(field, forms.ChoiceField) else {}
        return ", ".join(str(words.get(str(each), each)) for each in values if each is not None)


def _flat_choices(choices: Any) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for value, label in choices:
        flat.update(dict(label) if isinstance(label, list | tuple) else {value: label})
    return flat


def text_field(label: Any, length: int, **more: Any) -> forms.CharField:
    """Return a field for one line in any language and direction."""
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs={"dir": "auto"}), **more
    )


def mail_field(label: Any, **more: Any) -> forms.EmailField:
    """Return a field for an e-mail address."""
    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.EmailField(label=label, max_length=254, widget=widget, **more)


def language_field(label: Any) -> forms.ChoiceField:
    """Return the choice of the languages that the desk speaks."""
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES)


def zone_field() -> forms.ChoiceField:
    """Return the choice of a time zone, grouped by area."""
    groups = [(area, [(zone, zone.replace("_", " ")) for zone in zones]) for area, zones in zone_groups()]
    return forms.ChoiceField(label=_("Time zone"), choices=groups)


def jurisdiction_field() -> forms.ChoiceField:
    """Return the choice of a country, or the EU, by name in the reader's language."""
    return forms.ChoiceField(label=_("Jurisdiction"), choices=_jurisdictions)


def _jurisdictions() -> list[tuple[str, str]]:
    return [("", "—"), *jurisdictions((get_language() or "en").split("-")[0])]


def pdf_field(label: Any) -> forms.FileField:
    """Return the field of one PDF; it comes in beside the form and is judged by its content."""
    return forms.FileField(
        label=label,
        required=False,
        help_text=_("One file, at most %(most)s MB. It is kept as it is, with its hash.")
        % {"most": DOCUMENT_BYTES // 1024 // 1024},
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, as the browser's calendar writes it."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **more,
    )
