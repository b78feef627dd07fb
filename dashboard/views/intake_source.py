"""File number and date of a letter: found in the paste and offered, taken over by a press."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from cases.domain.letter_marks import file_numbers, letter_dates
from dashboard.forms.intake_report import ReportForm

TAKE = "take"
TAKEN = ("file_number", "letter_date")


@dataclass(slots=True)
class Offers:
    """What the text offers for the two fields, less what stands in them."""

    file_numbers: list[str] = field(default_factory=list)
    letter_dates: list[date] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.file_numbers or self.letter_dates)


def offers_for(form: ReportForm) -> Offers:
    """Return what the pasted text offers."""
    number, day = form["file_number"].value(), str(form["letter_date"].value() or "")
    return Offers(
        file_numbers=[each for each in file_numbers(form.typed_paste) if each != number],
        letter_dates=[each for each in letter_dates(form.typed_paste) if each.isoformat() != day],
    )


def taken_over(data: QueryDict) -> QueryDict:
    """Return what was typed with the offer taken that was pressed, if one was."""
    name, _, value = data.get(TAKE, "").partition("=")
    if name not in TAKEN:
        return data
    changed = data.copy()
    changed[name] = value
    return changed
