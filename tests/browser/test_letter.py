"""A whole letter is pasted: what it cites is left out, what it says of itself is offered."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from cases.models import Report
from devstack.accessibility import barriers
from tests.browser.conftest import SignIn
from tests.factories.cases import link_on
from tests.factories.desk import Desk, make_desk
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTER = """Nomor : B-417/KC.3/09/2025
Jakarta, 12 September 2025

Berdasarkan Undang-Undang Nomor 11 Tahun 2008 (https://jdih.contoh.go.id/uu-11) kami mohon
{one} dan {other} ditangani malam ini.
"""


def letter(desk: Desk) -> str:
    return LETTER.format(one=link_on(desk, "room/1"), other=link_on(desk, "room/2"))


def stored() -> tuple[str, str, list[tuple[str, str]]]:
    with acting_as(COMMAND):
        report = Report.objects.get()
        findings = list(report.findings.values_list("key", "disposition"))
    return report.file_number, str(report.letter_date), findings


WRITTEN = (
    "B-417/KC.3/09/2025",
    "2025-09-12",
    [
        ("jdih.contoh.go.id/uu-11", "not_reported"),
        ("room/1", "ready"),
        ("room/2", "not_reported"),
    ],
)


def test_ticks_and_offers_of_a_letter_are_kept(sign_in: SignIn) -> None:
    desk = make_desk()
    page = sign_in(User.objects.get(pk=desk.analyst.user_id))
    page.goto("/reports/new/")
    page.get_by_label("Links", exact=True).fill(letter(desk))
    rows = page.locator("#links .link-list > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("A text of law that the letter cites.")
    expect(rows.nth(0).get_by_label("Report it")).not_to_be_checked()
    expect(rows.nth(1)).to_contain_text("kami mohon")
    rows.nth(2).get_by_label("Report it").uncheck()
    expect(rows.nth(2)).to_contain_text("Not reported")
    expect(page.locator("#links-summary")).to_contain_text("Not reported 2")
    page.get_by_role("button", name="Use number B-417/KC.3/09/2025").click()
    expect(page.get_by_label("File number")).to_have_value("B-417/KC.3/09/2025")
    page.get_by_role("button", name="Use date 12 September 2025").click()
    expect(page.get_by_label("Date of the letter")).to_have_value("2025-09-12")
    expect(page.locator("#offers button")).to_have_count(0)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += barriers(page)
    assert found == []
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    expect(rows.nth(2).get_by_label("Report it")).not_to_be_checked()
    assert stored() == WRITTEN


def without_script(browser: Browser, address: str, user: User) -> Page:
    context = browser.new_context(locale="en-GB", base_url=address, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def test_a_letter_is_taken_apart_without_a_script_too(browser: Browser, live_server: object) -> None:
    desk = make_desk()
    page = without_script(browser, str(live_server), User.objects.get(pk=desk.analyst.user_id))
    page.goto("/reports/new/")
    page.get_by_label("Links", exact=True).fill(letter(desk))
    page.get_by_role("button", name="Check links").click()
    rows = page.locator("#links .link-list > li")
    rows.nth(2).get_by_label("Report it").uncheck()
    page.get_by_role("button", name="Use number B-417/KC.3/09/2025").click()
    expect(rows.nth(2).get_by_label("Report it")).not_to_be_checked()
    page.get_by_role("button", name="Use date 12 September 2025").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.context.close()
    assert stored() == WRITTEN
