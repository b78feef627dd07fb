"""Find the links in a letter, a chat or a spreadsheet that someone pasted.

Works in one pass: the text is cut into words, each word is searched for the
places where a link begins, and each link ends where the next one begins or the
word ends, less the punctuation of the sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from channels_registry.domain.gate.beginnings import BARE, beginnings, is_worth_judging
from channels_registry.domain.gate.cells import delimiter_of, without_next_cell
from channels_registry.domain.gate.cleaning import INVISIBLE, LONGEST_LINK, trim_tail
from channels_registry.domain.gate.host_table import HostTable

# What parts words: white space, controls, quotes, angle brackets, and the
# punctuation of scripts that set no space after it.
_WORD = re.compile(
    '[^\\s\x00-\x1f\x7f-\x9f<>"`|\u00ab\u00bb\u2018\u2039\u203a\u201c-\u201f\u3001\u3002\u3008-\u3011'
    "\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u060c\u061b]+"
)
# Cheap signs that a word may hold a link; most words hold none.
_HINT = re.compile(r"[.:@]|dot", re.IGNORECASE)
_ENTITY_END = re.compile(r"&(?:gt|lt|quot|#39);", re.IGNORECASE)
_MARKER = re.compile(r"(?:^|[\r\n])[ \t]*(?:\d{1,4}[.)]|[-*\u2022\u2013\u2014])?[ \t]*$")
_LINE_END = re.compile(r"[ \t.,;]*(?:[\r\n]|$)")
_MARKDOWN = frozenset("_*~'")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as it stands in the text: ``text`` is ``whole[start:end]``."""

    text: str
    start: int
    end: int


def find_links(text: str, *, limit: int, hosts: HostTable | None = None) -> list[FoundLink]:
    """Return the links of a text in their order, exact repeats once, at most ``limit``.

    Found are http(s) and ``hxxp``, ``tg:`` and other schemes with ``//`` (so that
    nothing is left out silently), ``@name``, and bare domains that have a path,
    are defanged, are registered in ``hosts`` or stand alone on a line. To learn
    whether there are more than n, ask for n + 1. Takes time in proportion to the
    text.
    """
    table = hosts or HostTable.builtin()
    links: list[FoundLink] = []
    seen: set[str] = set()
    plain, places = _visible(text)
    for start, end in _spans(plain, table):
        if len(links) >= limit:
            break
        if plain[start:end] in seen:
            continue
        seen.add(plain[start:end])
        first, last = (places[start], places[end - 1]) if places else (start, end - 1)
        links.append(FoundLink(text[first : last + 1], first, last + 1))
    return links


def _visible(text: str) -> tuple[str, list[int]]:
    """Return the text without invisible marks, and where each sign stood (empty: as before)."""
    if not INVISIBLE.search(text):
        return text, []
    places = [place for place, sign in enumerate(text) if not INVISIBLE.match(sign)]
    return "".join(text[place] for place in places), places


def _spans(plain: str, table: HostTable) -> Iterator[tuple[int, int]]:
    delimiter = delimiter_of(plain)
    for match in _WORD.finditer(plain):
        word = match[0]
        if not _HINT.search(word):
            continue
        for (kind, start), (_, stop) in pairwise([*beginnings(word), ("", len(word))]):
            link = _trimmed(word, start, min(stop, start + 2 * LONGEST_LINK), delimiter)
            first = match.start() + start
            last = first + len(link)
            if kind != BARE or is_worth_judging(link, table, alone=_alone(plain, first, last)):
                yield first, last


def _trimmed(word: str, start: int, stop: int, delimiter: str) -> str:
    link = word[start:stop]
    before = word[start - 1] if start else ""
    if entity := _ENTITY_END.search(link):
        link = link[: entity.start()]
    link = without_next_cell(link, delimiter)
    if before == "'" and "'" in link:
        link = link[: link.index("'")]
    link = trim_tail(link)
    if stop < len(word):
        link = link.rstrip("-\u2013\u2014")
    if before in _MARKDOWN:
        link = link.rstrip(before)
    return link


def _alone(plain: str, start: int, end: int) -> bool:
    """Whether a link is all that its line holds, but for the number or dash of a list."""
    before = plain[max(0, start - 12) : start]
    if start > 12 and not re.search(r"[\r\n]", before):
        return False
    return bool(_MARKER.search(before)) and bool(_LINE_END.match(plain, end, end + 8))
