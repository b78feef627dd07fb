"""Runs inside the virtual environment: a screenshot of every page for every role, and its barriers.

The pages and who sees them are listed where the browser tests read them, in tests/browser/pages.py.
"""

import itertools
import re
import shutil
import signal
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Response, ViewportSize, sync_playwright
from playwright.sync_api import Page as View

from devstack.accessibility import barriers
from devstack.browser import get_chromium
from devstack.commandline import interrupt
from devstack.folders import ROOT, DataFolder
from devstack.progress import Refused, say, warn
from devstack.servers import temporary_folder
from devstack.stack import FIRST_PAGE, Stack, free_port
from tests.browser.pages import PAGES

PICTURES = ROOT / "pictures"
SCHEMES = ("light", "dark")
SIZES: dict[str, ViewportSize] = {
    "1440": {"width": 1440, "height": 900},
    "390": {"width": 390, "height": 844},
}
NOBODY = "nobody"
HOP = " -> "  # see tests/browser/pages.py
BELOW = "+"
DRAWN_LATE = ".swagger-ui .loading-container"  # the page of the schema, until it has read it
NOT_THERE = 404  # the page that says so is one to look at too

Page = tuple[str, str, str]
Until = Literal["load", "networkidle"]


def by_role(pages: Sequence[Page]) -> Iterator[tuple[str, list[Page]]]:
    """The pages of each role together, so that a role signs in once for each way of looking."""
    ordered = sorted(pages, key=lambda page: page[0])
    for role, group in itertools.groupby(ordered, key=lambda page: page[0]):
        yield role, list(group)


def file_of(page: Page, scheme: str, size: str) -> Path:
    """Where the picture of a page goes."""
    role, name, _path = page
    return PICTURES / role / f"{name}-{scheme}-{size}.png"


def sign_in(context: BrowserContext, url: str, email: str, password: str) -> None:
    """Sign a role in by the form that people use. Raises Refused where the form does not let it in."""
    page = context.new_page()
    page.goto(url + FIRST_PAGE)
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if urllib.parse.urlsplit(page.url).path == FIRST_PAGE:
        raise Refused(f"{email} could not sign in.")
    page.close()


def take(browser: Browser, stack: Stack, role: str, pages: Sequence[Page]) -> Iterator[str]:
    """Take the pictures of one role; gives a line for each page that did not answer with a page."""
    accounts = {row[0]: (row[1], row[2]) for row in stack.sign_ins}
    if role != NOBODY and role not in accounts:
        yield f"{role}: the demo has no such role"
        return
    for scheme, (size, viewport) in itertools.product(SCHEMES, SIZES.items()):
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport=viewport,
            reduced_motion="reduce",
            is_mobile=size == "390",
        )
        if role != NOBODY:
            sign_in(context, stack.url, *accounts[role])
        for page in pages:
            yield from picture(context, stack.url, page, file_of(page, scheme, size))
        context.close()


def picture(context: BrowserContext, url: str, page: Page, target: Path) -> Iterator[str]:
    """Take one picture; gives a line when the page is no page, and for each barrier that it has."""
    view = context.new_page()
    try:
        answer = open_page(view, url, page[2])
    except LookupError as missing:
        yield f"{page[0]} {page[2]}: {missing}"
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        view.screenshot(path=target, full_page=True)
        yield from (f"{target.relative_to(PICTURES)}: {barrier}" for barrier in barriers(view))
        if answer is None or not (answer.ok or answer.status == NOT_THERE):
            yield f"{page[0]} {page[2]}: {answer.status if answer else 'no answer'}"
    view.close()


def open_page(view: View, url: str, path: str, until: Until = "networkidle") -> Response | None:
    """Open a path of tests/browser/pages.py, hop by hop. Raises LookupError where a link is missing."""
    first, *hops = path.split(HOP)
    answer = view.goto(url + first, wait_until=until)
    for hop in hops:
        address = view.url + hop[1:] if hop.startswith(BELOW) else link_to(view, hop)
        if address is None:
            raise LookupError(f"no link to {hop}")
        answer = view.goto(urllib.parse.urljoin(view.url, address), wait_until=until)
    view.wait_for_selector(DRAWN_LATE, state="detached")
    return answer


def link_to(view: View, pattern: str) -> str | None:
    """The address of the first link on a page that matches the pattern whole."""
    script = "links => links.map(link => link.getAttribute('href'))"
    addresses: list[str] = view.eval_on_selector_all("a[href]", script)
    return next((address for address in addresses if re.fullmatch(pattern, address)), None)


def main() -> int:
    """Start a stack with its own demo, take every picture; 1 where a page did not answer or has barriers."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    chromium = get_chromium()
    if chromium is None:
        raise Refused("Pictures need a Chromium: install it, or name one in CHROMIUM.")
    folder = temporary_folder()
    shutil.rmtree(PICTURES, ignore_errors=True)
    try:
        with Stack(DataFolder(folder), free_port(), demo=True, with_tests=True) as stack:
            stack.start(given={})
            stack.wait_for_demo()
            faults = list(take_all(chromium, stack))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    warn("\n".join(faults))
    say(f"{len(list(PICTURES.rglob('*.png')))} pictures in {PICTURES.relative_to(ROOT)}/")
    return int(bool(faults))


def take_all(chromium: str, stack: Stack) -> Iterator[str]:
    """Every role's pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for role, pages in by_role(PAGES):
            say(f"  {role}: {len(pages)} pages")
            yield from take(browser, stack, role, pages)
        browser.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
