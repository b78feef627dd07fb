"""A case page asks quietly whether the case has changed; it says so, and redraws nothing by itself."""

import re
from typing import Any

import pytest

from cases.domain import thread
from cases.models import Case
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, opened, words_of
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


def asked_by(actor: Any, case: Case) -> str:
    """Return the address that the page of a case asks."""
    page = browser_of(actor).get(f"/cases/{case.reference}/").content.decode()
    [address] = re.findall(r'hx-get="([^"]*/changed/[^"]*)"', page)
    return str(address)


def say(desk: Desk, case: Case) -> None:
    thread.write(actor=desk.moderator, reference=case.reference, text="We look at it.", now=database_now())


def test_a_page_that_is_up_to_date_is_told_nothing() -> None:
    desk = make_desk()
    case = opened(desk)
    for actor in (desk.supervisor, desk.moderator):
        answer = browser_of(actor).get(asked_by(actor, case))
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_change_since_is_told_with_the_way_to_what_is_there_now() -> None:
    desk = make_desk()
    case = opened(desk)
    address = asked_by(desk.supervisor, case)
    say(desk, case)
    answer = browser_of(desk.supervisor).get(address)
    assert answer.status_code == 200
    assert "This case has changed" in words_of(answer)
    assert re.findall(r'href="([^"]+)"', answer.content.decode()) == [f"/cases/{case.reference}/"]
    # What is told once is not asked again.
    assert "hx-get" not in answer.content.decode()


def test_the_cover_asks_too() -> None:
    desk = make_desk()
    case = desk.sent_case(minutes_ago(5))
    answer = browser_of(desk.moderator).get(asked_by(desk.moderator, case))
    assert answer.status_code == 204


def test_a_case_that_one_may_not_know_of_is_not_there() -> None:
    case = make_desk().sent_case(minutes_ago(5))
    stranger = make_desk().supervisor
    assert browser_of(stranger).get(f"/cases/{case.reference}/changed/").status_code == 404
