"""What happened to mine: the newest answer first, and what is new to the reader."""

import re

import pytest

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind, Role
from audit.models import Entry
from cases.domain.own_answers import SEE
from tests.dashboard.views.casework_scene import acknowledged, answered, browser_of, minutes_ago
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/mine/"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def listed(actor: Actor, query: str = "") -> list[str]:
    page = browser_of(actor).get(ADDRESS + query).content.decode()
    return re.findall(r'id="case-(TD-[^"]+)"', page)


def test_the_newest_answer_stands_first_and_what_heard_nothing_last(desk: Desk) -> None:
    silent = desk.sent_case(minutes_ago(10))
    older = acknowledged(desk, minutes=50)
    newer = answered(desk, minutes=40)
    assert listed(desk.analyst) == [newer.reference, older.reference, silent.reference]


def test_what_came_back_is_said_item_by_item(desk: Desk) -> None:
    answered(desk)
    page = browser_of(desk.analyst).get(ADDRESS).content.decode()
    assert "2 of 2" in page
    assert "Removed everywhere 2" in page


def test_only_what_was_answered_since_one_last_looked_is_new(desk: Desk) -> None:
    acknowledged(desk, minutes=50)
    browser = browser_of(desk.analyst)
    page = browser.get(ADDRESS)
    assert page.context["news"] == 1
    browser.post(ADDRESS, {"until": page.context["until"]})
    assert listed(desk.analyst, "?show=new") == []
    newer = acknowledged(desk, minutes=0)  # its answer comes five minutes from now
    assert listed(desk.analyst, "?show=new") == [newer.reference]
    assert Entry.objects.filter(subject_id=desk.analyst.id, verb=SEE).count() == 1


def test_the_mark_never_goes_back_and_never_beyond_now(desk: Desk) -> None:
    acknowledged(desk, minutes=50)
    browser = browser_of(desk.analyst)
    browser.post(ADDRESS, {"until": minutes_ago(0).isoformat()})
    browser.post(ADDRESS, {"until": minutes_ago(600).isoformat()})
    assert listed(desk.analyst, "?show=new") == []
    browser.post(ADDRESS, {"until": "2199-01-01T00:00:00+00:00"})
    assert len(listed(desk.analyst)) == 1
    newer = acknowledged(desk, minutes=0)
    assert listed(desk.analyst, "?show=new") == [newer.reference]


def test_a_colleagues_cases_are_not_mine(desk: Desk) -> None:
    answered(desk)
    assert listed(make_actor(desk.agency, Role.ANALYST)) == []


def test_only_analysts_of_an_agency_that_issues_have_the_page(desk: Desk) -> None:
    referring = make_agency(OrganisationKind.REFERRING)
    for other in (desk.approver, desk.moderator, make_actor(referring, Role.ANALYST)):
        assert browser_of(other).get(ADDRESS).status_code == 403


def test_pages_follow_one_another_without_a_gap_or_a_repetition(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.views.intake_own.SIZE", 2)
    every = {acknowledged(desk, minutes=30 + number).reference for number in range(5)}
    seen: list[str] = []
    browser, address = browser_of(desk.analyst), ADDRESS
    while address:
        page = browser.get(address)
        seen += [case.reference for case, _came, _new in page.context["rows"]]
        address = page.context["next_url"]
    assert (len(seen), set(seen)) == (5, every)
