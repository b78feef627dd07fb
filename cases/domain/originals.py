"""Where the bytes of an original lie, and how they are kept, read and let go: the one place that says.

In the database they are chunks of the row's own. In a store of objects they lie under their
hash, once for all rows that hold it; see ``depositing`` and ``sweeping_up``.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cases.domain import object_store
from cases.domain.evidence_files import NewFile
from cases.models import Deposit, Evidence, EvidenceChunk
from kernel.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Kept:
    """An original by where its bytes lie."""

    evidence: int
    size: int
    sha256: str
    in_store: bool


def kept(row: Evidence) -> Kept:
    """Return where the original of a row lies."""
    return Kept(row.pk, row.size, row.sha256, row.deposit_id is not None)


def chunks_of(original: Kept) -> Iterator[bytes]:
    """Read an original, one chunk after the other; it never changes. For whoever was let read it.

    From the store it is fetched whole at once, outside of every transaction, and has its hash.
    Raises StoreSilent, NotWhole.
    """
    if original.in_store:
        return _from_store(object_store.fetch(original.sha256))
    return _from_database(original)


def hold(files: Sequence[NewFile]) -> None:
    """Hold from now on what of these files lies in the store. Inner part of a verb.

    Raises Unavailable where one was swept up since it was handed over.
    """
    wanted = {file.deposit for file in files if file.deposit is not None}
    if not wanted:
        return
    there = Deposit.objects.select_for_update(no_key=True).filter(pk__in=wanted, leaving_at=None)
    if len(there.order_by("pk")) < len(wanted):
        raise left()
    Deposit.objects.filter(pk__in=wanted).update(keep_until=None)


def keep_chunks(row: Evidence, file: NewFile) -> None:
    """Write the bytes of an original that lies in the database. Inner part of a verb."""
    for number, data in enumerate(file.chunks()):
        EvidenceChunk.objects.create(evidence=row, number=number, data=data)


def release(deposits: Collection[int | None], now: datetime) -> int:
    """Let what no row of evidence holds any more be removed from the store; return how much that is.

    Inner part of a verb that took rows away.
    """
    holding = Evidence.objects.filter(deposit=OuterRef("pk"))
    free = Deposit.objects.filter(~Exists(holding), pk__in=[pk for pk in deposits if pk is not None])
    return free.update(keep_until=now)


def left() -> Unavailable:
    """Return the refusal of a file whose object is being removed."""
    said = _("The store of originals was just removing this file. Nothing was taken: try again in a minute.")
    return Unavailable("original_left", said, field="uploads")


def _from_store(held: IO[bytes]) -> Iterator[bytes]:
    with held:
        yield from object_store.pieces_of(held)


def _from_database(original: Kept) -> Iterator[bytes]:
    number = sent = 0
    while sent < original.size:
        rows = EvidenceChunk.objects.values_list("data", flat=True)
        chunk = rows.get(evidence=original.evidence, number=number)
        yield bytes(chunk)
        number, sent = number + 1, sent + len(chunk)
