"""How a person works a page: by mouse, by the keyboard alone, by touch, with or without a script.

One walk through the desk is written once (tests/browser/steps.py) and gone by each of them.
"""

from playwright.sync_api import Locator, Page, expect

from tests.factories.people import PASSWORD

STOPS_AT_MOST = 200
TARGET_AT_LEAST = 24  # WCAG 2.2, 2.5.8
# What the eye sees of the focus: an outline or a ring, of the element or of what it lays over its row.
SEEN = """element => ['', '::after'].some((part) => {
  const style = getComputedStyle(element, part || null);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return outlined || (style.boxShadow !== 'none' && !part);
})"""
CHOSEN = "select => select.selectedOptions[0].textContent.trim()"


class Mouse:
    """Points and clicks."""

    has_script = True

    def __init__(self, page: Page) -> None:
        self.page = page

    def find(self, role: str, name: str) -> Locator:
        """What is called so and is of that role."""
        return self.page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]

    def labelled(self, label: str) -> Locator:
        """The control under a label."""
        return self.page.get_by_label(label, exact=True).first

    def press(self, name: str, role: str = "button") -> None:
        """Press a button, or follow a link."""
        self._press(self.find(role, name))

    def fill(self, label: str, text: str) -> None:
        """Type into a field, from empty."""
        self._fill(self.labelled(label), text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list, by the word of the option."""
        self._choose(self.labelled(label), option)

    def check(self, label: str) -> None:
        """Tick a box."""
        self._check(self.labelled(label))

    def sign_in(self, email: str) -> None:
        """Go through the door."""
        self.page.goto("/accounts/login/")
        self._fill(self.page.locator("[name=login]"), email)
        self._fill(self.page.locator("[name=password]"), PASSWORD)
        self._press(self.page.locator("form:has([name=password]) [type=submit]"))
        expect(self.page.locator("header.top")).to_be_visible()

    def press_on(self, target: Locator) -> None:
        """Press what stands there."""
        self._press(target)

    def _press(self, target: Locator) -> None:
        target.click()

    def _fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def _choose(self, target: Locator, option: str) -> None:
        target.select_option(label=option)

    def _check(self, target: Locator) -> None:
        target.check()


class Keyboard(Mouse):
    """Tabs to whatever it needs, sees where it stands, and never touches the mouse."""

    def reach(self, target: Locator) -> None:
        """Go on by Tab until the focus stands on ``target``, and see that it shows there."""
        expect(target).to_be_visible()
        for _ in range(STOPS_AT_MOST):
            # Looked for anew at each stop: what was answered meanwhile may have put another in its place.
            if target.evaluate("element => document.activeElement === element"):
                assert target.evaluate(SEEN), f"the focus does not show on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def _press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def _fill(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def _choose(self, target: Locator, option: str) -> None:
        self.reach(target)
        for _ in range(STOPS_AT_MOST):
            if target.evaluate(CHOSEN) == option:
                return
            self.page.keyboard.press(option[0])
        raise AssertionError(f"the keyboard does not choose {option}")

    def _check(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()


def press_key(page: Page, key: str) -> None:
    """Press a key that presses something, once the page says that it does."""
    expect(page.locator(f"[aria-keyshortcuts={key}]")).to_be_visible()
    page.keyboard.press(key)


class Finger(Mouse):
    """Taps on a phone: what it taps is large enough, and the page never scrolls sideways."""

    def _press(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        row = target.locator("xpath=self::*[contains(@class, 'row-link')]/ancestor::tr")
        box = (row if row.count() else target).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET_AT_LEAST, f"{target} is small: {box}"
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        target.tap()


class NoScript(Mouse):
    """Clicks in a browser that runs no script."""

    has_script = False
