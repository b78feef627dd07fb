"""What the words of a sheet mean: categories, provisions, urgencies, kinds, in both languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.domain.acting import Actor
from accounts.models import Organisation
from cases.domain.grounds import bases_in_force, categories_for, today_of
from cases.enums import RowProblem, RowStanding, SheetField
from cases.models import Sheet
from channels_registry.enums import TargetKind
from sla.enums import Urgency
from sla.models import Category

_NOT_LETTERS = re.compile(r"[\W_]+")
_URGENCIES = {
    Urgency.URGENT: ("urgent", "mendesak", "segera", "tinggi", "high", "sangat segera", "kilat", "ya", "yes"),
    Urgency.ORDINARY: ("ordinary", "biasa", "normal", "rendah", "low", "sedang", "medium", "tidak", "no"),
}
_KINDS = {
    TargetKind.CHANNEL: ("channel", "kanal", "saluran"),
    TargetKind.GROUP: ("group", "grup", "kelompok"),
    TargetKind.BOT: ("bot",),
    TargetKind.ACCOUNT: ("account", "akun", "person", "orang", "user", "pengguna"),
}
Problem = tuple[str, str]  # code, the word that it is about


@dataclass(slots=True)
class Grounds:
    """What one row says beside its link: codes of ours, and what could not be read."""

    category: str = ""
    legal_basis: str = ""
    urgency: str = ""
    word: str = ""  # of a category that is none of ours: rows that share it stay together
    problems: list[Problem] = field(default_factory=list)


class Words:
    """The words that a sheet of one agency may use today, as ``actor`` may use them."""

    def __init__(self, actor: Actor, house: Organisation, now: datetime) -> None:
        open_to_him = {category.code for category in categories_for(actor)}
        self._categories: dict[str, Category] = {}
        self._closed: set[str] = set()
        for category in Category.objects.filter(active=True):
            names = {_plain(name) for name in (category.code, category.name_en, category.name_id)}
            if category.code in open_to_him:
                self._categories |= dict.fromkeys(names, category)
            else:
                self._closed |= names
        self._bases: dict[str, tuple[str, frozenset[str]]] = {}
        for basis in bases_in_force(house.jurisdiction, None, today_of(house, now)):
            said = (basis.code, frozenset(each.code for each in basis.categories.all()))
            self._bases |= dict.fromkeys((_plain(basis.code), _plain(basis.citation)), said)
        self._urgencies = {word: urgency.value for urgency, words in _URGENCIES.items() for word in words}
        self._kinds = {word: kind.value for kind, words in _KINDS.items() for word in words}

    def read(self, sheet: Sheet, cells: list[str]) -> Grounds:
        """Return what these cells say; where they say nothing, what holds for the rest."""
        found = Grounds()
        self._read_category(found, said(sheet, cells, SheetField.CATEGORY), sheet.rest)
        self._read_basis(found, said(sheet, cells, SheetField.LEGAL_BASIS), sheet.rest)
        word = said(sheet, cells, SheetField.URGENCY)
        found.urgency = self._urgencies.get(_plain(word), "") or str(sheet.rest.get("urgency", ""))
        if word and _plain(word) not in self._urgencies:
            found.problems.append((RowProblem.URGENCY_UNKNOWN.value, word))
        return found

    def kind_of(self, word: str) -> str:
        """Return what a word says of a Telegram name, empty where it says nothing."""
        return self._kinds.get(_plain(word), "")

    def _read_category(self, found: Grounds, word: str, rest: dict[str, Any]) -> None:
        plain = _plain(word)
        category = self._categories.get(plain)
        if category is not None:
            found.category = category.code
            return
        found.category, found.word = str(rest.get("category", "")), plain
        if plain in self._closed and plain:
            found.problems.append((RowProblem.CATEGORY_CLOSED.value, word))
        elif word:
            found.problems.append((RowProblem.CATEGORY_UNKNOWN.value, word))

    def _read_basis(self, found: Grounds, word: str, rest: dict[str, Any]) -> None:
        code, categories = self._bases.get(_plain(word), ("", frozenset[str]()))
        if code and (not found.category or found.category in categories):
            found.legal_basis = code
            return
        if word:
            found.problems.append((RowProblem.BASIS_UNKNOWN.value, word))
        usual = str(rest.get("legal_basis", ""))
        _, of_usual = self._bases.get(_plain(usual), ("", frozenset[str]()))
        if found.category and found.category in of_usual:
            found.legal_basis = usual


def said(sheet: Sheet, cells: list[str], what: SheetField) -> str:
    """Return what a row says of this, empty where no column does."""
    place = sheet.column_of(what)
    return cells[place] if place is not None and place < len(cells) else ""


def standing_of(problems: Iterable[Problem], *, bad: bool) -> RowStanding:
    """Return how a row stands."""
    if bad:
        return RowStanding.BAD
    return RowStanding.OPEN if any(problems) else RowStanding.GOOD


def _plain(word: str) -> str:
    return _NOT_LETTERS.sub(" ", word.casefold()).strip()
