"""The words around a link: by them an analyst sees what a letter says of it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cases.domain.citations import Placed
from cases.domain.links import Link
from channels_registry.domain.gate import find_links

_MOST = 80  # signs on either side
_PARAGRAPH = re.compile(r"\n[ \t>]*\n")
_WORD = re.compile(r"[^\W\d_]{2,}")
_HIDDEN = "\u2026"
# What belongs to the neighbouring links: the end of their brackets, their beginning.
_CLOSING, _OPENING = " )]>.,;", " ([<"


def with_words(text: str, placed: Sequence[Placed], links: Sequence[Link]) -> list[Link]:
    """Return the links, each with what stands before and behind it in its paragraph.

    Never another link: that may be a secret.
    """
    ends = [0, *(each.at.end for each in placed)]
    starts = [*(each.at.start for each in placed), len(text)]
    return [
        replace(link, before=_before(text, end, each.at.start), after=_after(text, each.at.end, start))
        for link, each, end, start in zip(links, placed, ends, starts[1:], strict=False)
    ]


def _before(text: str, earliest: int, start: int) -> str:
    first = max(earliest, start - _MOST)
    piece = _PARAGRAPH.split(text[first:start])[-1]
    words = _shown(piece).lstrip(_CLOSING)
    if words and first > earliest and len(piece) == start - first:
        return f"{_HIDDEN} {words.partition(' ')[2]}"  # the first word may be half of one
    return words


def _after(text: str, end: int, latest: int) -> str:
    last = min(latest, end + _MOST)
    piece = _PARAGRAPH.split(text[end:last])[0]
    words = _shown(piece).rstrip(_OPENING)
    if words and last < latest and len(piece) == last - end:
        return f"{words.rpartition(' ')[0]} {_HIDDEN}"
    return words


def _shown(piece: str) -> str:
    """Return a piece of text on one line, without its links; nothing where it has no words."""
    if not _WORD.search(piece):
        return ""
    for link in reversed(find_links(piece, limit=_MOST)):
        piece = f"{piece[: link.start]}{_HIDDEN}{piece[link.end :]}"
    return " ".join(piece.split())
