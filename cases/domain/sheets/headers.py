"""Which column says what: guessed from the header's words, English and Indonesian, and from links."""

import hashlib
import json
import re
from collections.abc import Sequence

from cases.domain.sheets.table import Table
from cases.enums import SheetField
from channels_registry.domain.gate import HostTable, find_links

_LOOKED_AT = 50
_NOT_LETTERS = re.compile(r"[\W_]+")
# The first that stands in a header wins.
_WORDS: dict[SheetField, tuple[str, ...]] = {
    SheetField.LINK: (
        "link", "links", "url", "urls", "uri", "tautan", "link konten", "tautan konten", "url konten",
        "link postingan", "tautan postingan", "content link", "content url", "post url", "web address",
        "alamat url", "alamat tautan", "alamat situs", "alamat web", "situs", "website", "domain", "alamat",
        "address",
    ),
    SheetField.CATEGORY: (
        "category", "kategori", "content category", "kategori konten", "category code", "kode kategori",
        "jenis konten", "jenis pelanggaran", "type of content", "violation", "pelanggaran", "klasifikasi",
    ),
    SheetField.LEGAL_BASIS: (
        "legal basis", "dasar hukum", "legal provision", "provision", "ketentuan", "landasan hukum", "pasal",
        "article", "law",
    ),
    SheetField.URGENCY: (
        "urgency", "urgensi", "priority", "prioritas", "tingkat urgensi", "mendesak", "urgent",
    ),
    SheetField.REASONS: (
        "reasons", "reason", "alasan", "finding", "findings", "temuan", "uraian temuan", "uraian",
        "description", "deskripsi", "keterangan",
    ),
    SheetField.CONSIDERATIONS: ("considerations", "considered", "pertimbangan", "yang dipertimbangkan"),
    SheetField.FILE_NUMBER: (
        "file number", "nomor berkas", "no berkas", "nomor surat", "no surat", "nomor laporan", "no laporan",
        "letter number", "reference number", "case number", "nomor perkara",
    ),
    SheetField.STATEMENT: (
        "statement", "how anyone can see it", "public because", "pernyataan", "bukti publik",
        "cara melihat", "bagaimana dapat dilihat", "visibility", "keterlihatan",
    ),
    SheetField.KIND: (
        "kind", "kind of target", "target kind", "jenis akun", "jenis target", "jenis", "tipe", "type",
    ),
}  # fmt: skip


def header_hash(header: Sequence[str]) -> str:
    """Return what tells a header row from another, whatever its spacing and letter case."""
    return hashlib.sha256(json.dumps([_plain(word) for word in header]).encode()).hexdigest()


def guess_columns(table: Table, hosts: HostTable) -> dict[str, int]:
    """Return the column of each field that can be guessed, each column once."""
    plain = [_plain(word) for word in table.header]
    columns: dict[str, int] = {}
    for field, words in _WORDS.items():
        found = (plain.index(word) for word in words if word in plain)
        place = next((place for place in found if place not in columns.values()), None)
        if place is not None:
            columns[field.value] = place
    if SheetField.LINK.value not in columns:
        place = _column_of_links(table, hosts)
        if place is not None:
            columns = {field: column for field, column in columns.items() if column != place}
            columns[SheetField.LINK.value] = place
    return columns


def _column_of_links(table: Table, hosts: HostTable) -> int | None:
    counts = [0] * len(table.header)
    for row in table.rows[:_LOOKED_AT]:
        for place, cell in enumerate(row.cells):
            counts[place] += bool(find_links(cell, limit=1, hosts=hosts))
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _plain(word: str) -> str:
    return _NOT_LETTERS.sub(" ", word.casefold()).strip()
