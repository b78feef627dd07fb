"""Web archives are known by what they hold; every other archive, and what pretends, is refused."""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from cases.domain.evidence_files import examine_file
from cases.enums import MediaType
from kernel.errors import Invalid
from tests.factories.files import opened, picture, text

RECORD = (
    b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 30\r\n\r\n"
    b"HTTP/1.1 200 OK\r\n\r\n<script>x</script>\r\n"
)
PACKAGE = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": []}).encode()
CRAWL = {"datapackage.json": PACKAGE, "archive/data.warc.gz": gzip.compress(RECORD)}


def zipped(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (RECORD, MediaType.WARC),
        (gzip.compress(RECORD), MediaType.WARC),
        (gzip.compress(RECORD) + gzip.compress(RECORD), MediaType.WARC),
        (zipped(CRAWL), MediaType.WACZ),
        (zipped({**CRAWL, "pages/pages.jsonl": b"{}"}, zipfile.ZIP_DEFLATED), MediaType.WACZ),
    ],
)
def test_a_web_archive_is_kept_untouched_and_has_no_preview(data: bytes, kind: MediaType) -> None:
    file = examine_file(opened(data), "evidence.bin")
    assert (file.media_type, file.drawn) == (kind, None)
    assert b"".join(file.chunks()) == data


BOMB = zipped({**CRAWL, "archive/big.warc": b"\x00" * 30_000_000}, zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"only a text"),
        gzip.compress(b"\x00" * 1_000_000),
        b"\x1f\x8b" + b"\xff" * 100,
        zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
        zipped({"META-INF/MANIFEST.MF": b"", "Main.class": b"\xca\xfe\xba\xbe"}),
        zipped({"datapackage.json": PACKAGE}),
        zipped({"archive/data.warc.gz": gzip.compress(RECORD)}),
        zipped({**CRAWL, "datapackage.json": b"{}"}),
        zipped({**CRAWL, "datapackage.json": b"[1]"}),
        zipped({**CRAWL, "datapackage.json": b"no json"}),
        zipped({**CRAWL, "datapackage.json": b" " * 2_000_000}),
        zipped(CRAWL)[:-30],
        b"PK\x03\x04" + b"\x00" * 100,
        BOMB,
    ],
    ids=lambda data: str(len(data)),
)
def test_other_archives_and_what_pretends_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        examine_file(opened(data), "page.wacz")
    assert (refused.value.code, "page.wacz" in str(refused.value)) == ("file_type_refused", True)


@pytest.mark.parametrize("before", [b"<html>", b"MZ\x90\x00", b"%!PS\x00"])
def test_a_web_archive_behind_something_else_is_none(before: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        examine_file(opened(before + zipped(CRAWL)), "page.wacz")
    assert refused.value.code == "file_type_refused"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture() + zipped(CRAWL), MediaType.PNG),
        (picture(kind="JPEG") + b"<script>alert(1)</script>", MediaType.JPEG),
        (picture(kind="GIF", mode="P") + zipped({"Main.class": b""}), MediaType.GIF),
        (b"%PDF-1.7\n" + zipped({"Main.class": b""}), MediaType.PDF),
    ],
)
def test_what_is_two_things_at_once_is_taken_as_what_it_begins_as_and_never_as_the_other(
    data: bytes, kind: MediaType
) -> None:
    file = examine_file(opened(data), "both.html")
    assert file.media_type == kind
    for shown in file.drawn or ():
        assert (b"script" in shown, b"PK\x03\x04" in shown) == (False, False)


def test_a_text_that_tells_of_a_warc_is_a_text() -> None:
    assert examine_file(opened(text("WARC/1.1")), "note.txt").media_type == MediaType.TEXT
