"""What each row of a sheet is, and into which draft it goes."""

from datetime import timedelta

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.sheets.looking import letter_of, reasons_of
from cases.domain.sheets.parting import MOST_PARTS
from cases.domain.sheets.taking import Columns, choose_columns, forget_sheets
from cases.domain.sheets.working import PORTION, work_sheets
from cases.enums import Disposition, RowProblem, RowStanding, SheetState
from cases.models import Case, Item, Sheet, SheetLayout
from channels_registry.enums import Grammar, TargetKind, Verdict
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.models import Category
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.sheets import again, csv_of, make_sheet, rows_of, take

pytestmark = pytest.mark.django_db


def link(desk: Desk, path: str = "room/1") -> str:
    return f"https://{desk.platform.slug}.example/{path}"


def said(sheet: Sheet) -> list[tuple[str, str, list[str]]]:
    return [(row.disposition, row.standing, [code for code, _word in row.problems]) for row in rows_of(sheet)]


def test_each_row_gets_its_verdict_and_what_becomes_of_it() -> None:
    desk = make_desk()
    sheet = make_sheet(
        desk, "tautan", link(desk), "https://unregistered.example/x", "t.me/+AbCdEfGh12", "no link at all",
        link(desk).replace("https", "hxxps"), "https://bit.ly/abc",
    )  # fmt: skip
    assert [(row.number, row.verdict, row.disposition, row.standing, row.part) for row in rows_of(sheet)] == [
        (2, Verdict.PUBLIC, Disposition.READY, RowStanding.GOOD, 1),
        (3, Verdict.PUBLIC, Disposition.NO_ADDRESSEE, RowStanding.GOOD, 1),
        (4, Verdict.PRIVATE, Disposition.REFUSED, RowStanding.BAD, None),
        (5, Verdict.INVALID, Disposition.REFUSED, RowStanding.BAD, None),
        (6, Verdict.PUBLIC, Disposition.REPEATED, RowStanding.GOOD, None),
        (7, Verdict.UNDETERMINABLE, Disposition.NO_ADDRESSEE, RowStanding.GOOD, 1),
    ]
    assert rows_of(sheet)[4].same_as == 2
    assert (sheet.state, sheet.job and sheet.job.state) == (SheetState.JUDGED, "done")


def test_a_row_without_a_link_is_bad_and_kept() -> None:
    desk = make_desk()
    rows = rows_of(make_sheet(desk, "url;alasan", f"{link(desk)};a", ";b"))
    assert [(row.number, row.standing, row.cells[1]) for row in rows] == [
        (2, RowStanding.GOOD, "a"),
        (3, RowStanding.BAD, "b"),
    ]


def test_words_of_categories_provisions_and_urgencies_are_read_in_both_languages() -> None:
    desk = make_desk()
    Category.objects.filter(pk=desk.category.pk).update(name_en="Terror", name_id="Teror")
    sheet = make_sheet(
        desk,
        "URL;Kategori;Dasar Hukum;Urgensi",
        f"{link(desk, 'a')};{desk.category.code};{desk.basis.code};mendesak",
        f"{link(desk, 'b')};TEROR;{desk.basis.citation};Urgent",
        f"{link(desk, 'c')};terror;;biasa",
    )
    same = [part["same"] for part in sheet.parts]
    assert [(each["category"], each["legal_basis"], each["urgency"]) for each in same] == [
        (desk.category.code, desk.basis.code, "urgent"),
        (desk.category.code, "", "ordinary"),
    ]
    assert [row.part for row in rows_of(sheet)] == [1, 1, 2]


def test_words_that_are_none_of_ours_leave_the_draft_open_and_are_said() -> None:
    desk = make_desk()
    lines = ("url;kategori;dasar hukum;urgensi", f"{link(desk)};xyz;pasal 99;kapan-kapan")
    [row] = rows_of(make_sheet(desk, *lines))
    assert row.standing == RowStanding.OPEN
    assert row.problems == [
        [RowProblem.CATEGORY_UNKNOWN, "xyz"],
        [RowProblem.BASIS_UNKNOWN, "pasal 99"],
        [RowProblem.URGENCY_UNKNOWN, "kapan-kapan"],
    ]
    assert reasons_of(row)[0] == "“xyz”: This is none of the categories; the draft leaves it open."


def test_what_holds_for_the_rest_fills_what_rows_do_not_say() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url;kategori", f"{link(desk)};")
    choose_columns(
        actor=desk.analyst,
        sheet=sheet.public_id,
        chosen=Columns(
            {"link": 0, "category": 1},
            {"category": desk.category.code, "legal_basis": desk.basis.code, "urgency": "urgent"},
        ),
        now=NOON,
    )
    work_sheets(clock=lambda: NOON)
    [part] = again(sheet).parts
    assert (part["same"]["category"], part["same"]["legal_basis"], part["same"]["urgency"]) == (
        desk.category.code,
        desk.basis.code,
        "urgent",
    )


def test_a_category_for_cleared_people_is_closed_to_others() -> None:
    desk = make_desk()
    Category.objects.create(code="csam", name_en="Child", name_id="Anak", urgency="urgent", restricted=True)
    [row] = rows_of(make_sheet(desk, "url;kategori", f"{link(desk)};csam"))
    assert (row.standing, row.link, row.problems) == (
        RowStanding.BAD, "", [[RowProblem.CATEGORY_CLOSED, "csam"]],
    )  # fmt: skip


def test_kinds_of_names_and_statements_are_taken_from_their_columns() -> None:
    desk = make_desk()
    make_platform(desk.operator, slug="telegram", hosts=("t.me",), grammar=Grammar.TELEGRAM)
    sheet = make_sheet(desk, "tautan;jenis", "t.me/durov;Grup", "t.me/other_name;")
    assert [(row.kind, row.standing) for row in rows_of(sheet)] == [
        (TargetKind.GROUP, RowStanding.GOOD),
        ("", RowStanding.OPEN),
    ]


def test_what_somebody_has_in_hand_is_said() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    with acting_as(desk.analyst):
        url = Item.objects.get(case=Case.objects.get(pk=case.pk)).url
    assert said(make_sheet(desk, "url", url)) == [(Disposition.IN_HAND, RowStanding.GOOD, [])]


def test_the_next_that_names_what_a_bad_row_names_is_no_repeat() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url;nomor surat", f"{link(desk)};{'9' * 101}", f"{link(desk)};9")
    assert said(sheet) == [
        (Disposition.READY, RowStanding.BAD, [RowProblem.TEXT_TOO_LONG]),
        (Disposition.READY, RowStanding.GOOD, []),
    ]


def test_drafts_hold_no_more_than_a_case_takes_and_rows_without_addressee_fill_them() -> None:
    desk = make_desk()
    lines = [link(desk, f"room/{number}") for number in range(1_001)]
    lines += [f"https://site{number}.example/" for number in range(20)]
    sheet = make_sheet(desk, "url", *lines)
    assert [(part["rows"], list(part["to_send"].values())) for part in sheet.parts] == [
        (520, [500]), (500, [500]), (1, [1]),
    ]  # fmt: skip
    assert sum(part["rows"] for part in sheet.parts) == 1_021


def test_repeats_are_found_across_portions() -> None:
    desk = make_desk()
    lines = [link(desk, f"room/{number}") for number in range(PORTION + 2)]
    sheet = make_sheet(desk, "url", *lines, lines[0], lines[PORTION + 1])
    repeated = [
        (row.number, row.same_as) for row in rows_of(sheet) if row.disposition == Disposition.REPEATED
    ]
    assert repeated == [(PORTION + 4, 2), (PORTION + 5, PORTION + 3)]


def test_rows_that_differ_too_much_go_into_no_draft_and_nothing_can_be_imported() -> None:
    desk = make_desk()
    lines = [f"{link(desk, f'room/{number}')};reason {number}" for number in range(MOST_PARTS + 1)]
    sheet = make_sheet(desk, "url;alasan", *lines)
    assert (len(sheet.parts), rows_of(sheet)[-1].part) == (MOST_PARTS, None)


def test_columns_are_remembered_for_the_agency_and_the_same_header() -> None:
    desk = make_desk()
    lines = ("first;second", f"x;{link(desk)}")
    sheet = make_sheet(desk, *lines)
    assert sheet.columns == {"link": 1}
    chosen = Columns({"link": 1, "file_number": 0})
    choose_columns(actor=desk.analyst, sheet=sheet.public_id, chosen=chosen, now=NOON)
    work_sheets(clock=lambda: NOON)
    colleague = make_actor(desk.agency, Role.ANALYST)
    assert make_sheet(desk, "First ;SECOND", lines[1], actor=colleague).columns == chosen.columns
    assert make_sheet(desk, "second;first", lines[1]).columns == {"link": 1}
    assert make_sheet(make_desk(), *lines).columns == {"link": 1}
    assert SheetLayout.objects.count() == 1


def test_a_sheet_in_which_no_column_holds_links_waits_for_its_columns() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "a;b", "1;2")
    assert (sheet.state, sheet.columns, sheet.job) == (SheetState.COLUMNS, {}, None)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({}, "link_column_missing"),
        ({"link": 7}, "link_column_missing"),
        ({"link": 0, "reasons": 0}, "column_twice"),
    ],
)
def test_columns_that_cannot_be_are_refused(columns: dict[str, int], code: str) -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    with pytest.raises(Invalid) as refusal:
        choose_columns(actor=desk.analyst, sheet=sheet.public_id, chosen=Columns(columns), now=NOON)
    assert refusal.value.code == code


def test_a_sheet_is_its_uploaders_alone() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    for stranger in (
        make_actor(desk.agency, Role.ANALYST),
        desk.moderator,
        make_desk().analyst,
        desk.supervisor,
    ):
        with acting_as(stranger):
            assert list(Sheet.objects.visible_to(stranger)) == []
        with pytest.raises((NotKnown, NotAllowed)):
            choose_columns(actor=stranger, sheet=sheet.public_id, chosen=Columns({"link": 0}), now=NOON)


def test_only_an_analyst_of_an_agency_brings_a_sheet() -> None:
    desk = make_desk()
    for other in (desk.approver, desk.moderator):
        with pytest.raises(NotAllowed):
            take(desk, csv_of("url", link(desk)), actor=other)


def test_columns_are_not_changed_while_the_rows_are_checked() -> None:
    desk = make_desk()
    sheet = take(desk, csv_of("url", link(desk)))
    with pytest.raises(Conflict):
        choose_columns(actor=desk.analyst, sheet=sheet.public_id, chosen=Columns({"link": 0}), now=NOON)


def test_a_sheet_is_forgotten_after_thirty_days() -> None:
    desk = make_desk()
    sheet = make_sheet(desk, "url", link(desk))
    assert forget_sheets(now=NOON + timedelta(days=30)) == 0
    assert forget_sheets(now=NOON + timedelta(days=30, seconds=1)) == 1
    with acting_as(desk.analyst):
        assert not Sheet.objects.filter(pk=sheet.pk).exists()


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_a_column_has_the_letter_of_a_spreadsheet(place: int, letter: str) -> None:
    assert letter_of(place) == letter


def test_nobody_piles_up_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.domain.sheets.taking.MOST_SHEETS", 2)
    desk = make_desk()
    for _ in range(2):
        take(desk, csv_of("url", link(desk)))
    with pytest.raises(Invalid) as refusal:
        take(desk, csv_of("url", link(desk)))
    assert (refusal.value.code, refusal.value.field) == ("too_many_sheets", "uploads")
    take(desk, csv_of("url", link(desk)), actor=make_actor(desk.agency, Role.ANALYST))
