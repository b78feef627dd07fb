"""A checked sheet as its page shows it: counts, drafts to be, rows. Inner reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cases.enums import Disposition, RowProblem, RowStanding, SheetField
from cases.models import Report, Sheet, SheetRow
from channels_registry.domain.gate import reason_text
from channels_registry.models import Platform
from sla.models import Category, LegalBasis


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each kind; every row is in exactly one standing."""

    standings: Mapping[str, int]
    dispositions: Sequence[tuple[Disposition, int]]
    to_import: int
    without_part: int

    def of(self, standing: RowStanding) -> int:
        """Return how many rows stand so."""
        return self.standings.get(standing.value, 0)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.standings.values())


def counts_of(sheet: Sheet) -> Counts:
    """Return how many rows of a checked sheet there are of each kind."""
    rows = sheet.rows.order_by()
    standings = dict(rows.values_list("standing").annotate(number=Count("pk")))
    numbers = dict(rows.values_list("disposition").annotate(number=Count("pk")))
    entered = rows.exclude(link="")
    return Counts(
        standings=standings,
        dispositions=[(word, numbers[word]) for word in Disposition if word in numbers],
        to_import=entered.exclude(part=None).count(),
        without_part=entered.filter(part=None).count(),
    )


def rows_shown(sheet: Sheet, standing: str, disposition: str) -> QuerySet[SheetRow]:
    """Return the rows of a sheet, narrowed to a standing and a disposition where they are words of ours."""
    rows = SheetRow.objects.filter(sheet=sheet).select_related("platform", "report")
    if standing in RowStanding.values:
        rows = rows.filter(standing=standing)
    if disposition in Disposition.values:
        rows = rows.filter(disposition=disposition)
    return rows


@dataclass(frozen=True, slots=True)
class DraftToBe:
    """One draft that the sheet becomes, in words; ``report`` once it stands."""

    number: int
    rows: int
    category: str
    basis: str
    urgency: str
    word: str
    reasons: str
    file_number: str
    services: Sequence[tuple[str, int]]
    report: Report | None


def drafts_to_be(sheet: Sheet) -> list[DraftToBe]:
    """Return the drafts that the good rows of a checked sheet become, or became."""
    same = [part["same"] for part in sheet.parts]
    categories = {
        row.code: row for row in Category.objects.filter(code__in={each["category"] for each in same})
    }
    bases = {
        row.code: row for row in LegalBasis.objects.filter(code__in={each["legal_basis"] for each in same})
    }
    services = {str(row.pk): row.name for row in Platform.objects.filter(pk__in=_services(sheet.parts))}
    entered = sheet.rows.exclude(report=None).order_by()
    reports: dict[int | None, int | None] = dict(entered.values_list("part", "report").distinct())
    written = Report.objects.in_bulk([pk for pk in reports.values() if pk])
    return [
        DraftToBe(
            number=part["number"],
            rows=part["rows"],
            category=str(categories.get(part["same"]["category"], "")),
            basis=str(bases.get(part["same"]["legal_basis"], "")),
            urgency=part["same"]["urgency"],
            word=part["same"]["word"],
            reasons=part["same"]["reasons"],
            file_number=part["same"]["file_number"],
            services=[(services.get(pk, "–"), number) for pk, number in part["to_send"].items()],
            report=written.get(reports.get(part["number"]) or 0),
        )
        for part in sheet.parts
    ]


def _services(parts: Sequence[Mapping[str, Any]]) -> set[int]:
    return {int(pk) for part in parts for pk in part["to_send"]}


def reasons_of(row: SheetRow) -> list[str]:
    """Return in the reader's words what is to be said of a row."""
    said = []
    if row.disposition == Disposition.REFUSED and row.reason:
        said.append(str(reason_text(row.reason)))
    for code, word in row.problems:
        sentence = str(RowProblem(code).label)
        said.append(f"“{word}”: {sentence}" if word else sentence)
    return said


def columns_in_words(sheet: Sheet) -> list[tuple[str, str]]:
    """Return which column says what, for whoever reads: the field and the column's heading."""
    found = [(field, sheet.column_of(field)) for field in SheetField]
    return [(str(field.label), heading_of(sheet, place)) for field, place in found if place is not None]


def heading_of(sheet: Sheet, place: int) -> str:
    """Return the heading of a column, its letter where it has none."""
    heading = sheet.header[place] if place < len(sheet.header) else ""
    return heading or letter_of(place)


def letter_of(place: int) -> str:
    """Return the letter of a column as a spreadsheet names it."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
