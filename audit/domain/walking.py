"""One chain against itself and its head. Pure: rows come in, faults come out."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from audit.domain.faults import Fault
from audit.domain.hashing import Columns, entry_hash
from audit.enums import FaultKind


class Head(NamedTuple):
    """What a chain's head says: the place and the hash of its last entry."""

    sequence: int
    hash: str


class Link(NamedTuple):
    """One entry as it stands in the database: its columns and its hash."""

    columns: Columns
    hash: str


class _Chain:
    def __init__(self, kind: str, subject: str, links: Sequence[Link]) -> None:
        self.kind, self.subject, self.links = kind, subject, links

    def fault(self, place: int, kind: FaultKind, other: int = 0) -> Fault:
        return Fault(self.kind, self.subject, place, kind, other)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each entry, by its hash, as the hashes chain them."""
        following = {link.columns.previous_hash: link.hash for link in self.links}
        found: dict[str, int] = {}
        last = ""
        while last in following and following[last] not in found:
            last = following[last]
            found[last] = len(found) + 1
        return found


def walk(kind: str, subject: str, links: Sequence[Link], head: Head | None) -> Iterator[Fault]:
    """Yield what is wrong with one chain, its entries given in the order of ``sequence``."""
    chain = _Chain(kind, subject, links)
    if not links and head is not None:
        yield chain.fault(0, FaultKind.CHAIN_MISSING)
        return
    last, sound = Head(0, ""), True
    for link in links:
        place = link.columns.sequence
        gap = place > last.sequence + 1
        if gap:
            yield chain.fault(last.sequence + 1, FaultKind.MISSING, place - 1)
        wrong = _wrong_itself(chain, link)
        if wrong:
            yield wrong
        elif sound and not gap and link.columns.previous_hash != last.hash:
            # Beside an entry that is named already this would only repeat it.
            yield chain.fault(place, FaultKind.UNCHAINED)
        last, sound = Head(place, link.hash), wrong is None
    yield from _end(chain, last, head)


def _wrong_itself(chain: _Chain, link: Link) -> Fault | None:
    columns = link.columns
    place = columns.sequence
    if entry_hash(columns) == link.hash:
        return None
    # The hash covers the place: an entry that was moved fits where the hashes chain it.
    belongs = chain.places.get(link.hash, place)
    if belongs != place and entry_hash(columns._replace(sequence=belongs)) == link.hash:
        return chain.fault(place, FaultKind.REORDERED, belongs)
    return chain.fault(place, FaultKind.CHANGED)


def _end(chain: _Chain, last: Head, head: Head | None) -> Iterator[Fault]:
    if head is None:
        yield chain.fault(0, FaultKind.HEAD_MISSING)
    elif head.sequence > last.sequence:
        yield chain.fault(last.sequence + 1, FaultKind.LAST_MISSING, head.sequence)
    elif head != last:
        yield chain.fault(last.sequence, FaultKind.HEAD_CHANGED)
