"""The whole line, as people walk it: a report goes out, is answered, verified and closed."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from channels_registry.enums import Grammar
from tests.browser.conftest import SignIn
from tests.factories.law import make_category, make_legal_basis, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_contact, make_platform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """Seen tonight:
https://kanal.example/night-call/11
hxxps://kanal[.]example/night-call/12
and t.me/+AAAAAEabcdefghij123456 for members."""


@dataclass(frozen=True)
class People:
    analyst: User
    approver: User
    supervisor: User
    moderator: User


@pytest.fixture
def people() -> People:
    agency, operator = make_agency(), make_operator()
    platform = make_platform(operator, "kanal", ["kanal.example"], name="Kanal")
    telegram = make_operator()
    make_platform(telegram, "telegram", ["t.me"], name="Telegram", grammar=Grammar.TELEGRAM)
    moderator = make_person(operator, Role.MODERATOR)
    make_contact(platform, user=moderator)
    category = make_category("terrorism")
    make_legal_basis(category)
    make_policy(is_default=True)
    return People(
        analyst=make_person(agency, Role.ANALYST),
        approver=make_person(agency, Role.APPROVER),
        supervisor=make_person(agency, Role.SUPERVISOR),
        moderator=moderator,
    )


def filed(page: Page) -> str:
    """File a report of three pasted links; return the reference of its one case."""
    page.goto("/reports/new/")
    page.get_by_label("Links", exact=True).fill(PASTE)
    rows = page.locator("#links .link-list > li")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="Private")).to_have_count(1)
    page.get_by_label("Category").select_option(label="Terrorism")
    page.get_by_label("Legal basis").select_option(index=1)
    page.get_by_label("Reasons", exact=True).fill("Calls for an attack tonight.")
    page.get_by_label("were considered").check()
    page.get_by_label("What was considered").fill("No reporting, no art: a call to act.")
    page.get_by_role("button", name="File for approval").click()
    page.wait_for_url("**/cases/*/")
    reference = page.url.rstrip("/").rsplit("/", 1)[1]
    assert "AAAAAEabcdefghij" not in page.content()
    return reference


def sent(page: Page, reference: str) -> None:
    page.goto("/approvals/")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Approve and send").click()
    expect(page.get_by_text("Sent", exact=True).first).to_be_visible()


def answered(page: Page, reference: str) -> None:
    page.goto("/queue/")
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("night-call")).to_have_count(0)  # only the cover
    page.get_by_role("button", name="Open and sign").click()
    expect(page.get_by_text("hxxps://kanal[.]example/night-call/11")).to_be_visible()
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_role("link", name="Decide items").click()
    page.get_by_label("Outcome 1").select_option(label="Removed everywhere")
    page.get_by_label("Outcome 2").select_option(label="Already gone")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Answered", exact=True).first).to_be_visible()


def closed(page: Page, reference: str) -> None:
    page.goto(f"/cases/{reference}/")
    page.get_by_role("link", name="Verify").first.click()
    page.get_by_label("Seen 1").select_option(label="Down")
    page.get_by_label("Seen 2").select_option(label="Down")
    page.get_by_role("button", name="Send what you saw").click()
    expect(page.get_by_text("Verified", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("Closed", exact=True).first).to_be_visible()


def test_from_three_pasted_links_to_a_closed_case_on_the_board(sign_in: SignIn, people: People) -> None:
    analyst = sign_in(people.analyst)
    reference = filed(analyst)
    sent(sign_in(people.approver), reference)
    answered(sign_in(people.moderator), reference)
    closed(analyst, reference)
    board = sign_in(people.supervisor)
    board.goto("/board/?span=all")
    share = board.get_by_role("group", name="Share met").or_(
        board.locator(".tile", has_text="Share met").first
    )
    expect(share).to_contain_text("100")
    expect(share).to_contain_text("2 of 2")
