"""A sheet as it was read: a header and rows of text, within limits. Formulas are never computed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

SHEET_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 20_000
MOST_CHARACTERS = 20_000_000
FIELD = "uploads"

# =HYPERLINK("address";"text"), in any of the languages that part by comma or semicolon.
_HYPERLINK = re.compile(
    r'\s*=\s*HYPERLINK\s*\(\s*"((?:[^"]|"")*)"\s*(?:[,;].*)?\)\s*', re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty, by its number in the sheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. ``left_out`` names the other worksheets of a workbook."""

    header: tuple[str, ...]
    rows: Sequence[Row]
    left_out: tuple[str, ...] = field(default=())


def too_large() -> Invalid:
    """Return the refusal of a file over the limit."""
    said = _("The file is larger than %(most)s MB. Import it in parts.")
    return refusal("sheet_too_large", said, most=SHEET_BYTES // 1024 // 1024)


def cell_text(value: str) -> str:
    """Return a cell as text: of a HYPERLINK formula its address, of any other the formula itself."""
    text = value.replace("\x00", "").strip()
    if text[:1] != "=":
        return text
    found = _HYPERLINK.fullmatch(text)
    return found[1].replace('""', '"').strip() if found else text


def rows_within_limits(records: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Yield the records that are not empty, numbered as in the sheet.

    Raises Invalid over the limits, naming the row.
    """
    characters = count = 0
    for number, record in enumerate(records, start=1):
        cells = [cell_text(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        characters += sum(map(len, cells))
        _must_fit(number, cells, count, characters)
        yield Row(number, tuple(cells))


def _must_fit(number: int, cells: Sequence[str], count: int, characters: int) -> None:
    if count > MOST_ROWS + 1:  # and a header
        said = _("The sheet has more than %(most)s rows. Nothing is lost: import it in parts.")
        raise refusal("sheet_too_many_rows", said, most=f"{MOST_ROWS:,}")
    if len(cells) > MOST_COLUMNS:
        said = _("Row %(row)s has more than %(most)s columns. Leave out those that nobody needs.")
        raise refusal("sheet_too_many_columns", said, row=f"{number:,}", most=MOST_COLUMNS)
    if max(map(len, cells)) > LONGEST_CELL:
        said = _("A cell of row %(row)s holds more than %(most)s characters. Is a quotation mark not closed?")
        raise refusal("sheet_cell_too_long", said, row=f"{number:,}", most=f"{LONGEST_CELL:,}")
    if characters > MOST_CHARACTERS:
        said = _("The sheet holds more than %(most)s characters. Import it in parts.")
        raise refusal("sheet_too_much_text", said, most=f"{MOST_CHARACTERS:,}")


def refusal(code: str, said: object, **words: object) -> Invalid:
    """Return the refusal of a sheet, at the field of its file."""
    return Invalid(code, str(said) % words if words else str(said), field=FIELD)
