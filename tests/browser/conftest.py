"""A real Chromium on a real server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from accounts.models import User
from devstack.browser import find_chromium
from tests.factories.people import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SignIn = Callable[[User], Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    # Playwright runs a loop of its own in this thread; Django would refuse its ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(browser: Browser, live_server: object, tmp_path: Path) -> Iterator[SignIn]:
    """Sign a person in, in a window of his own; fails on any error the page reports."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def signed_in(user: User) -> Page:
        context = browser.new_context(locale="en-GB", base_url=str(live_server))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/*")
        return page

    yield signed_in
    for number, context in enumerate(contexts):
        for page in context.pages:  # the last thing seen, for whoever looks into a failure
            page.screenshot(path=tmp_path / f"last-{number}.png", full_page=True)
        context.close()
    assert problems == []
