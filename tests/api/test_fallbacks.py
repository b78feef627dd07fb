"""What is said where no view answers."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.factories.desk import make_desk
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_database() -> Iterator[None]:
    """Let nobody reach the database, as while it restarts."""
    there = connection.settings_dict["HOST"]
    yield
    connection.settings_dict["HOST"] = there


def cut_off() -> None:
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"


def test_while_the_database_is_away_a_page_says_so_and_when_to_come_again(without_database: None) -> None:
    browser = browser_of(make_desk().supervisor)
    browser.raise_request_exception = False
    cut_off()
    answer = browser.get("/board/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "The desk is busy" in words_of(answer)


def test_while_the_database_is_away_a_program_is_told_to_send_it_again(without_database: None) -> None:
    api = api_of(make_desk().analyst)
    api.client.raise_request_exception = False
    cut_off()
    answer = api.get("cases/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (answer.json()["code"], answer["Retry-After"]) == ("busy", "1")
