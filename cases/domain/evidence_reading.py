"""Who reads which evidence. A clear preview or an original that a person reads is on the record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from cases.domain.object_store import NotWhole, StoreSilent
from cases.domain.originals import Kept, chunks_of, kept
from cases.enums import MediaType
from cases.models import Case, Evidence, Exhibit, Report
from kernel.errors import Conflict, NotAllowed, NotKnown, Unavailable

SEE, READ = "see_evidence", "read_original"
NOT_WHOLE = {NotWhole.MISSING: "original_missing", NotWhole.ALTERED: "original_altered"}
_WORDS = {
    NotWhole.MISSING: _(
        "The original is not in the store of originals any more. This is on the record. Tell who runs "
        "the desk: a backup of the store has it under %(hash)s."
    ),
    NotWhole.ALTERED: _(
        "What lies in the store of originals is not what was taken in: it has another hash. This is on the "
        "record. Tell who runs the desk: a backup of the store has it under %(hash)s."
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file as its reader may know it.

    ``link`` or ``service``: what it proves, empty for the whole. ``name``, ``by``, ``captured_*``,
    ``scanned_at`` and ``report`` are empty for an operator; ``by`` names a person of one's own
    house, else the house alone. ``goes_with``: the case it goes with, if that is one's own.
    ``later``: added to a sent case.
    """

    public_id: UUID
    media_type: MediaType
    size: int
    sha256: str
    thumbnail: bytes | None
    added_at: datetime
    link: str = ""
    service: str = ""
    name: str = ""
    by: str = ""
    captured_at: datetime | None = None
    captured_by: str = ""
    captured_from: str = ""
    scanned_at: datetime | None = None
    report: str = ""
    goes_with: Case | None = None
    later: bool = False

    @property
    def has_preview(self) -> bool:
        """Whether there is a picture to show."""
        return self.thumbnail is not None


@dataclass(frozen=True, slots=True)
class Original:
    """An original on its way out; ``chunks`` reads one chunk after the other."""

    name: str
    media_type: str
    size: int
    sha256: str
    chunks: Iterator[bytes]


def pieces_of_report(actor: Actor, report: Report) -> list[Piece]:
    """Return the files of a report that ``actor`` may know of, in their order. Inner read."""
    shown = {(row.platform_id, row.key): row.shown for row in report.findings.exclude(key="")}
    return [
        replace(_evidence_piece(actor, row), link=shown.get((row.platform_id, row.key), row.key))
        for row in _evidence(actor).filter(report=report)
    ]


def pieces_of_case(actor: Actor, case: Case) -> list[Piece]:
    """Return the files that go with a case, as ``actor`` may know them. Inner read."""
    if actor.is_operator:
        return [_exhibit_piece(row) for row in _exhibits(actor).filter(case=case)]
    return [_evidence_piece(actor, row) for row in _evidence(actor).filter(exhibit__case=case)]


def find_piece(actor: Actor, evidence: UUID) -> Piece:
    """Return one file as ``actor`` may know it. Raises NotKnown. Inner read."""
    if actor.is_operator:
        exhibit = _exhibits(actor).filter(public_id=evidence).first()
        piece = _exhibit_piece(exhibit) if exhibit else None
    else:
        row = _evidence(actor).filter(public_id=evidence).first()
        piece = _evidence_piece(actor, row) if row else None
    if piece is None:
        raise NotKnown("evidence_unknown", _("There is no such file."))
    return piece


def see_preview(*, actor: Actor, evidence: UUID, now: datetime) -> bytes:
    """Return the clear preview of a picture, a JPEG. That it was seen, and by whom, is recorded.

    The blurred thumbnail in a list is no reading. Raises NotKnown, also where there is none.
    """
    with acting_as(actor):
        piece = find_piece(actor, evidence)
        rows = Exhibit.objects if actor.is_operator else Evidence.objects
        preview = rows.filter(public_id=evidence).values_list("preview", flat=True).get()
        if preview is None:
            raise NotKnown("no_preview", _("Of this file there is no preview."))
        _note_read(piece, actor, SEE, now)
        return bytes(preview)


def open_original(*, actor: Actor, evidence: UUID, now: datetime) -> Original:
    """Hand out an original, byte for byte, to its agency's people. Recorded.

    Its bytes are read outside of transactions: they never change. Raises NotKnown, NotAllowed for
    an operator, Conflict (erased), Unavailable (see :func:`opened`).
    """
    with acting_as(actor):
        piece = find_piece(actor, evidence)
        if actor.is_operator:
            raise NotAllowed("original_is_the_agencys", _("Originals stay with the agency."))
        row = Evidence.objects.light().select_related("report").get(public_id=evidence)
        if row.report.erased_at is not None:
            raise Conflict("file_erased", _("The file was erased; its hash stands in the record."))
    chunks = opened(actor, piece, kept(row), now)
    with acting_as(actor):
        _note_read(piece, actor, READ, now)
    return Original(row.name, row.media_type, row.size, row.sha256, chunks)


def opened(actor: Actor, piece: Piece, original: Kept, now: datetime) -> Iterator[bytes]:
    """Return the bytes of an original that ``actor`` was let read. Outside of every transaction.

    Raises Unavailable where the store of objects is silent, or does not have it whole: that is
    on the record then, instead of the reading.
    """
    try:
        return chunks_of(original)
    except StoreSilent:
        said = _("The store of originals does not answer. Try again in some minutes.")
        raise Unavailable("store_silent", said) from None
    except NotWhole as error:
        with acting_as(actor):
            _note_read(piece, actor, NOT_WHOLE[error.how], now)
        words = _WORDS[error.how] % {"hash": original.sha256}
        raise Unavailable(NOT_WHOLE[error.how], words) from None


def _note_read(piece: Piece, actor: Actor, verb: str, now: datetime) -> None:
    subject = ("case", piece.goes_with.reference) if piece.goes_with else ("report", piece.report)
    changes = {"evidence": piece.public_id, "sha256": piece.sha256}
    record([NewEntry(*subject, verb, changes)], by=actor, at=now)


def _evidence(actor: Actor) -> QuerySet[Evidence]:
    rows = Evidence.objects.visible_to(actor).select_related(
        "report", "platform", "uploader", "agency", "exhibit__case", "exhibit__item"
    )
    return rows.defer("preview", "exhibit__preview", "exhibit__thumbnail")


def _exhibits(actor: Actor) -> QuerySet[Exhibit]:
    return Exhibit.objects.visible_to(actor).select_related("case", "item").defer("preview")


def _evidence_piece(actor: Actor, row: Evidence) -> Piece:
    exhibit: Exhibit | None = getattr(row, "exhibit", None)
    case = exhibit.case if exhibit else None
    return Piece(
        public_id=row.public_id,
        media_type=MediaType(row.media_type),
        size=row.size,
        sha256=row.sha256,
        thumbnail=bytes(row.thumbnail) if row.thumbnail else None,
        added_at=row.added_at,
        link=exhibit.item.url if exhibit and exhibit.item else row.key,
        service=row.platform.name if row.platform and not row.key else "",
        name=row.name,
        by=str(row.uploader if row.agency_id == actor.organisation_id else row.agency),
        captured_at=row.captured_at,
        captured_by=row.captured_by,
        captured_from=row.captured_from,
        scanned_at=row.scanned_at,
        report=row.report.reference,
        goes_with=case if case and case.agency_id == actor.organisation_id else None,
        later=exhibit is not None and _is_later(exhibit),
    )


def _exhibit_piece(row: Exhibit) -> Piece:
    return Piece(
        public_id=row.public_id,
        media_type=MediaType(row.media_type),
        size=row.size,
        sha256=row.sha256,
        thumbnail=bytes(row.thumbnail) if row.thumbnail else None,
        # When the agency found it is its own: for the platform it came with the case.
        added_at=max(row.added_at, row.case.sent_at or row.added_at),
        link=row.item.url if row.item else "",
        goes_with=row.case,
        later=_is_later(row),
    )


def _is_later(row: Exhibit) -> bool:
    return row.case.sent_at is not None and row.added_at >= row.case.sent_at
