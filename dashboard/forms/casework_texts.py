"""What people write and choose in a case: one form a step. Rules are the domain's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.wording import TEXT_AT_MOST
from cases.enums import ClarificationGround, ImpossibilityGround, ProposalDecision

NAME_AT_MOST = 150
EXTENSION_AT_MOST = 10_000


def long_text(label: Any, *, help_text: Any = "", required: bool = True, rows: int = 6) -> forms.CharField:
    """Return a field for prose in any language and direction."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class NothingForm(forms.Form):
    """A step that needs no words."""


class SignForm(forms.Form):
    """The name with which a receipt is signed by link."""

    signer_name = forms.CharField(
        label=_("Your name"),
        help_text=_("The receipt is signed with this name. The agency sees it."),
        max_length=NAME_AT_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )


class MessageForm(forms.Form):
    """A message in the shared thread."""

    text = long_text(_("Message"), rows=3)
    text.widget.attrs["data-key"] = "m"


class NoteForm(forms.Form):
    """A note in one's own house. Its field is no message's: sent to the wrong address, it is refused."""

    note = long_text(_("Note"), rows=3)


class ClarificationForm(forms.Form):
    """A question to the agency, with its ground."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=ClarificationGround.choices, widget=forms.RadioSelect
    )
    text = long_text(_("What do you need to know?"))


class ImpossibilityForm(forms.Form):
    """Why the order cannot be followed for now."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=ImpossibilityGround.choices, widget=forms.RadioSelect
    )
    text = long_text(_("Reasons"), help_text=_("What stands in the way, and until when you expect it."))


class ImpossibilityEndForm(forms.Form):
    """How an impossibility ended."""

    text = long_text(_("How did it end?"), required=False)


class ObjectionForm(forms.Form):
    """An objection to the order."""

    text = long_text(_("Reasons"), help_text=_("Why the order should not stand."))


class RestoredForm(forms.Form):
    """What was restored after a withdrawal."""

    text = long_text(_("What was restored, and when"), required=False)


class AnswerForm(forms.Form):
    """The agency's answer to a clarification."""

    text = long_text(_("Answer"))


class AmendmentForm(forms.Form):
    """A numbered addition to what was sent."""

    text = long_text(_("Amendment"), help_text=_("What was sent stays; this is added under a number."))


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = long_text(_("Reason"), rows=4)


class ObjectionDecisionForm(forms.Form):
    """Whether an objection is upheld."""

    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("no", _("Dismiss the objection: the order stands")),
            ("yes", _("Uphold the objection: the order falls")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Reasons"))


class ClockForm(forms.Form):
    """Which open clock, and why. ``clocks`` are those that run or stand still, in words."""

    clock = forms.ChoiceField(label=_("Clock"))
    reason = long_text(_("Reason"), rows=4)

    def __init__(self, *args: Any, clocks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].choices = clocks  # type: ignore[attr-defined]


class ExtensionForm(ClockForm):
    """By how much a deadline moves."""

    amount = forms.IntegerField(label=_("Extend by"), min_value=1, max_value=EXTENSION_AT_MOST)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("minutes", _("minutes")), ("hours", _("hours"))])
    field_order = ("clock", "amount", "unit", "reason")

    def minutes(self) -> int:
        """Return the extension in whole minutes."""
        amount: int = self.cleaned_data["amount"]
        return amount * 60 if self.cleaned_data["unit"] == "hours" else amount


PROPOSAL_DECISIONS = [
    (ProposalDecision.DISMISSED.value, _("Dismiss it")),
    (ProposalDecision.NOTED.value, _("Note it: it was seen, and nothing follows yet")),
]


class ProposalForm(forms.Form):
    """What becomes of a proposed sanction."""

    decision = forms.ChoiceField(label=_("Decision"), choices=PROPOSAL_DECISIONS, widget=forms.RadioSelect)
    reason = long_text(_("Reason"), rows=4)
