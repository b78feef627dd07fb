"""What hinders readers of a page that a browser shows: WCAG 2.2, levels A and AA, by axe-core."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from playwright.sync_api import Page

from devstack.install import NODE_MODULES

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"

# The innermost element without which the page would fit; empty where it fits.
WIDE = """() => {
  const root = document.documentElement, fits = () => root.scrollWidth <= root.clientWidth;
  let at = document.body, found = "";
  const isIt = (element) => {
    const shown = element.style.display;
    element.style.display = "none";
    const fitted = fits();
    element.style.display = shown;
    return fitted;
  };
  while (!fits() && at) {
    at = [...at.children].find(isIt);
    if (at) found = at.outerHTML;
  }
  return fits() ? "" : `${root.scrollWidth} of ${root.clientWidth}: ${found.slice(0, 160)}`;
}"""


def too_wide(view: Page) -> list[str]:
    """Return a line with what makes a page scroll sideways; none where it does not."""
    found: str = view.evaluate(WIDE)
    return [found] if found else []


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def barriers(view: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return a line for each rule that a page breaks, with the first place; empty where it breaks none.

    The script comes in through the debugger, so that the page's content policy stays as strict.
    """
    view.evaluate(_axe())
    found: list[dict[str, Any]] = view.evaluate(RUN, list(rules))["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}" for each in found]
