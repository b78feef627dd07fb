"""The duty roster: put on, handed over, taken off; gaps are shown where they hurt."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import Absence, Organisation, Shift
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import acknowledged, browser_of, words_of
from tests.factories.desk import make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_actor, make_person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> Organisation:
    return make_agency()


def named(house: Organisation, role: Role, name: str) -> Actor:
    return actor_for(make_person(house, role, name=name))


def typed(at: datetime, who: Actor) -> str:
    return at.astimezone(ZoneInfo(who.time_zone)).strftime("%Y-%m-%dT%H:%M")


def put_on_duty(who: Actor, role: Role, begin: int = -1, end: int = 8) -> Shift:
    now = database_now()
    return Shift.objects.create(
        organisation_id=who.organisation_id,
        role=role,
        user_id=who.user_id,
        begins_at=now + begin * HOUR,
        ends_at=now + end * HOUR,
    )


def test_a_supervisor_puts_somebody_on_duty_in_his_own_zone(house: Organisation) -> None:
    head, who = make_actor(house, Role.SUPERVISOR), make_actor(house, Role.APPROVER)
    begins_at = (database_now() + HOUR).replace(second=0, microsecond=0)
    body = {
        "who": f"approver:{who.id}",
        "begins_at": typed(begins_at, head),
        "ends_at": typed(begins_at + 8 * HOUR, head),
    }
    page = browser_of(head).post("/admin/roster/", body, follow=True)
    assert "On the roster." in words_of(page)
    assert list(Shift.objects.values_list("user_id", "begins_at")) == [(who.user_id, begins_at)]
    assert "Nobody on duty" in words_of(page)


def test_an_approver_sees_it_and_keeps_none(house: Organisation) -> None:
    who = make_actor(house, Role.APPROVER)
    put_on_duty(who, Role.APPROVER)
    page = browser_of(who).get("/admin/roster/")
    words = words_of(page)
    assert ("Put somebody on duty" in words, "Hand over now" in words) == (False, True)
    assert browser_of(who).post("/admin/roster/", {}).status_code == 422


def test_a_house_reads_its_own_roster_alone(house: Organisation) -> None:
    put_on_duty(named(house, Role.APPROVER, "Somebody Else"), Role.APPROVER)
    words = words_of(browser_of(make_actor(make_agency(), Role.SUPERVISOR)).get("/admin/roster/"))
    assert "Somebody Else" not in words


def test_duty_is_handed_over_now_with_a_note(house: Organisation) -> None:
    who, other = make_actor(house, Role.APPROVER), make_actor(house, Role.APPROVER)
    put_on_duty(who, Role.APPROVER)
    body = {"to": f"approver:{other.id}", "note": "Two drafts wait."}
    page = browser_of(who).post("/admin/roster/hand-over/", body, follow=True)
    words = words_of(page)
    assert ("Handed over. You are no longer on duty." in words, "Two drafts wait." in words) == (True, True)
    assert "Hand over now" not in words


def test_a_shift_is_taken_off_and_not_by_a_stranger(house: Organisation) -> None:
    shift = put_on_duty(make_actor(house, Role.APPROVER), Role.APPROVER, 2, 3)
    address = f"/admin/roster/shifts/{shift.public_id}/end/"
    assert browser_of(make_actor(make_agency(), Role.SUPERVISOR)).post(address).status_code == 404
    assert browser_of(make_actor(house, Role.APPROVER)).post(address).status_code == 403
    assert "Off the roster." in words_of(
        browser_of(make_actor(house, Role.SUPERVISOR)).post(address, follow=True)
    )


def test_an_absence_is_entered_and_taken_back(house: Organisation) -> None:
    who, other = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    now = database_now()
    body = {
        "person": who.id,
        "stand_in": other.id,
        "away_from": typed(now + HOUR, who),
        "away_to": typed(now + 9 * HOUR, who),
    }
    browser = browser_of(who)
    page = browser.post("/admin/roster/absences/", body, follow=True)
    assert "Entered. From then on the stand-in is told." in words_of(page)
    absence = Absence.objects.get()
    page = browser.post(f"/admin/roster/absences/{absence.public_id}/end/", follow=True)
    assert "What was moved meanwhile stays where it is." in words_of(page)
    assert not Absence.objects.exists()


def test_an_analyst_enters_nobody_else(house: Organisation) -> None:
    who, other = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    now = database_now()
    body = {
        "person": other.id,
        "stand_in": who.id,
        "away_from": typed(now + HOUR, who),
        "away_to": typed(now + 9 * HOUR, who),
    }
    answer = browser_of(who).post("/admin/roster/absences/", body)
    assert (answer.status_code, Absence.objects.exists()) == (422, False)


def test_the_page_asks_the_same_however_many_are_on_it(house: Organisation) -> None:
    head = make_actor(house, Role.SUPERVISOR)
    browser = browser_of(head)
    asked = []
    for people in (1, 12):
        for _ in range(people):
            put_on_duty(make_actor(house, Role.APPROVER), Role.APPROVER)
        browser.get("/admin/roster/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/admin/roster/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_gap_is_a_risk_on_the_board_of_a_supervisor(house: Organisation) -> None:
    head = make_actor(house, Role.SUPERVISOR)
    assert "nobody on duty" not in words_of(browser_of(head).get("/board/"))
    put_on_duty(make_actor(house, Role.APPROVER), Role.APPROVER)
    assert "nobody on duty" in words_of(browser_of(head).get("/board/"))


def test_a_case_shows_who_is_on_duty_on_ones_own_side_alone() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    put_on_duty(named(desk.agency, Role.SUPERVISOR, "Our Watch"), Role.SUPERVISOR)
    put_on_duty(named(desk.operator, Role.LEAD, "Their Watch"), Role.LEAD)
    seen = [
        tuple(
            name in words_of(browser_of(who).get(f"/cases/{case.reference}/"))
            for name in ("Our Watch", "Their Watch")
        )
        for who in (desk.analyst, desk.moderator)
    ]
    assert seen == [(True, False), (False, True)]
