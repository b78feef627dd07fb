"""The chips of time left tick by the desk's clock, whatever the device's does."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from kernel.clock import database_now
from tests.browser.conftest import SignIn
from tests.factories.desk import make_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SKEWED, UNREACHED, SIGNED_OUT = "#clock-skew", "#not-refreshed", "#signed-out"


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    """The moderator's queue with one case of which three quarters of an hour are left."""
    desk = make_desk()
    desk.sent_case(database_now() - timedelta(minutes=15))
    page = sign_in(User.objects.get(pk=desk.moderator.user_id))
    page.clock.install()
    page.goto("/queue/")
    expect(chip(page)).to_have_attribute("data-tone", "calm")
    return page


def chip(page: Page) -> Locator:
    return page.locator("td .tl[data-due-at]")


def shows(page: Page, *minutes: int) -> None:
    words = "|".join(f"{number} m" for number in minutes)
    expect(chip(page).locator(".tl-text")).to_have_text(re.compile(f"^({words})$"))


@pytest.mark.parametrize("hours", [1, -1])
def test_a_device_whose_clock_is_set_anew_is_told_and_the_chip_stays_true(page: Page, hours: int) -> None:
    shows(page, 44, 45)
    expect(page.locator(SKEWED)).to_be_hidden()
    now: int = page.evaluate("Date.now()")
    page.clock.set_system_time(now + hours * 3_600_000)
    page.clock.run_for(2000)
    expect(page.locator(SKEWED)).to_be_visible()
    shows(page, 44, 45)
    expect(chip(page)).to_have_attribute("data-tone", "calm")


def test_a_device_that_was_wrong_from_the_start_is_told_at_once(page: Page) -> None:
    page.clock.set_fixed_time(database_now() - timedelta(hours=5))
    page.reload()
    expect(page.locator(SKEWED)).to_be_visible()
    shows(page, 44, 45)


def test_a_page_that_wakes_out_of_reach_counts_on_and_says_that_it_stands_still(page: Page) -> None:
    expect(page.locator(UNREACHED)).to_be_hidden()
    page.route("**/*", lambda route: route.abort())
    page.clock.fast_forward(40 * 60_000)
    expect(page.locator(UNREACHED)).to_be_visible()
    shows(page, 4, 5)
    expect(chip(page)).to_have_attribute("data-tone", "soon")
    page.clock.fast_forward(10 * 60_000)
    expect(chip(page)).to_have_attribute("data-tone", "breach")
    expect(chip(page)).to_contain_text("overdue")
    page.unroute("**/*")
    page.clock.run_for(21_000)  # its next round
    expect(page.locator(UNREACHED)).to_be_hidden()


def test_the_exact_instant_is_shown_on_focus_and_tap(page: Page) -> None:
    exact = chip(page).locator(".tl-exact")
    assert exact.evaluate("box => box.clientHeight") <= 1
    chip(page).focus()
    expect(exact).to_contain_text(re.compile(r"due .* \d\d:\d\d:\d\d"))
    assert exact.evaluate("box => box.clientHeight") > 10
    chip(page).blur()
    chip(page).click()
    assert exact.evaluate("box => box.clientHeight") > 10


def test_a_session_that_ended_says_so_and_keeps_the_page(page: Page) -> None:
    page.context.clear_cookies()
    page.clock.run_for(21_000)
    expect(page.locator(SIGNED_OUT)).to_be_visible()
    expect(chip(page)).to_be_visible()
    expect(page.get_by_label("Password")).to_have_count(0)
