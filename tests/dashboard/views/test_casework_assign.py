"""Who has a case: seen on the case, changed by one press, taken back by one more."""

import re

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.models import Assignment, Case
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def scene() -> tuple[Desk, Case, str]:
    desk = make_desk()
    case = make_sent_case(desk, now=minutes_ago(10))
    return desk, case, f"/cases/{case.reference}/assign/"


def choices(actor: Actor, address: str) -> list[str]:
    """Whom the page offers, by their ids, in its order."""
    page = browser_of(actor).get(address).content.decode()
    return re.findall(r'name="to" value="([^"]+)"', page)


def holder(desk: Desk, case: Case, actor: Actor) -> int | None:
    with acting_as(actor):
        row = Assignment.objects.visible_to(actor).standing().filter(case=case).first()
    return row.user_id if row else None


def test_the_case_says_who_has_it_to_his_own_side_alone() -> None:
    desk, case, _address = scene()
    page = f"/cases/{case.reference}/"
    assert f"Assigned to {desk.analyst.name} Hand over" in words_of(browser_of(desk.analyst).get(page))
    assert "Unassigned Assign" in words_of(browser_of(desk.moderator).get(page))
    reader = words_of(browser_of(make_actor(desk.agency, Role.AUDITOR)).get(page))
    assert f"Assigned to {desk.analyst.name}" in reader
    assert "Hand over" not in reader


def test_a_lead_finds_himself_first_then_his_people() -> None:
    desk, _case, address = scene()
    lead = make_actor(desk.operator, Role.LEAD)
    assert choices(lead, address) == [lead.id, desk.moderator.id]


def test_a_moderator_finds_himself_and_takes_the_case() -> None:
    desk, case, address = scene()
    make_actor(desk.operator, Role.MODERATOR)
    client = browser_of(desk.moderator)
    assert choices(desk.moderator, address) == [desk.moderator.id]
    answer = client.post(address, {"to": desk.moderator.id}, follow=True)
    assert "The case is yours." in words_of(answer)
    assert holder(desk, case, desk.moderator) == desk.moderator.user_id


def test_what_was_done_is_taken_back_by_the_button_beside_its_message() -> None:
    desk, case, address = scene()
    client = browser_of(desk.supervisor)
    answer = client.post(address, {"to": desk.approver.id}, follow=True)
    assert f"The case was handed to {desk.approver.name}. Undo" in words_of(answer)
    [undo] = re.findall(r'class="undo" method="post" action="([^"]+)"', answer.content.decode())
    assert holder(desk, case, desk.supervisor) == desk.approver.user_id
    assert "Taken back." in words_of(client.post(undo, follow=True))
    assert holder(desk, case, desk.supervisor) == desk.analyst.user_id
    assert "it is not taken back" in words_of(client.post(undo, follow=True))


def test_a_case_is_left_to_all() -> None:
    desk, case, address = scene()
    answer = browser_of(desk.analyst).post(address, {"to": "nobody"}, follow=True)
    assert "The case is left to all." in words_of(answer)
    assert holder(desk, case, desk.analyst) is None


def test_what_cannot_be_is_said_on_the_page() -> None:
    desk, case, address = scene()
    for typed, status in (({}, 422), ({"to": "x"}, 422), ({"to": desk.moderator.id}, 422)):
        assert browser_of(desk.supervisor).post(address, typed).status_code == status
    answer = browser_of(desk.supervisor).post(address, {"to": desk.analyst.id})
    assert answer.status_code == 409
    assert "This person has the case already." in words_of(answer)
    assert (
        browser_of(make_actor(desk.agency, Role.ANALYST)).post(address, {"to": desk.approver.id}).status_code
        == 403
    )
    assert holder(desk, case, desk.analyst) == desk.analyst.user_id


def test_others_may_not_and_strangers_do_not_know() -> None:
    desk, _case, address = scene()
    assert browser_of(make_actor(desk.agency, Role.AUDITOR)).get(address).status_code == 403
    assert browser_of(make_actor(make_agency(), Role.ANALYST)).get(address).status_code == 404
