"""Lists in pages: a case that moves while one reads is neither skipped nor told twice."""

from datetime import timedelta

import pytest

from cases.domain import response
from cases.models import Case
from kernel.clock import database_now
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def moderator(desk: Desk) -> Api:
    return api_of(desk.moderator)


def sent(desk: Desk, number: int) -> Case:
    return make_sent_case(desk, [f"room/{number}"], now=database_now() - timedelta(minutes=30 - number))


def read(api: Api, **query: object) -> tuple[list[tuple[str, int]], str | None]:
    page = api.get("cases/", **query).json()
    return [(row["reference"], row["edit_version"]) for row in page["results"]], page["resume"]


def test_a_case_that_moves_behind_the_reader_comes_once_more_and_no_other_is_missed(
    desk: Desk, moderator: Api
) -> None:
    cases = [sent(desk, number) for number in range(3)]
    first, place = read(moderator, sort="updated_at", page_size=2)
    assert [reference for reference, _ in first] == [case.reference for case in cases[:2]]
    moved = response.acknowledge(
        actor=desk.moderator, reference=cases[0].reference, now=database_now() - timedelta(minutes=5)
    )
    rest, end = read(moderator, sort="updated_at", cursor=place)
    assert [reference for reference, _ in rest] == [cases[2].reference, moved.reference]
    assert read(moderator, sort="updated_at", cursor=end) == ([], end)


def test_what_has_just_been_written_waits_until_everything_older_is_settled(
    desk: Desk, moderator: Api
) -> None:
    case = make_sent_case(desk, now=database_now())
    assert read(moderator, sort="updated_at") == ([], None)
    assert read(moderator)[0] == [(case.reference, case.edit_version)]


def test_newest_first_goes_on_page_by_page(desk: Desk, moderator: Api) -> None:
    cases = [sent(desk, number) for number in range(3)]
    page = moderator.get("cases/", page_size=2).json()
    assert [row["reference"] for row in page["results"]] == [cases[2].reference, cases[1].reference]
    following = moderator.client.get(page["next"], headers=moderator.headers).json()
    assert [row["reference"] for row in following["results"]] == [cases[0].reference]
    assert following["next"] is None


def test_only_what_changed_since_is_told(desk: Desk, moderator: Api) -> None:
    cases = [sent(desk, number) for number in range(3)]
    rows, _ = read(moderator, updated_since=cases[1].updated_at.isoformat())
    assert [reference for reference, _ in rows] == [cases[2].reference, cases[1].reference]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page_size", "0"),
        ("page_size", "101"),
        ("page_size", "ten"),
        ("cursor", "nonsense"),
        ("cursor", "WyIyMDI2LTAzLTAyVDEyOjAwOjAwIiwgMV0"),
        ("updated_since", "yesterday"),
        ("updated_since", "2026-03-02T12:00:00"),
        ("sort", "state"),
        ("platform", "no-such"),
        ("state", "draft"),
    ],
)
def test_a_parameter_that_says_nothing_is_refused_by_its_name(moderator: Api, name: str, value: str) -> None:
    answer = moderator.get("cases/", **{name: value})
    assert (answer.status_code, [fault["parameter"] for fault in answer.json()["errors"]]) == (422, [name])


def test_a_list_costs_the_same_queries_whatever_its_length(
    desk: Desk, moderator: Api, django_assert_num_queries: object
) -> None:
    sent(desk, 1)
    moderator.get("cases/")
    for number in (2, 3):
        with django_assert_num_queries(6):  # type: ignore[operator]
            moderator.get("cases/")
        sent(desk, number)
