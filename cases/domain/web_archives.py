"""Web archives, told by their content: WARC, plain or gzip'd, and WACZ. Never unpacked but for a look."""

import json
import zipfile
import zlib
from typing import IO, Any

from cases.enums import MediaType

_WARC, _GZIP, _ZIP = b"WARC/1.", b"\x1f\x8b", b"PK\x03\x04"
_LOOKED_AT = 8192
_PACKAGE, _PACKAGE_BYTES = "datapackage.json", 1024 * 1024
_MOST_PARTS = 10_000
# What a crawl holds is compressed already: what would grow further is a bomb.
_MOST_GROWTH = 100


def web_archive(source: IO[bytes], head: bytes) -> MediaType | None:
    """Return what web archive ``source`` is, None where it is none. ``head``: its first bytes.

    Of a gzip'd one the beginning alone is unpacked, of a WACZ its description alone: a zip
    without it is any other archive, and none of these.
    """
    if head.startswith(_WARC) or (head.startswith(_GZIP) and _unpacked(head).startswith(_WARC)):
        return MediaType.WARC
    if head.startswith(_ZIP) and _is_wacz(source):
        return MediaType.WACZ
    return None


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _LOOKED_AT)
    except zlib.error:
        return b""


def _is_wacz(source: IO[bytes]) -> bool:
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if len(parts) > _MOST_PARTS or any(_is_bomb(part) for part in parts.values()):
                return False
            package = parts.get(_PACKAGE)
            if package is None or package.file_size > _PACKAGE_BYTES:
                return False
            described = json.loads(archive.read(package))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return False
    return _describes_a_crawl(described) and any(_is_crawl(name) for name in parts)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _MOST_GROWTH * max(part.compress_size, 1024)


def _describes_a_crawl(described: Any) -> bool:
    return isinstance(described, dict) and isinstance(described.get("wacz_version"), str)


def _is_crawl(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))
