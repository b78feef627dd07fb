"""CSV and XLSX as they come: separators, encodings, formulas, traps."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from cases.domain.sheets.reading import read_sheet
from cases.domain.sheets.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, SHEET_BYTES, Table, cell_text
from channels_registry.domain.gate import HostTable
from kernel.errors import Invalid
from tests.factories.sheets import csv_of, saved, xlsx_of

HOSTS = HostTable.builtin()
LINK = "https://t.me/durov/1"
DTD = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;">]>'


def read(data: bytes) -> Table:
    return read_sheet(io.BytesIO(data), HOSTS)


def cells(data: bytes) -> list[tuple[str, ...]]:
    found = read(data)
    return [found.header, *(row.cells for row in found.rows)]


def refused(data: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        read(data)
    assert str(refusal.value) != ""
    return refusal.value.code


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_usual_separator_is_found_out(separator: str) -> None:
    lines = [
        separator.join(("tautan", "kategori", "alasan")),
        separator.join((LINK, "terrorism", '"a, b; c"')),
    ]
    assert cells(csv_of(*lines)) == [("tautan", "kategori", "alasan"), (LINK, "terrorism", "a, b; c")]


def test_a_separator_that_excel_was_told_wins() -> None:
    assert cells(csv_of("sep=;", "url;a,b", f"{LINK};c,d")) == [("url", "a,b"), (LINK, "c,d")]


def test_commas_in_a_column_of_links_part_nothing() -> None:
    lines = ("link", "https://site.example/a,b", "https://site.example/c", "https://site.example/d")
    assert cells(csv_of(*lines)) == [(line,) for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_found_out(encoding: str) -> None:
    assert cells(csv_of("url;alasan", f"{LINK};Menghina – “é”", encoding=encoding)) == [
        ("url", "alasan"),
        (LINK, "Menghina – “é”"),
    ]


def test_a_cell_of_several_lines_is_one_cell_and_empty_rows_keep_the_numbers() -> None:
    found = read(csv_of("url;alasan", "", f'{LINK};"one\ntwo"', ";;", f"{LINK}2;three"))
    assert [(row.number, row.cells) for row in found.rows] == [
        (3, (LINK, "one\ntwo")),
        (5, (f"{LINK}2", "three")),
    ]


def test_a_sheet_that_begins_with_a_link_has_no_header() -> None:
    found = read(csv_of(f"{LINK};terrorism", f"{LINK}2;drugs"))
    assert (found.header, [row.number for row in found.rows]) == (("", ""), [1, 2])


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f'=HYPERLINK("{LINK}","click")', LINK),
        (f'=hyperlink( "{LINK}" ; "klik di sini" )', LINK),
        (f'=HYPERLINK("{LINK}")', LINK),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("=1+1", "=1+1"),
    ],
)
def test_of_a_formula_only_the_address_is_read_and_nothing_is_computed(formula: str, text: str) -> None:
    assert cell_text(formula) == text
    assert cells(xlsx_of(["url"], [formula], [LINK]))[1] == (text,)


def test_a_workbook_is_read_as_text_with_numbers_and_days() -> None:
    day, at = datetime.fromisoformat("2026-03-02"), datetime.fromisoformat("2026-03-02 08:30")
    data = xlsx_of(["url", "no", "day", "at"], [LINK, 12.0, day, at])
    assert cells(data)[1] == (LINK, "12", "2026-03-02", "2026-03-02 08:30")


def test_the_first_visible_worksheet_with_content_is_read_and_the_others_are_named() -> None:
    book = Workbook()
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("List").append([LINK])
    book.create_sheet("More").append([LINK])
    found = read(saved(book))
    assert ([row.cells for row in found.rows], found.left_out) == ([(LINK,)], ("More",))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_empty"),
        (b"\n\n ; ;\n", "sheet_empty"),
        (csv_of("url;alasan"), "sheet_only_header"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheet_no_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet_old_format"),
        (b"PK\x03\x04 and then nothing", "sheet_damaged"),
        (b"a" * (SHEET_BYTES + 1), "sheet_too_large"),
        (csv_of("url", *([LINK] * (MOST_ROWS + 1))), "sheet_too_many_rows"),
        (csv_of(";".join(["a"] * (MOST_COLUMNS + 1)), LINK), "sheet_too_many_columns"),
        (csv_of("url;alasan", f"{LINK};{'a' * (LONGEST_CELL + 1)}"), "sheet_cell_too_long"),
        (csv_of("url;alasan", f'{LINK};"{"a" * 200_000}'), "sheet_row_unreadable"),
        (b"\xff\xfea", "sheet_no_text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("list.csv", LINK)
    assert refused(kept.getvalue()) == "sheet_no_workbook"


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """Return a workbook with one of its parts replaced or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return kept.getvalue()


def test_a_workbook_that_would_unpack_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(xlsx_of([LINK]), "xl/worksheets/sheet9.xml", b"\x00" * (90 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert refused(bomb) == "sheet_unpacks_too_far"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_in_a_workbook_are_refused(part: str) -> None:
    data = xlsx_of([LINK])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(part).decode()
    head, _, rest = xml.rpartition("?>") if xml.startswith("<?xml") else ("", "", xml)
    assert refused(with_part(data, part, f"{head}{'?>' if head else ''}{DTD}{rest}")) == "sheet_damaged"


def test_a_damaged_workbook_is_refused_wherever_it_breaks() -> None:
    data = xlsx_of(*[[f"{LINK}{number}", "reason"] for number in range(50)])
    for cut in range(10, len(data), 397):
        assert refused(data[:cut]).startswith("sheet_")


def test_a_cell_far_below_and_far_right_takes_no_room() -> None:
    book = Workbook()
    book.active["A1"] = LINK
    book.active["A1048576"] = LINK
    assert [row.number for row in read(saved(book)).rows] == [1, 1_048_576]
    book.active["XFD1"] = "far"
    assert refused(saved(book)) == "sheet_too_many_columns"
