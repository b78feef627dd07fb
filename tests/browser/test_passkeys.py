"""A passkey in a real browser: made where a role asks for it, then as second factor and alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import User
from tests.browser.conftest import SignIn
from tests.factories.organisations import make_agency
from tests.factories.people import PASSWORD, make_person
from tests.factories.recorded import verbs_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(page: Page) -> None:
    """Give the browser a device that answers for its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_out(page: Page) -> None:
    page.get_by_text("Menu", exact=True).locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def by_password(page: Page, user: User) -> None:
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_opens_the_desk_to_an_approver_beside_the_password_and_alone(
    sign_in: SignIn, settings: Any
) -> None:
    settings.MFA_REQUIRED_ROLES = ["approver"]
    user = make_person(make_agency(), Role.APPROVER)
    page = sign_in(user)
    with_device(page)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Passkey").click()
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="To the desk").click()
    page.wait_for_url("**/queue/")
    sign_out(page)
    by_password(page, user)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/queue/")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/queue/")
    assert verbs_of("user", user.public_id) == ["add_second_factor"]
