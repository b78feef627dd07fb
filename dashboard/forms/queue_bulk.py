"""One thing for many cases: what, for whom or with which outcome."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.bulk import BulkVerb, Order
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import Outcome, RefusalGround
from dashboard.forms.casework_items import NO_CHOICE, OUTCOMES


class BulkForm(forms.Form):
    """The order: fields of the other verbs are not there. What nobody has chosen yet is ``data`` of None."""

    use_required_attribute = False

    def __init__(self, data: Any, *, verb: BulkVerb, people: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.verb = verb
        if verb == BulkVerb.ASSIGN:
            self.fields["to"] = forms.ChoiceField(label=_("To"), choices=people)
        if verb == BulkVerb.DECIDE:
            self.fields["outcome"] = forms.ChoiceField(
                label=_("Outcome"),
                choices=[NO_CHOICE, *OUTCOMES],
                error_messages={"required": _("Choose an outcome.")},
            )
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground of the refusal"), choices=[NO_CHOICE, *RefusalGround.choices], required=False
            )
            self.fields["text"] = forms.CharField(
                label=_("Words to the agency"),
                max_length=TEXT_AT_MOST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def order(self) -> Order:
        """Return what was chosen; what is missing the domain says."""
        said = self.cleaned_data
        outcome = said.get("outcome")
        return Order(
            verb=self.verb,
            to=said.get("to") or None,
            outcome=Outcome(outcome) if outcome else None,
            ground=said.get("ground", "") if outcome == Outcome.REFUSED else "",
            text=said.get("text", ""),
        )
