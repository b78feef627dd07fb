"""An open page of a case asks quietly: has the case changed, and who else of the house is there."""

import json
import re
from html import unescape
from typing import Any

import pytest

from cases.domain import thread
from cases.models import Case
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, opened, words_of
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return opened(desk)


def asked_by(actor: Any, case: Case, page: str = "") -> tuple[str, dict[str, str]]:
    """Return the address that a page of a case asks, and what it says."""
    source = browser_of(actor).get(f"/cases/{case.reference}/{page}").content.decode()
    [(address, said)] = re.findall(r'id="watch" hx-post="([^"]*)" hx-vals=\'([^\']*)\'', source)
    return str(address), json.loads(unescape(said))


def ask(actor: Any, asked: tuple[str, dict[str, str]], **more: str) -> Any:
    address, said = asked
    return browser_of(actor).post(address, {**said, **more})


def said_in(answer: Any) -> str:
    [said] = re.findall(r'name="said" value="([^"]*)"', answer.content.decode())
    return str(said)


def say(desk: Desk, case: Case) -> None:
    thread.write(actor=desk.moderator, reference=case.reference, text="We look at it.", now=database_now())


def test_a_page_that_is_up_to_date_and_alone_is_told_nothing(desk, case):
    for actor in (desk.supervisor, desk.moderator):
        answer = ask(actor, asked_by(actor, case))
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_change_since_is_told_once_with_the_way_to_what_is_there_now(desk, case):
    asked = asked_by(desk.supervisor, case)
    say(desk, case)
    answer = ask(desk.supervisor, asked)
    assert answer.status_code == 200
    assert "This case has changed" in words_of(answer)
    assert re.findall(r'href="([^"]+)"', answer.content.decode()) == [f"/cases/{case.reference}/"]
    assert ask(desk.supervisor, asked, said=said_in(answer)).status_code == 204


def test_colleagues_are_named_with_what_they_have_open_and_leave_again(desk, case):
    ask(desk.analyst, asked_by(desk.analyst, case, "amend/"))
    asked = asked_by(desk.supervisor, case)
    answer = ask(desk.supervisor, asked)
    assert f"Also here: {desk.analyst.name} – is answering" in words_of(answer)
    assert "This case has changed" not in words_of(answer)
    assert ask(desk.supervisor, asked, said=said_in(answer)).status_code == 204
    ask(desk.analyst, asked_by(desk.analyst, case))
    again = ask(desk.supervisor, asked, said=said_in(answer))
    assert f"{desk.analyst.name} – is reading" in words_of(again)


def test_the_other_side_is_told_of_nobody(desk, case):
    ask(desk.analyst, asked_by(desk.analyst, case))
    assert ask(desk.moderator, asked_by(desk.moderator, case)).status_code == 204


def test_the_cover_asks_too(desk):
    case = desk.sent_case(minutes_ago(5))
    assert ask(desk.moderator, asked_by(desk.moderator, case)).status_code == 204


def test_a_case_that_one_may_not_know_of_is_not_there(case):
    stranger = make_desk().supervisor
    assert browser_of(stranger).post(f"/cases/{case.reference}/here/").status_code == 404


def test_to_look_at_a_page_says_nothing(desk, case):
    asked_by(desk.analyst, case)
    assert browser_of(desk.analyst).get(f"/cases/{case.reference}/here/").status_code == 405
    assert ask(desk.supervisor, asked_by(desk.supervisor, case)).status_code == 204
