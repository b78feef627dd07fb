"""A letter by the API: what it cites is told and left out, and the program may say otherwise."""

import pytest

from tests.api.test_journey import report_on
from tests.factories.cases import link_on
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def letter(desk: Desk) -> str:
    return (
        f"Under the Online Act (https://laws.example/act) we ask you to see to {link_on(desk, 'room/1')} "
        f"and to {link_on(desk, 'room/2')} tonight."
    )


def test_a_citation_is_told_before_anything_is_written(desk: Desk) -> None:
    said = api_of(desk.analyst).post("links/", {"paste": letter(desk)})
    assert said.status_code == 200, said.content
    told = ("key", "disposition", "citation", "asks_reported")
    rows = [tuple(row[name] for name in told) for row in said.json()["links"]]
    assert rows == [
        ("laws.example/act", "not_reported", "law", True),
        ("room/1", "ready", None, True),
        ("room/2", "ready", None, True),
    ]


def test_a_program_says_what_is_reported_and_when_the_letter_was_written(desk: Desk) -> None:
    analyst = api_of(desk.analyst)
    answers = [
        {"platform": "", "key": "laws.example/act", "reported": True},
        {"platform": desk.platform.slug, "key": "room/2", "reported": False},
    ]
    body = report_on(desk) | {"paste": letter(desk), "answers": answers, "letter_date": "2025-09-12"}
    filed = analyst.post("cases/", body)
    assert filed.status_code == 201, filed.content
    assert [row["item_count"] for row in filed.json()["cases"]] == [1]
    left = [(row["shown"], row["disposition"]) for row in filed.json()["left_out"]]
    assert left == [
        ("hxxps://laws[.]example/act", "no_addressee"),
        (f"hxxps://{desk.platform.slug}[.]example/room/2", "not_reported"),
    ]
    report = analyst.get(f"reports/{filed.json()['report']}/").json()
    assert report["words"]["letter_date"] == "2025-09-12"
