"""Secrets of private links stand nowhere after a sheet was taken in, checked and imported."""

import pytest
from django.db import connection

from accounts.domain.acting import acting_as
from cases.domain.sheets.handing_back import as_csv, bad_rows
from cases.domain.sheets.importing import import_sheet
from cases.domain.sheets.masking import mask_cell
from cases.domain.sheets.working import work_sheets
from cases.enums import Disposition, RowStanding
from channels_registry.domain.gate import HostTable
from channels_registry.enums import ReasonCode, Verdict
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.sheets import csv_of, make_sheet, rows_of, take, xlsx_of

HOSTS = HostTable.builtin()
SECRET = "SeCrEtHaSh77"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("https://t.me/durov/1", "https://t.me/durov/1"),
        ("Just words, 12.5 % of them.", "Just words, 12.5 % of them."),
        ("https://site.example/a?b=2&a=1#part", "https://site.example/a?b=2&a=1#part"),
        (f"https://site.example/a?token={SECRET}", "hxxps://site[.]example/a"),
        (f"see t.me/+{SECRET} and t.me/durov", "see hxxps://t[.]me/+… and t.me/durov"),
        (f"t.me/+{SECRET}", "hxxps://t[.]me/+…"),
        (f"hxxps://t[.]me/joinchat/{SECRET}", "hxxps://t[.]me/joinchat/…"),
    ],
)
def test_a_cell_is_kept_as_it_is_but_for_what_may_not_be_shown(cell: str, kept: str) -> None:
    assert mask_cell(cell, HOSTS)[0] == kept


def test_what_was_masked_keeps_its_verdict() -> None:
    assert mask_cell(f"t.me/+{SECRET}", HOSTS)[1] == (
        Verdict.PRIVATE,
        ReasonCode.TELEGRAM_INVITE,
        "hxxps://t[.]me/+…",
    )
    assert mask_cell("https://t.me/durov/1", HOSTS)[1] is None


def everything_stored() -> str:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def raw_pages() -> bytes:
    """The files of the tables themselves: also what was deleted or updated and not yet cleared away."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE c.relkind IN ('r', 't') AND "
            "pg_relation_filepath(c.oid) LIKE 'base/%' AND c.oid >= 16384"
        )
        paths = [path for (path,) in cursor.fetchall()]
        pages = b""
        for path in paths:
            cursor.execute("SELECT pg_read_binary_file(%s)", [path])
            pages += bytes(cursor.fetchone()[0])
    return pages


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_secret_of_a_private_link_is_nowhere_in_the_database(kind: str) -> None:
    desk = make_desk()
    rows = [
        [f"{SECRET}: t.me/+{SECRET}", "category", "reasons"],
        [f"https://t.me/+{SECRET}", desk.category.code, f"found by t.me/joinchat/{SECRET}"],
        [f'=HYPERLINK("https://t.me/+{SECRET}","klik")', desk.category.code, "x " * 4000],
        [f"tg://join?invite={SECRET}", desk.category.code, ""],
        [f"https://{desk.platform.slug}.example/room/1", desk.category.code, f"like https://t.me/+{SECRET}."],
    ]
    # The word alone, as the first heading has it, is no link and is nobody's secret by itself.
    rows[0][0] = "link"
    data = (
        xlsx_of(*rows)
        if kind == "xlsx"
        else csv_of(*(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows))
    )
    sheet = make_sheet(desk, data=data)
    assert [row.standing for row in rows_of(sheet)] == [RowStanding.BAD] * 3 + [RowStanding.GOOD]
    assert [row.verdict for row in rows_of(sheet)][:3] == [Verdict.PRIVATE] * 3
    import_sheet(
        actor=desk.analyst, sheet=sheet.public_id, only_good=True, edit_version=sheet.edit_version, now=NOON
    )
    work_sheets(clock=lambda: NOON)
    assert rows_of(sheet)[3].report is not None
    with acting_as(desk.analyst):
        handed_back = as_csv(sheet, bad_rows(sheet))
    assert (SECRET in handed_back, SECRET in everything_stored()) == (False, False)
    pages = raw_pages()
    assert (b"example/room/1" in pages, SECRET.encode() in pages) == (True, False)


@pytest.mark.django_db
def test_a_private_link_in_another_column_does_not_spoil_the_row() -> None:
    desk = make_desk()
    link = f"https://{desk.platform.slug}.example/room/1"
    [row] = rows_of(make_sheet(desk, "link;alasan", f"{link};see t.me/+{SECRET}"))
    assert (row.disposition, row.cells) == (Disposition.READY, [link, "see hxxps://t[.]me/+…"])


@pytest.mark.django_db
def test_a_private_link_behind_a_public_one_is_not_passed_over() -> None:
    sheet = make_sheet(make_desk(), "link", f"t.me/+{SECRET} https://t.me/durov/1")
    [row] = rows_of(sheet)
    assert (row.standing, row.reason) == (RowStanding.BAD, ReasonCode.SEVERAL_LINKS)


@pytest.mark.django_db
def test_name_and_header_of_a_sheet_are_masked_too() -> None:
    desk = make_desk()
    data = csv_of("url;alasan", "https://t.me/durov/1;t")
    sheet = take(desk, data, name=f"t.me/+{SECRET}.csv")
    assert SECRET not in sheet.name
