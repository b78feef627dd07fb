"""The form of a template of text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.text_templates import TemplateWords
from cases.domain.wording import TEXT_AT_MOST
from cases.models import AGENCY_TEMPLATES, OPERATOR_TEMPLATES, TemplateKind
from dashboard.forms.people_fields import StampedForm, language_field, text_field


class TemplateForm(StampedForm):
    """What a template says, of which kind, in which language."""

    kind = forms.ChoiceField(label=_("For"))
    language = language_field(_("Language"))
    title = text_field(_("Title"), 100, help_text=_("By this it is chosen; only your people read it."))
    text = forms.CharField(
        label=_("Text"), max_length=TEXT_AT_MOST, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )

    def __init__(self, *args: Any, operator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = OPERATOR_TEMPLATES if operator else AGENCY_TEMPLATES
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def words(self) -> TemplateWords:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return TemplateWords(TemplateKind(said["kind"]), said["language"], said["title"], said["text"])
