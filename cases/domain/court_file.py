"""A file for a court: the originals of a case, a manifest with their hashes, and their custody.

A zip that is made while it is sent, one chunk in memory at a time. What it holds is fixed, and
written in the record, before its first byte leaves.
"""

import csv
import hashlib
import io
import json
import mimetypes
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.case_file import find_case
from cases.domain.custody import EXPORT, Held, custody_of
from cases.domain.evidence_reading import opened
from cases.domain.originals import Kept, chunks_of, kept
from cases.domain.record import note
from cases.domain.sheets.handing_back import still
from cases.enums import MediaType
from cases.models import Case, Evidence
from kernel.errors import Conflict, Invalid, NotAllowed

_ENDINGS = {MediaType.WARC: ".warc", MediaType.WACZ: ".wacz", MediaType.QUICKTIME: ".mov"}


class Altered(RuntimeError):
    """An original no longer has the hash under which it was taken in: nothing more is handed out."""


@dataclass(frozen=True, slots=True)
class CourtFile:
    """What is handed out: its name, the hash of its manifest, its bytes as they are made."""

    name: str
    manifest_sha256: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    original: Kept
    at: datetime


def hand_out_court_file(*, actor: Actor, reference: str, now: datetime) -> CourtFile:
    """Hand out originals, manifest and custody of a case, to a supervisor of its agency.

    Recorded, with the hashes of the manifest and of each original, before a byte leaves.
    Originals are read while they are sent; those in a store of objects once before all of it.
    Raises NotKnown, NotAllowed, Invalid where no file goes with the case, Conflict where they
    were erased, Unavailable where the store does not have them whole.
    """
    with acting_as(actor):
        _case, held, members = _chosen(actor, reference)
    for one, member in zip(held, members, strict=True):
        if member.original.in_store:
            for _piece in opened(actor, one.piece, member.original, now):
                pass
    with acting_as(actor):
        case, held, members = _chosen(actor, reference)
        papers = _papers(actor, case, held, members, now)
        manifest = hashlib.sha256(papers["manifest.json"]).hexdigest()
        words = {
            "evidence": [one.piece.public_id for one in held],
            "sha256": [one.piece.sha256 for one in held],
            "manifest": manifest,
        }
        note(case, actor, EXPORT, now, **words)
    return CourtFile(f"{reference}-evidence.zip", manifest, _zipped(papers, members, now))


def may_hand_out(actor: Actor, case: Case) -> bool:
    """Whether ``actor`` may take the originals of ``case`` out of the desk, all at once."""
    return case.agency_id == actor.organisation_id and actor.is_agency and actor.has(Role.SUPERVISOR)


def _chosen(actor: Actor, reference: str) -> tuple[Case, list[Held], list[_Member]]:
    case = find_case(actor, reference)
    if not may_hand_out(actor, case):
        raise NotAllowed("supervisors_only", _("Only a supervisor of the agency can do this."))
    held = custody_of(actor, case)
    if not held:
        raise Invalid("no_evidence", _("No file goes with this case."))
    stored = Evidence.objects.filter(public_id__in=[one.piece.public_id for one in held])
    if stored.exclude(report__erased_at=None).exists():
        raise Conflict("file_erased", _("The file was erased; its hash stands in the record."))
    rows = {row.public_id: kept(row) for row in stored.light()}
    members = [_member(number, one, rows[one.piece.public_id]) for number, one in enumerate(held, start=1)]
    return case, held, members


def _member(number: int, held: Held, original: Kept) -> _Member:
    piece = held.piece
    # A name of ours: what the file was called stands in the manifest, and opens nothing there.
    ending = _ENDINGS.get(piece.media_type) or mimetypes.guess_extension(piece.media_type) or ""
    return _Member(f"files/{number:02}{ending}", original, piece.added_at)


def _papers(
    actor: Actor, case: Case, held: Sequence[Held], members: Sequence[_Member], now: datetime
) -> dict[str, bytes]:
    manifest = {
        "case": case.reference,
        "agency": case.agency.name,
        "platform": case.platform.name,
        "made_at": _iso(now),
        "made_by": actor.name,
        "files": [_described(one, member) for one, member in zip(held, members, strict=True)],
    }
    sums = "".join(f"{member.original.sha256}  {member.name}\n" for member in members)
    return {
        "manifest.json": json.dumps(manifest, ensure_ascii=False, indent=2).encode(),
        "custody.csv": _custody(held, members).encode(),
        "SHA256SUMS": sums.encode(),
    }


def _described(held: Held, member: _Member) -> dict[str, Any]:
    piece = held.piece
    return {
        "file": member.name,
        "id": str(piece.public_id),
        "name": piece.name,
        "media_type": piece.media_type.value,
        "size": piece.size,
        "sha256": piece.sha256,
        "captured_at": _iso(piece.captured_at) if piece.captured_at else None,
        "captured_by": piece.captured_by,
        "captured_from": piece.captured_from,
        "taken_in_at": _iso(piece.added_at),
        "taken_in_by": piece.by,
        "found_clean_at": _iso(piece.scanned_at) if piece.scanned_at else None,
        "report": piece.report,
        "proves": piece.link or piece.service,
    }


def _custody(held: Sequence[Held], members: Sequence[_Member]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["file", "sha256", "at", "what", "who", "name", "record"])
    for one, member in zip(held, members, strict=True):
        for move in one.moves:
            cells = [
                member.name,
                member.original.sha256,
                _iso(move.at),
                move.verb,
                move.label,
                move.name,
                move.entry,
            ]
            writer.writerow([still(cell) for cell in cells])
    return out.getvalue()


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


class _Outgoing(io.RawIOBase):
    """What the zip writes, until it is sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Yes: that is all it is for."""
        return True

    def write(self, data: Any) -> int:
        """Keep a stretch."""
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data, self._waiting = b"".join(self._waiting), []
        return data


def _zipped(papers: dict[str, bytes], members: Sequence[_Member], now: datetime) -> Iterator[bytes]:
    out = _Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in papers.items():
            archive.writestr(_info(name, now), data)
            yield out.taken()
        for member in members:
            hashed = hashlib.sha256()
            with archive.open(_info(member.name, member.at), "w") as place:
                for chunk in chunks_of(member.original):
                    hashed.update(chunk)
                    place.write(chunk)
                    yield out.taken()
            if hashed.hexdigest() != member.original.sha256:
                raise Altered(member.name)
    yield out.taken()


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
