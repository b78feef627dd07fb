"""Take the secrets out of a sheet before any of it is stored: what was masked keeps its verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.domain.intake import REPORTABLE
from cases.domain.pastes import storable
from cases.domain.sheets.table import LONGEST_CELL, Row
from channels_registry.domain.gate import HostTable, Judgement, find_links, judge, judge_line
from channels_registry.domain.gate.cleaning import refang
from channels_registry.domain.gate.generic import SITE
from channels_registry.enums import ReasonCode, Verdict

# Cheap signs that a cell may hold a link.
_HINT = re.compile(r"[.:@/\\]|dot", re.IGNORECASE)
_SCHEME = re.compile(r"^h(?:tt|xx)ps?://", re.IGNORECASE)
Refusal = tuple[str, str, str]  # verdict, reason, what may be shown


@dataclass(frozen=True, slots=True)
class MaskedRow:
    """A row as it may be stored. ``refused``: by column, the verdict on what is no longer there."""

    number: int
    cells: list[str]
    refused: dict[str, Refusal]


def mask_row(row: Row, width: int, hosts: HostTable) -> MaskedRow:
    """Return ``row`` without the secrets of its links, filled up to ``width`` cells."""
    cells, refused = [], {}
    for place, cell in enumerate(row.cells):
        text, refusal = mask_cell(cell, hosts)
        cells.append(text)
        if refusal is not None:
            refused[str(place)] = refusal
    return MaskedRow(row.number, [*cells, *[""] * (width - len(cells))], refused)


def mask_words(words: Sequence[str], hosts: HostTable) -> list[str]:
    """Return words of a header, or names, without the secrets of links in them."""
    return [mask_cell(word, hosts)[0] for word in words]


def mask_cell(cell: str, hosts: HostTable) -> tuple[str, Refusal | None]:
    """Return a cell as it may be stored, and the verdict on it where its link was masked."""
    if not _HINT.search(cell):
        return cell, None
    judged = [judge(link.text, hosts) for link in find_links(cell, limit=LONGEST_CELL, hosts=hosts)]
    masks = {found.url: found.shown for found in judged if must_mask(found)}
    text = storable(cell, masks) if masks else cell
    whole = judge_line(cell, hosts)
    if whole.verdict in REPORTABLE or whole.reason == ReasonCode.NOT_A_LINK:
        return text, None
    if text == cell and must_mask(whole):
        text = whole.shown
    if text == cell:
        return text, None
    return text, (whole.verdict.value, whole.reason.value, whole.shown)


def must_mask(found: Judgement) -> bool:
    """Whether more is written in a link than may be shown of it."""
    if found.verdict in (Verdict.PRIVATE, Verdict.NOT_CONTENT, Verdict.INVALID):
        return _said(found.url) != _said(found.shown)
    return found.platform == SITE and _said(found.url) != _said(found.shown)


def _said(text: str) -> tuple[str, list[str]]:
    """Return what a link says, however it is spelled: address and sorted query."""
    plain = _SCHEME.sub("", refang(text.strip()))
    whole, _, fragment = plain.partition("#")
    if "=" in fragment:  # where some keep a token
        whole = plain
    address, _, query = whole.partition("?")
    return address.rstrip("/").casefold(), sorted(query.split("&"))
