"""A letter in words, before it is drawn: the same sheet becomes the page and the PDF."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from channels_registry.domain.disguises import show_disguises, show_hidden

# How a part is drawn. ``url`` and ``key`` are exact on paper and defanged on a page.
Style = Literal["plain", "muted", "strong", "hash", "url", "key"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line or paragraph of its own. ``rtl``: it begins with a letter that is read from the right."""

    text: str
    style: Style = "plain"
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what it says."""

    label: str
    values: list[Text]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each some lines. ``widths``: shares of all columns but the number's."""

    columns: list[str]
    widths: list[float]
    rows: list[list[list[Text]]]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter under its heading."""

    title: str
    rows: list[Row] = field(default_factory=list)
    paragraphs: list[Text] = field(default_factory=list)
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who writes, or to whom."""

    name: str
    lines: list[Text]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter in one language."""

    language: str
    title: str
    reference: str
    sender: Party
    addressee: Party
    facts: list[Row]
    sections: list[Section]
    signature: list[Text]
    words: dict[str, str]
    hash: str
    salt: str


def given(text: str, style: Style = "plain") -> Text:
    """Return what somebody typed: literal, its invisible characters shown, its direction kept."""
    shown = show_hidden(text) if style in ("url", "key") else show_disguises(text)
    return Text(shown, style, rtl=style not in ("url", "key") and _from_the_right(shown))


def paragraphs(text: str) -> list[Text]:
    """Return what somebody typed, line by line; empty lines only part them."""
    return [given(line.replace("\t", " ")) for line in text.splitlines() if line.strip()]


def row(label: str, *values: Text | str) -> Row:
    """Return a row; bare strings are words of the house."""
    return Row(label, [Text(value) if isinstance(value, str) else value for value in values])


def _from_the_right(text: str) -> bool:
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
