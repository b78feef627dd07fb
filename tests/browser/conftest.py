"""A real Chromium on a real server."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from devstack.browser import find_chromium
from tests.factories.people import PASSWORD

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 15_000  # a condition that holds is seen at once; only a failure takes so long

# What the page itself tells its reader: out of reach, signed out, somebody was quicker, not so.
TOLD_TO_THE_READER = re.compile(
    r"Failed to load resource: (net::|the server responded with a status of (401|409|422))"
    r"|htmx:(afterRequest|sendError),|Response Status Error Code 401"
)


class Open(Protocol):
    """Opens a window of its own, as the options of a browser context say.

    ``quiet``: what it says on its console is no matter.
    """

    def __call__(self, **options: Any) -> Page: ...


class SignIn(Protocol):
    """Signs a person in, in a window of his own."""

    def __call__(self, user: User, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    # Playwright runs a loop of its own in this thread; Django would refuse its ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_window(browser: Browser, live_server: object, tmp_path: Path) -> Iterator[Open]:
    """Open windows; fails on any error that a page reports."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def opened(*, quiet: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "base_url": str(live_server), **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        if quiet:
            return page
        page.on("console", lambda said: problems.append(said.text) if is_problem(said) else None)
        return page

    yield opened
    told = list(problems)  # a picture lays a style over the page, which its policy may refuse
    for number, context in enumerate(contexts):
        for page in context.pages:  # the last thing seen, for whoever looks into a failure
            page.screenshot(path=tmp_path / f"last-{number}.png", full_page=True)
        context.close()
    assert told == []


def is_problem(said: Any) -> bool:
    """Whether what a page says on its console is an error of its own."""
    return said.type == "error" and TOLD_TO_THE_READER.match(said.text) is None


@pytest.fixture
def sign_in(open_window: Open) -> SignIn:
    """Sign a person in, in a window of his own."""

    def signed_in(user: User, **options: Any) -> Page:
        page = open_window(**options)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form:has([name=password]) [type=submit]").click()
        page.wait_for_url("**/*")
        return page

    return signed_in
