"""No page of any role has a barrier: light and dark, wide and narrow, full, empty and ugly."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Organisation
from tests.browser.conftest import Open, SignIn
from tests.browser.demo_desk import load_desk, looked_at
from tests.browser.hindrances import DESK, hindrances
from tests.browser.pages import NO_PAGES
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUTES = Path(__file__).parents[1] / "architecture" / "routes.txt"
OF_BOTH = (
    *("/queue/", "/queue/?tab=all", "/search/?q=zeppelin", "/board/", "/notices/", "/profile/", "/keys/"),
    *("/admin/people/", "/admin/tokens/", "/admin/platforms/", "/admin/agreements/", "/admin/calendars/"),
    "/admin/policies/",
)
OF_THE_AGENCY = (
    *(
        "/reports/",
        "/reports/sheets/",
        "/approvals/",
        "/joined/",
        "/channels/",
        "/record/",
        "/admin/outages/",
    ),
    *("/admin/retention/", "/admin/undelivered/", "/admin/categories/", "/admin/legal-bases/"),
)
AGENCY_ROLES = (Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)
EMPTY_DESKS = [
    pytest.param(make_agency, AGENCY_ROLES, (*OF_BOTH, *OF_THE_AGENCY), id="agency"),
    pytest.param(make_operator, (Role.MODERATOR, Role.LEAD), OF_BOTH, id="operator"),
]


def every_page_url() -> set[str]:
    """The name of each address that answers somebody's GET with something to see."""
    found = set()
    for block in ROUTES.read_text().split("\n\n"):
        name, *asks = block.strip().split("\n")
        if not name.startswith(("#", "api")) and any(a.startswith("  GET") and " 200" in a for a in asks):
            found.add(name)
    return found


def test_no_page_of_a_full_desk_has_a_barrier_and_none_is_left_out(
    sign_in: SignIn, open_window: Open, live_server: object
) -> None:
    found: list[str] = []
    names = set()
    for label, name, view in looked_at(load_desk(), sign_in, open_window, str(live_server)):
        names.add(name)
        found += [f"{label}: {each}" for each in hindrances(view)]
    found += [f"{name}: not looked at" for name in sorted(every_page_url() - names - set(NO_PAGES))]
    found += [f"{name}: no longer there" for name in sorted(set(NO_PAGES) - every_page_url())]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("make", "roles", "paths"), EMPTY_DESKS)
def test_an_empty_desk_has_no_barriers(
    sign_in: SignIn, make: Callable[[], Organisation], roles: Sequence[Role], paths: Sequence[str]
) -> None:
    view = sign_in(make_person(make(), *roles), bypass_csp=True)
    found = []
    for path in paths:
        view.set_viewport_size({"width": DESK, "height": 900})
        view.goto(path)
        found += [f"{path}: {each}" for each in hindrances(view)]
    assert not found, "\n".join(found)


def test_the_skip_link_leads_past_the_frame_and_motion_rests_where_it_is_asked(sign_in: SignIn) -> None:
    view = sign_in(make_person(make_agency(), Role.ANALYST))
    view.emulate_media(reduced_motion="reduce", forced_colors="active")
    view.goto("/queue/")
    view.keyboard.press("Tab")
    skip = view.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.closest('main') !== null")
    moving = (
        "() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 0).length"
    )
    assert view.evaluate(moving) == 0
