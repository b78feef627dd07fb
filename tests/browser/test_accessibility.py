"""The pages that people work in all day break no rule of WCAG 2.1 A and AA, light and dark."""

import pytest
from django.contrib.auth.hashers import make_password

from accounts.domain.acting import COMMAND
from accounts.enums import Role
from accounts.models import User
from cases.demo.houses import sign_ins
from cases.demo.loading import load
from devstack.accessibility import barriers
from devstack.pictures import open_page
from kernel.clock import database_now
from sla.domain.reference import load_reference
from tests.browser.conftest import SignIn
from tests.browser.pages import CASE
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKED_AT = {
    Role.ANALYST: (
        "/queue/",
        "/reports/new/",
        "/reports/ -> /reports/TD-[^/]+/",
        f"/queue/?tab=all&state=answered -> {CASE}",
        f"/queue/?tab=all&state=answered -> {CASE} -> {CASE}verify/",
        "/profile/",
        "/profile/ -> /profile/tokens/[^/]+/",
        "/api/v1/schema/page/",
        "/admin/calculator/",
    ),
    Role.APPROVER: (f"/approvals/ -> {CASE}approve/",),
    Role.SUPERVISOR: ("/board/", "/board/ -> /board/rows/.+"),
    Role.AUDITOR: ("/record/ -> /record/TD-[^/]+/",),
    Role.ADMINISTRATOR: (
        "/admin/people/",
        "/admin/policies/eu-tco-2021-784/",
        "/admin/calendars/ -> /admin/calendars/[^/]+/[0-9]+/",
        "/admin/tokens/",
        "/admin/tokens/new/",
    ),
    Role.MODERATOR: (
        "/queue/",
        f"/queue/?tab=all&state=acknowledged -> {CASE} -> {CASE}decide/",
        "/notices/",
    ),
}


@pytest.fixture
def addresses() -> dict[str, str]:
    """One address a role, on a desk with something to do for each."""
    load_reference(actor=COMMAND, now=database_now())
    load(now=database_now(), core_only=True)
    User.objects.update(password=make_password(PASSWORD))
    return {role: address for role, address, _password in sign_ins()}


def test_the_desk_has_no_barriers_in_light_and_dark(
    sign_in: SignIn, addresses: dict[str, str], live_server: object
) -> None:
    found = []
    for role, paths in LOOKED_AT.items():
        view = sign_in(User.objects.get(email=addresses[role]))
        for path in paths:
            open_page(view, str(live_server), path)
            for scheme in ("light", "dark"):
                view.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                found += [f"{role} {path} {scheme}: {barrier}" for barrier in barriers(view)]
    assert found == []
