"""Which rows become one draft: those of the same grounds, within what a report can hold. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cases.domain.intake import MOST_LINKS
from cases.domain.pastes import LARGEST_PASTE
from cases.domain.report_checks import MOST_ITEMS
from cases.domain.sheets.grounds import Grounds, said
from cases.enums import Disposition, SheetField
from cases.models import Sheet, SheetRow

MOST_PARTS = 100
# Room for the line's end, and for what is shown of a link in the place of what was given.
_LINE = 16


@dataclass(frozen=True, slots=True)
class Same:
    """What rows of one draft have in common."""

    category: str
    legal_basis: str
    urgency: str
    word: str
    reasons: str
    considerations: str
    file_number: str


@dataclass(slots=True)
class Part:
    """One draft to be: what its rows have in common, and how many there are."""

    number: int
    same: Same
    rows: int = 0
    size: int = 0
    to_send: Counter[str] = field(default_factory=Counter)

    def has_room_for(self, row: SheetRow) -> bool:
        """Whether the row fits, so that the draft can be filed as it is."""
        if self.rows >= MOST_LINKS or self.size + _size(row) > LARGEST_PASTE:
            return False
        return not _is_sent(row) or self.to_send[_service(row)] < MOST_ITEMS

    def take(self, row: SheetRow) -> None:
        """Put the row in."""
        row.part = self.number
        self.rows += 1
        self.size += _size(row)
        if _is_sent(row):
            self.to_send[_service(row)] += 1


class Parting:
    """Puts rows into drafts in their order; each into the first of its grounds that has room."""

    def __init__(self, sheet: Sheet, kept: Sequence[dict[str, Any]]) -> None:
        self.sheet = sheet
        self.parts = [_part_of(words) for words in kept]
        self._alike: dict[Same, list[Part]] = {}
        for part in self.parts:
            self._alike.setdefault(part.same, []).append(part)

    def put(self, rows: Sequence[SheetRow], grounds: Sequence[Grounds]) -> None:
        """Choose the draft of each row that can be entered; none where there are too many drafts."""
        for row, ground in zip(rows, grounds, strict=True):
            part = self._part_for(row, self._same(row, ground)) if row.link else None
            if part is not None:
                part.take(row)

    def kept(self) -> list[dict[str, Any]]:
        """Return the drafts as they are stored with the sheet."""
        return [
            {
                "number": part.number,
                "same": asdict(part.same),
                "rows": part.rows,
                "size": part.size,
                "to_send": dict(part.to_send),
            }
            for part in self.parts
        ]

    def _same(self, row: SheetRow, ground: Grounds) -> Same:
        return Same(
            category=ground.category,
            legal_basis=ground.legal_basis,
            urgency=ground.urgency,
            word=ground.word,
            reasons=said(self.sheet, row.cells, SheetField.REASONS),
            considerations=said(self.sheet, row.cells, SheetField.CONSIDERATIONS),
            file_number=said(self.sheet, row.cells, SheetField.FILE_NUMBER),
        )

    def _part_for(self, row: SheetRow, same: Same) -> Part | None:
        alike = self._alike.setdefault(same, [])
        for part in alike:
            if part.has_room_for(row):
                return part
        if len(self.parts) >= MOST_PARTS:
            return None
        part = Part(len(self.parts) + 1, same)
        self.parts.append(part)
        alike.append(part)
        return part


def _part_of(words: dict[str, Any]) -> Part:
    same, to_send = Same(**words["same"]), Counter(words["to_send"])
    return Part(words["number"], same, words["rows"], words["size"], to_send)


def _is_sent(row: SheetRow) -> bool:
    return row.disposition in (Disposition.READY, Disposition.NEEDS_STATEMENT, Disposition.IN_HAND)


def _service(row: SheetRow) -> str:
    return str(row.platform_id)


def _size(row: SheetRow) -> int:
    return max(len(row.link.encode()), len(row.shown.encode())) + _LINE
