"""What axe-core finds wrong with a page that a browser shows: WCAG 2.1, levels A and AA."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from devstack.install import NODE_MODULES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def barriers(view: Page) -> list[str]:
    """Return a line for each rule that a page breaks, with the first place; empty where it breaks none.

    The script comes in through the debugger, so that the page's content policy stays as strict.
    """
    view.evaluate(_axe())
    found: list[dict[str, Any]] = view.evaluate(RUN, RULES)["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}" for each in found]
