"""Which links of a letter only say where something stands, and are not what it complains of. Pure.

A proposal: the analyst ticks what is reported. A mere list of links cites nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cases.domain.citation_hosts import APP_STORES, FREE_MAIL, LAW_LABELS, LAW_PORTALS, is_government
from cases.enums import Citation
from channels_registry.domain.gate import FoundLink, Judgement
from channels_registry.domain.gate.generic import SITE
from channels_registry.domain.gate.known_hosts import known_host

_MAIL = re.compile(r"[\w.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,24})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 5
_OPENING = re.compile(
    r"[\s>]*(?P<mark>\(?\d{1,4}[.):]|[-*\u2022\u2013\u2014\u00b7])?[\s<(\[\"'\u00ab\u201c]*"
)
_CLOSING = re.compile(r"[\s>)\]\"'\u00bb\u201d.,;]*")
_LAW = re.compile(
    r"\b(?:law|act|code|ordinance|regulation|directive|decree|resolution|undang-undang|uu|peraturan|permen\w*|"
    r"pasal|закон\w*|кодекс\w*|постановлени\w*|стать\w+)\b|\u6cd5|\u6761\u4f8b",
    re.IGNORECASE,
)
_FETCH = re.compile(
    r"download|install|unduh|pasang|скач|загруз|установ|\u4e0b\u8f7d|descarg|t[e\u00e9]l[e\u00e9]charg",
    re.IGNORECASE,
)
_NEAR, _FAR = 100, 300


class Placed(NamedTuple):
    """A link as judged, and where in the text it stands."""

    judgement: Judgement
    at: FoundLink


def citations(text: str, links: Sequence[Placed]) -> dict[int, Citation]:
    """Return which of ``links``, by their place among them, are proposed as mere citations, and why.

    Only addresses of sites that belong to no service can be. Takes time in proportion to
    the text.
    """
    sites = [place for place, link in enumerate(links) if link.judgement.platform == SITE]
    if not sites or not _is_prose(text, links):
        return {}
    senders = _senders(text)
    listed = _listed(text, links)
    found: dict[int, Citation] = {}
    for place in sites:
        reason = _reason(text, links[place], senders, listed=place in listed)
        if reason is not None:
            found[place] = reason
    return found


def _reason(text: str, link: Placed, senders: frozenset[str], *, listed: bool) -> Citation | None:
    host = _host(link)
    if host in LAW_PORTALS or not LAW_LABELS.isdisjoint(host.split(".")):
        return Citation.LAW
    if host in APP_STORES and _FETCH.search(text, max(0, link.at.start - _FAR), link.at.start):
        return Citation.FURTHER
    # What stands in a list is what the letter is about, a government's page too: it may be hacked.
    if listed:
        return None
    if is_government(host):
        return Citation.GOVERNMENT
    if any(host == each or host.endswith("." + each) or each.endswith("." + host) for each in senders):
        return Citation.SENDER
    before = text[max(0, link.at.start - _NEAR) : link.at.start]
    if before.rstrip(" <\r\n")[-1:] in ("(", "[") and _LAW.search(before.rpartition("\n\n")[2]):
        return Citation.LAW
    return None


def _host(link: Placed) -> str:
    return link.judgement.key.partition("/")[0].partition(":")[0].removeprefix("www.")


def _is_prose(text: str, links: Sequence[Placed]) -> bool:
    """Whether there are sentences beside the links."""
    words, end = 0, 0
    for link in (*links, None):
        piece = text[end : link.at.start] if link else text[end:]
        words += len(_WORD.findall(piece))
        if words >= _FEWEST_WORDS:
            return True
        end = link.at.end if link else end
    return False


def _senders(text: str) -> frozenset[str]:
    hosts = {match[1].lower().removeprefix("mail.") for match in _MAIL.finditer(text)}
    return frozenset(host for host in hosts if host not in FREE_MAIL and known_host(host) is None)


def _listed(text: str, links: Sequence[Placed]) -> frozenset[int]:
    """Return the places of the links in a list: alone on their lines, with others or announced."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    alone: dict[int, tuple[int, bool]] = {}
    for place, link in enumerate(links):
        line = bisect_right(starts, link.at.start) - 1
        end = starts[line + 1] - 1 if line + 1 < len(starts) else len(text)
        opening = _OPENING.fullmatch(text, starts[line], link.at.start)
        if opening and _CLOSING.fullmatch(text, link.at.end, max(end, link.at.end)):
            alone[line] = (place, opening["mark"] is not None)
    lines = text.split("\n")
    return frozenset(
        place for line, (place, marked) in alone.items() if marked or _has_company(line, lines, alone)
    )


def _has_company(line: int, lines: Sequence[str], alone: Mapping[int, object]) -> bool:
    above = _next_line(line, lines, -1)
    below = _next_line(line, lines, 1)
    return above in alone or below in alone or (above >= 0 and lines[above].rstrip().endswith(":"))


def _next_line(line: int, lines: Sequence[str], step: int) -> int:
    line += step
    while 0 <= line < len(lines) and not lines[line].strip():
        line += step
    return line if line < len(lines) else -1
