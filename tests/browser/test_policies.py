"""A policy's next version: written with its faults said, foretold, published, open cases let go over."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import User
from cases.models import Case
from devstack.accessibility import barriers
from kernel.clock import database_now
from tests.browser.conftest import SignIn
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def barriers_in_both(page: Page) -> list[str]:
    """What hinders readers of the page as it stands, light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += barriers(page)
    return found


def begin(page: Page, desk: Desk) -> None:
    page.goto(f"/admin/policies/{desk.version.policy.code}/")
    page.get_by_role("button", name="Begin a draft").click()
    expect(page.get_by_text("Nothing holds back its publication.")).to_be_visible()
    assert barriers_in_both(page) == []


def write(page: Page) -> None:
    """Take the breach out of a ladder, read what is said of it, put it back, and allow less time."""
    page.get_by_role("link", name="1 h Acknowledge, Urgent, Standard lane").click()
    assert barriers_in_both(page) == []
    breach = page.locator(".steps-edited > li").filter(has=page.locator("input[value=breach]"))
    breach.get_by_label("Remove").check()
    page.get_by_label("Time allowed, in minutes").fill("15")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 thing holds back its publication")).to_be_visible()
    page.get_by_role("link", name="Acknowledge · Urgent").first.click()
    empty = page.locator(".steps-edited > li").last
    empty.get_by_label("What").select_option(label="Deadline passed")
    empty.get_by_label("When").fill("0")
    empty.get_by_label("Key").fill("breach")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing holds back its publication.")).to_be_visible()


def test_a_version_is_written_foretold_published_and_open_cases_go_over(sign_in: SignIn) -> None:
    desk = make_desk()
    case = desk.sent_case(database_now())
    page = sign_in(make_person(make_agency(owner=True), Role.ADMINISTRATOR))
    begin(page, desk)
    write(page)

    page.get_by_role("link", name="1 thing is said otherwise").click()
    row = page.locator(".change-table tbody tr")
    expect(row).to_have_text(["Time allowed 1 h 15 m"], use_inner_text=True)
    assert barriers_in_both(page) == []
    page.get_by_role("link", name="Version 2").click()
    page.get_by_role("link", name="What it would do to the cases that are open").click()
    moves = page.locator(".totals > div").filter(has_text="Deadlines that move")
    expect(moves).to_contain_text("1")
    page.get_by_role("link", name="Version 2").click()

    page.locator("summary", has_text="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Cases that are open keep the version they have.")).to_be_visible()

    page = sign_in(User.objects.get(pk=desk.supervisor.user_id))
    page.goto(f"/admin/policies/{desk.version.policy.code}/versions/2/cases/")
    expect(page.locator(".shift-table tbody")).to_have_count(1)
    assert barriers_in_both(page) == []
    page.locator("summary", has_text="Let the open cases go over").click()
    page.get_by_role("button", name="Let the open cases go over").click()
    expect(page.get_by_text("1 of 1 went over")).to_be_visible()
    with acting_as(COMMAND):
        assert Case.objects.filter(pk=case.pk, policy_version__number=2).exists()
    page.goto(f"/cases/{case.reference}/")
    expect(page.get_by_text("Runs under version 2 of its policy from here on")).to_be_visible()


def test_without_javascript_a_rule_is_written_all_the_same(sign_in: SignIn) -> None:
    desk = make_desk()
    page = sign_in(make_person(make_agency(owner=True), Role.ADMINISTRATOR))
    begin(page, desk)
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
        base_url=page.url.split("/admin/")[0],
    )
    plain = context.new_page()
    plain.goto(f"/admin/policies/{desk.version.policy.code}/versions/2/rules/verify/urgent/standard/")
    plain.get_by_label("Time allowed, in minutes").fill("45")
    plain.get_by_role("button", name="Save", exact=True).click()
    link = plain.get_by_role("link", name="45 m Verify, Urgent, Standard lane")
    assert link.count() == 1
    context.close()
