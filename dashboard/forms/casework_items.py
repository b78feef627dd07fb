"""Answers item by item: a row an item, empty rows are left as they are."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from cases.domain.response import ItemDecision
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import Outcome, RefusalGround, VerifiedOutcome
from cases.models import Item

ITEMS_AT_MOST = 500
NO_CHOICE = ("", "–")
ROW_FIELDS = ("outcome", "ground", "note", "told")
# "Disputed" is what an open objection makes of an item, not what a platform chooses.
OUTCOMES = [(word.value, word.label) for word in Outcome if word != Outcome.DISPUTED]


class DecisionForm(forms.Form):
    """What the platform did with one item."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[NO_CHOICE, *OUTCOMES], required=False)
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"), choices=[NO_CHOICE, *RefusalGround.choices], required=False
    )
    note = forms.CharField(label=_("Note"), max_length=TEXT_AT_MOST, required=False)
    told = forms.BooleanField(label=_("Author told"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the ground of a refusal, and for the outcome of a row with a note."""
        row = super().clean() or {}
        outcome = row.get("outcome", "")
        if outcome == Outcome.REFUSED and not row.get("ground"):
            self.add_error("ground", _("A refusal needs its ground."))
        if not outcome and "outcome" not in self.errors and (row.get("note") or row.get("told")):
            self.add_error("outcome", _("Choose an outcome for this item."))
        return row

    def decision(self) -> ItemDecision | None:
        """Return the decision, or None where the row was left empty."""
        row = self.cleaned_data
        if not row.get("outcome"):
            return None
        outcome = Outcome(row["outcome"])
        return ItemDecision(
            item=row["item"],
            outcome=outcome,
            refusal_ground=row["ground"] if outcome == Outcome.REFUSED else "",
            note=row["note"],
            author_told=row["told"],
        )


class VerdictForm(forms.Form):
    """What the agency saw when it looked at one item."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Seen"), choices=[NO_CHOICE, *VerifiedOutcome.choices], required=False
    )

    def verdict_of_item(self) -> tuple[UUID, VerifiedOutcome] | None:
        """Return item and verdict, or None where the row was left empty."""
        row = self.cleaned_data
        return (row["item"], VerifiedOutcome(row["verdict"])) if row.get("verdict") else None


class AccompanyingForm(forms.Form):
    """What goes with an answer. ``edit_version``: the case as it was when the page was made."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Words to the agency"),
        max_length=TEXT_AT_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class VersionForm(forms.Form):
    """The case as it was when the page was made."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput)


DecisionRows = forms.formset_factory(
    DecisionForm, extra=0, max_num=ITEMS_AT_MOST, absolute_max=ITEMS_AT_MOST, validate_max=True
)
VerdictRows = forms.formset_factory(
    VerdictForm, extra=0, max_num=ITEMS_AT_MOST, absolute_max=ITEMS_AT_MOST, validate_max=True
)


def rows_for(
    rows: type[BaseFormSet], items: Iterable[Item], data: Any = None, before: Mapping[str, str] | None = None
) -> BaseFormSet:
    """Return a row for each item. What is sent is read by position; the item's id goes with it.

    A request that does not say how many rows it has is answered with fresh rows. ``before``: what
    was typed and not sent, as ``typed_rows`` gave it.
    """
    if data is not None:
        sent = rows(data, prefix="items")
        if sent.management_form.is_valid():
            return sent
    fresh = [{"item": item.public_id, **_row_before(before or {}, item)} for item in items]
    return rows(initial=fresh, prefix="items")


def typed_rows(data: Any) -> dict[str, str]:
    """Return what was typed in the rows of a decision and below them, by the id of the item."""
    typed = {"text": data.get("text", "")}
    for place in range(min(_count(data), ITEMS_AT_MOST)):
        item = data.get(f"items-{place}-item", "")
        typed |= {f"{item}-{name}": data.get(f"items-{place}-{name}", "") for name in ROW_FIELDS}
    return typed


def _row_before(before: Mapping[str, str], item: Item) -> dict[str, str]:
    named = {name: before.get(f"{item.public_id}-{name}", "") for name in ROW_FIELDS}
    return {name: text for name, text in named.items() if text}


def filled(data: Any, open_items: Iterable[UUID], key: str, *fields: str) -> Any:
    """Return a copy of the posted rows in which rows without ``key`` take the values above the table.

    ``data`` is the request's POST; those values are named ``all-<field>``. Only rows of
    ``open_items`` are filled, and nothing that was typed in a row is lost.
    """
    wanted = {str(item) for item in open_items}
    copy = data.copy()
    for place in range(min(_count(data), ITEMS_AT_MOST)):
        if copy.get(f"items-{place}-{key}") or copy.get(f"items-{place}-item") not in wanted:
            continue
        for name in (key, *fields):
            field = f"items-{place}-{name}"
            copy[field] = copy.get(field) or data.get(f"all-{name}", "")
    return copy


def _count(data: Any) -> int:
    try:
        return int(data.get("items-TOTAL_FORMS", 0))
    except ValueError:
        return 0
