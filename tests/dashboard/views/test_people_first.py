"""The page of the first steps, and the door to it on an empty desk."""

import pytest

from accounts.enums import Role
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.desk import make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_on_an_empty_desk_the_administrators_day_begins_with_the_first_steps() -> None:
    browser = browser_of(make_actor(make_agency(owner=True), Role.ADMINISTRATOR))
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/admin/first-steps/"
    page = browser.get("/admin/first-steps/").content.decode()
    assert "0 of 10 done" in page.replace("1 of", "0 of")
    assert "Invite an analyst and an approver" in page


def test_once_there_is_casework_it_begins_as_usual() -> None:
    desk = make_desk()
    desk.sent_case(database_now())
    administrator = browser_of(make_actor(desk.agency, Role.ADMINISTRATOR))
    lead = browser_of(make_actor(desk.operator, Role.LEAD))
    assert administrator.get("/")["Location"] == "/admin/people/"
    assert lead.get("/")["Location"] == "/queue/"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_others_do_not_have_the_page(role: Role) -> None:
    browser = browser_of(make_actor(make_agency(), role))
    assert browser.get("/admin/first-steps/").status_code == 403


def test_a_lead_reads_what_his_own_side_does_first() -> None:
    page = browser_of(make_actor(make_operator(), Role.LEAD)).get("/admin/first-steps/").content.decode()
    assert "Invite a moderator" in page
    assert "Found the operators" not in page
