"""Sheets in the page: uploaded, looked at, imported; what cannot be is said in a sentence."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.domain.acting import acting_as
from accounts.models import User
from cases.domain.sheets.working import work_sheets
from cases.enums import SheetState
from cases.models import Report, Sheet
from dashboard.views.intake_sheets import AT_ONCE
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.sheets import csv_of, xlsx_of

pytestmark = pytest.mark.django_db
UPLOAD = "/reports/sheets/"
BAD = "t.me/+AbCdEfGh12"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def browser(client: Client, desk: Desk) -> Client:
    client.force_login(User.objects.get(pk=desk.analyst.user_id))
    return client


def link(desk: Desk, path: str = "room/1") -> str:
    return f"https://{desk.platform.slug}.example/{path}"


def upload(browser: Client, data: bytes, name: str = "list.csv") -> Any:
    return browser.post(UPLOAD, {"uploads": SimpleUploadedFile(name, data)})


def uploaded(browser: Client, desk: Desk, data: bytes, name: str = "list.csv") -> Sheet:
    response = upload(browser, data, name)
    assert response.status_code == 302, response.content.decode()
    return only_sheet(desk)


def only_sheet(desk: Desk) -> Sheet:
    with acting_as(desk.analyst):
        return Sheet.objects.select_related("job").get()


def page_of(browser: Client, sheet: Sheet, query: str = "") -> str:
    response = browser.get(f"{reverse('dashboard:sheet', args=[sheet.public_id])}{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_small_sheet_is_checked_when_its_page_opens(browser: Client, desk: Desk, kind: str) -> None:
    rows = [["tautan", "kategori"], [link(desk), desk.category.code], [BAD, ""]]
    data = xlsx_of(*rows) if kind == "xlsx" else csv_of(*(";".join(row) for row in rows))
    sheet = uploaded(browser, desk, data, f"list.{kind}")
    page = page_of(browser, sheet)
    assert "Import only the 1 good row" in page
    assert "1 bad row with its reason" in page
    assert "Becomes 1 draft" in page
    assert "An invitation to a private Telegram group or channel." in page
    with acting_as(desk.analyst):
        assert Report.objects.count() == 0


def test_a_long_sheet_waits_for_a_worker_and_its_page_asks_how_far_it_is(browser: Client, desk: Desk) -> None:
    sheet = uploaded(
        browser, desk, csv_of("url", *(link(desk, str(number)) for number in range(AT_ONCE + 1)))
    )
    page = page_of(browser, sheet)
    assert f"0 of {AT_ONCE + 1:,} rows" in page
    assert 'hx-trigger="every 2s, desk:wake from:body"' in page
    assert "Look again" in page
    work_sheets(clock=lambda: NOON)
    assert "every 2s" not in page_of(browser, sheet)


def test_rows_are_paged_and_narrowed(browser: Client, desk: Desk) -> None:
    lines = [link(desk, str(number)) for number in range(60)]
    sheet = uploaded(browser, desk, csv_of("url", *lines, BAD))
    first = page_of(browser, sheet)
    assert (first.count('id="row-'), 'id="row-62"' in first) == (50, False)
    following = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert following is not None
    assert 'id="row-62"' in browser.get(following[1].partition("#")[0].replace("&amp;", "&")).content.decode()
    assert page_of(browser, sheet, "?show=bad").count('id="row-') == 1
    assert page_of(browser, sheet, "?what=refused").count('id="row-') == 1
    assert page_of(browser, sheet, "?show=nonsense&what=%00").count('id="row-') == 50


def test_columns_are_changed_and_the_rows_checked_anew(browser: Client, desk: Desk) -> None:
    sheet = uploaded(browser, desk, csv_of("a;b", f"1;{link(desk)}"))
    address = reverse("dashboard:sheet_columns", args=[sheet.public_id])
    body = {"link": "1", "file_number": "0", "rest-category": desk.category.code}
    assert browser.post(address, body).status_code == 302
    changed = only_sheet(desk)
    assert (changed.columns, changed.state) == ({"link": 1, "file_number": 0}, SheetState.JUDGED)
    assert changed.parts[0]["same"]["file_number"] == "1"
    for wrong in ({}, {"link": "9"}, {"link": "1", "reasons": "1"}, {"link": "1", "rest-category": "none"}):
        assert browser.post(address, wrong).status_code == 422


def test_good_rows_are_imported_and_the_page_leads_to_the_drafts(browser: Client, desk: Desk) -> None:
    sheet = uploaded(browser, desk, csv_of("url", link(desk), BAD))
    address = reverse("dashboard:sheet_import", args=[sheet.public_id])
    refused = browser.post(address, {"edit_version": sheet.edit_version})
    assert (refused.status_code, "so nothing is imported" in refused.content.decode()) == (422, True)
    stale = browser.post(address, {"edit_version": 0, "only_good": "on"})
    assert (stale.status_code, "checked anew meanwhile" in stale.content.decode()) == (409, True)
    assert browser.post(address, {"edit_version": sheet.edit_version, "only_good": "on"}).status_code == 302
    with acting_as(desk.analyst):
        report = Report.objects.get()
    assert f'href="/reports/{report.reference}/"' in page_of(browser, sheet)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bad_rows_are_handed_back_as_a_file_that_nothing_runs(browser: Client, desk: Desk, kind: str) -> None:
    sheet = uploaded(browser, desk, csv_of("url", link(desk), BAD), "daftar.csv")
    response = browser.get(reverse(f"dashboard:sheet_errors_{kind}", args=[sheet.public_id]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert len(response.content) > 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "There is nothing in this sheet."),
        (b"\x89PNG\r\n\x1a\n\x00", "This is neither XLSX nor a text that can be read."),
        (b"PK\x03\x04garbage", "This workbook cannot be read"),
        (b"a" * (26 * 1024 * 1024), "The file is larger than 10 MB."),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_file(browser: Client, data: bytes, said: str) -> None:
    response = upload(browser, data)
    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_a_form_without_a_file_says_so(browser: Client) -> None:
    response = browser.post(UPLOAD, {})
    assert (response.status_code, "Choose a file." in response.content.decode()) == (422, True)


def test_a_sheet_is_listed_and_thrown_away(browser: Client, desk: Desk) -> None:
    sheet = uploaded(browser, desk, csv_of("url", link(desk)), "daftar tautan.csv")
    assert "daftar tautan.csv" in browser.get(UPLOAD).content.decode()
    response = browser.post(reverse("dashboard:sheet_discard", args=[sheet.public_id]))
    assert (response.status_code, response["Location"]) == (302, UPLOAD)
    assert "daftar tautan.csv" not in browser.get(UPLOAD).content.decode()


def test_a_colleagues_sheet_is_not_known(client: Client, browser: Client, desk: Desk) -> None:
    sheet = uploaded(browser, desk, csv_of("url", link(desk)))
    client.force_login(User.objects.get(pk=make_desk().analyst.user_id))
    assert client.get(reverse("dashboard:sheet", args=[sheet.public_id])).status_code == 404
