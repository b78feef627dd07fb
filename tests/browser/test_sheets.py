"""A sheet as analysts bring it: uploaded, looked at row by row, imported, the bad rows handed back."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from cases.domain.sheets.working import work_sheets
from cases.models import Report
from dashboard.views.intake_sheets import AT_ONCE
from devstack.accessibility import barriers
from kernel.clock import database_now
from tests.browser.conftest import SignIn
from tests.factories.cases import link_on
from tests.factories.desk import Desk, make_desk
from tests.factories.sheets import csv_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def upload(page: Page, folder: Path, data: bytes) -> None:
    (folder / "daftar.csv").write_bytes(data)
    page.goto("/reports/")
    page.get_by_role("link", name="Import a sheet").click()
    page.get_by_label("Sheet").set_input_files(folder / "daftar.csv")
    page.get_by_role("button", name="Upload and check").click()


def analyst_of(desk: Desk) -> User:
    return User.objects.get(pk=desk.analyst.user_id)


def barriers_in_both(page: Page) -> list[str]:
    """What hinders readers of the page as it stands, light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += barriers(page)
    return found


def test_a_sheet_goes_from_the_upload_by_the_preview_to_drafts(sign_in: SignIn, tmp_path: Path) -> None:
    desk = make_desk()
    page = sign_in(analyst_of(desk))
    lines = [f"{link_on(desk, f'room/{number}')};{desk.category.code}" for number in range(3)]
    upload(page, tmp_path, csv_of("tautan;apa", *lines, "t.me/+AbCdEfGh12;x", encoding="cp1252"))
    expect(page.locator("#rows tbody tr")).to_have_count(4)
    expect(page.get_by_text("An invitation to a private Telegram group")).to_be_visible()
    # The second column was not guessed: it is chosen, and the rows are checked anew.
    page.get_by_text("Which column says what").click()
    page.get_by_label("Category").first.select_option(label="B · apa")
    assert barriers_in_both(page) == []
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("heading", name="Becomes 1 draft")).to_be_visible()
    page.get_by_role("link", name="Bad 1").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    handed_back = Path(started.value.path()).read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(handed_back.splitlines(), delimiter=";")] == ["Row", "5"]

    page.get_by_role("button", name="Import only the 3 good rows").click()
    with acting_as(COMMAND):
        report = Report.objects.get()
    assert report.category == desk.category
    page.get_by_role("link", name=report.reference).first.click()
    expect(page.locator("#links .link-list > li")).to_have_count(3)


def test_the_page_of_a_long_sheet_says_how_far_it_is_and_turns_by_itself(
    sign_in: SignIn, tmp_path: Path
) -> None:
    desk = make_desk()
    page = sign_in(analyst_of(desk))
    upload(page, tmp_path, csv_of("url", *(link_on(desk, f"room/{number}") for number in range(AT_ONCE + 1))))
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("0 of 1,001 rows")).to_be_visible()
    assert barriers_in_both(page) == []
    work_sheets(clock=database_now)
    expect(page.get_by_role("heading", name="Becomes 3 drafts")).to_be_visible(timeout=10_000)
