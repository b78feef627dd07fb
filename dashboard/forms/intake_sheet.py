"""Forms of a sheet: the file, which column says what, which rows are imported."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.grounds import bases_in_force, categories_for, today_of
from cases.domain.sheets.looking import heading_of, letter_of
from cases.domain.sheets.table import MOST_ROWS, SHEET_BYTES
from cases.domain.sheets.taking import Columns
from cases.enums import SheetField
from cases.models import Sheet
from sla.enums import Urgency

ACCEPTED = ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REST = "rest-"
_HEADING_AT_MOST = 60


class SheetForm(forms.Form):
    """The file of a sheet; it comes in beside the form and is judged by its content."""

    uploads = forms.FileField(
        label=_("Sheet"),
        required=False,
        help_text=_(
            "CSV or XLSX, at most %(rows)s rows and %(size)s MB. Any separator, UTF-8 or Windows-1252. "
            "Private links are refused, their secrets are not stored; the file itself is not kept."
        )
        % {"rows": f"{MOST_ROWS:,}", "size": SHEET_BYTES // 1024 // 1024},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class ColumnsForm(forms.Form):
    """Which column says what, and what holds for rows that do not say it."""

    def __init__(self, data: Any = None, *, actor: Actor, sheet: Sheet, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        columns = [("", _("no column"))] + [
            (str(place), _headed(sheet, place)) for place in range(len(sheet.header))
        ]
        for each in SheetField:
            self.fields[each.value] = forms.ChoiceField(
                label=each.label, choices=columns, required=False, initial=_place(sheet.columns, each.value)
            )
        categories = [(each.code, str(each)) for each in categories_for(actor)]
        house = sheet.agency
        bases = bases_in_force(house.jurisdiction, None, today_of(house, now))
        self._add_rest("category", _("Category"), categories, sheet)
        self._add_rest("legal_basis", _("Legal basis"), [(each.code, each.citation) for each in bases], sheet)
        self._add_rest("urgency", _("Urgency"), list(Urgency.choices), sheet)

    def _add_rest(self, name: str, label: Any, choices: list[tuple[str, Any]], sheet: Sheet) -> None:
        self.fields[f"{REST}{name}"] = forms.ChoiceField(
            label=label,
            choices=[("", _("left open")), *choices],
            required=False,
            initial=str(sheet.rest.get(name, "")),
        )

    @property
    def of_columns(self) -> list[forms.BoundField]:
        """The fields that name a column."""
        return [self[each.value] for each in SheetField]

    @property
    def of_rest(self) -> list[forms.BoundField]:
        """The fields for rows that do not say it."""
        return [self[name] for name in self.fields if name.startswith(REST)]

    def chosen(self) -> Columns:
        """Return a valid form as the domain takes it."""
        typed = self.cleaned_data
        return Columns(
            columns={each.value: int(typed[each.value]) for each in SheetField if typed[each.value]},
            rest={name.removeprefix(REST): word for name, word in typed.items() if name.startswith(REST)},
        )


class ImportForm(forms.Form):
    """Which rows are imported, of the sheet as it was seen."""

    edit_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    only_good = forms.BooleanField(required=False, widget=forms.HiddenInput)


def _headed(sheet: Sheet, place: int) -> str:
    heading, letter = heading_of(sheet, place), letter_of(place)
    shown = heading if len(heading) <= _HEADING_AT_MOST else f"{heading[:_HEADING_AT_MOST]} …"
    return shown if shown == letter else f"{letter} · {shown}"


def _place(columns: Mapping[str, Any], name: str) -> str:
    place = columns.get(name)
    return "" if place is None else str(place)
