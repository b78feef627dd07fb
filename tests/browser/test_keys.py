"""Keys in a real browser: they move, open, act and list; rest while one types; can be turned off."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from devstack.accessibility import barriers
from kernel.clock import database_now
from tests.browser.conftest import SignIn
from tests.browser.hands import press_key
from tests.factories.desk import Desk, make_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DIALOG = "dialog#keys"
PRESSED = """([key, more]) => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
}"""
MARKED = "() => [...document.querySelectorAll('tbody tr')].flatMap((row, n) => (row.ariaCurrent ? [n] : []))"
INSIDE = "document.activeElement.closest('dialog') || document.activeElement === document.body"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def queue(desk: Desk, sign_in: SignIn) -> Page:
    """The moderator's queue with three rows."""
    for _ in range(3):
        desk.sent_case(database_now())
    page = sign_in(User.objects.get(pk=desk.moderator.user_id))
    expect(page.locator(".row-link")).to_have_count(3)
    expect(page.locator("[aria-keyshortcuts='/']")).to_be_visible()
    return page


def marked(page: Page) -> list[int]:
    found: list[int] = page.evaluate(MARKED)
    return found


def test_a_row_is_found_opened_signed_and_acknowledged_without_a_mouse(queue: Page) -> None:
    links = queue.locator(".row-link")
    queue.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    queue.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    assert marked(queue) == [1]
    for _ in range(3):
        queue.keyboard.press("j")
    expect(links.nth(2)).to_be_focused()
    queue.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    reference = links.nth(1).inner_text()
    queue.keyboard.press("o")
    queue.wait_for_url(f"**/cases/{reference}/")
    press_key(queue, "o")
    expect(queue.get_by_text("The receipt is signed with your name.")).to_be_visible()
    press_key(queue, "a")
    expect(queue.get_by_text("Acknowledged.")).to_be_visible()
    press_key(queue, "r")
    queue.wait_for_url("**/decide/**")
    expect(queue.locator("[aria-keyshortcuts='/']")).to_be_visible()
    queue.keyboard.press("g")
    queue.keyboard.press("q")
    queue.wait_for_url("**/queue/")


def test_a_refreshed_list_keeps_mark_and_focus(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    with queue.expect_response("**/queue/**"):
        queue.evaluate("document.body.dispatchEvent(new Event('desk:wake'))")
    expect(queue.locator(".row-link").nth(1)).to_be_focused()
    assert marked(queue) == [1]


def test_the_list_says_what_this_page_offers_and_gives_the_focus_back(queue: Page) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("?")
    dialog = queue.locator(DIALOG)
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-keys-of=page] dt")).to_have_text(["/"])
    expect(dialog.locator("[data-keys-of=ways] dt")).to_have_text(["g n", "g q", "g s"])
    expect(dialog.locator("[data-keys-of=rows]")).to_be_visible()
    for scheme in ("light", "dark"):
        queue.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert barriers(queue) == []
    for _ in range(8):  # the focus stays inside
        queue.keyboard.press("Tab")
        assert queue.evaluate(INSIDE)
    queue.keyboard.press("j")  # a key of the page behind it
    queue.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(queue.locator(".row-link").nth(0)).to_be_focused()


def test_keys_rest_while_one_types_with_modifiers_and_after_a_while(queue: Page) -> None:
    queue.keyboard.press("/")
    search = queue.get_by_label("Search reference, link, handle")
    expect(search).to_be_focused()
    queue.keyboard.type("jk?o")
    expect(search).to_have_value("jk?o")
    expect(queue.locator(DIALOG)).to_be_hidden()
    search.blur()
    for more in ({"ctrlKey": True}, {"metaKey": True}, {"altKey": True}, {"isComposing": True}):
        queue.evaluate(PRESSED, ["j", more])
    assert marked(queue) == []
    queue.clock.install()
    queue.keyboard.press("g")
    queue.clock.fast_forward(1600)
    queue.keyboard.press("s")
    queue.keyboard.press("g")
    queue.keyboard.press("j")  # leads nowhere, and is no move either
    assert marked(queue) == []
    assert "/queue/" in queue.url


def test_keys_are_turned_off_in_the_profile(queue: Page) -> None:
    queue.goto("/profile/")
    queue.get_by_label("Keys: single letters move and act on a page").uncheck()
    queue.get_by_role("button", name="Save", exact=True).click()
    expect(queue.get_by_text("Saved.")).to_be_visible()
    queue.goto("/queue/")
    for key in ("j", "?", "/"):
        queue.keyboard.press(key)
    assert marked(queue) == []
    assert queue.locator(DIALOG).count() == 0
    expect(queue.locator("kbd").first).to_be_hidden()
