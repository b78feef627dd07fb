"""The page of the search: what it shows, what it refuses, and that it asks the same for any number."""

from typing import Any

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.models import Case
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.cases import NOON
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db


def test_it_lists_what_was_found_and_leads_there() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    browser = browser_of(desk.analyst)
    page = browser.get("/search/", {"q": case.reference.lower()}).content.decode()
    assert f'href="/cases/{case.reference}/"' in page
    assert "1 case" in page


def test_it_says_what_can_be_searched_for_and_that_nothing_was_found() -> None:
    browser = browser_of(make_desk().analyst)
    assert "Search your cases" in browser.get("/search/").content.decode()
    assert "No case of yours fits this." in browser.get("/search/", {"q": "zeppelin"}).content.decode()


def test_words_too_short_get_a_sentence_and_stay_in_the_field() -> None:
    browser = browser_of(make_desk().analyst)
    answer = browser.get("/search/", {"q": "ab"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Search for at least three letters." in page
    assert 'value="ab"' in page


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "a & | ! b", "((", "%%%%", "\x00abc", "<script>alert(1)</script>"]
)
def test_signs_of_another_language_are_words_like_any_other(words: str) -> None:
    browser = browser_of(make_desk().analyst)
    answer = browser.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_it_asks_the_same_for_one_case_and_for_many(django_assert_num_queries: Any) -> None:
    desk = make_desk()
    browser = browser_of(desk.analyst)

    def zeppelins() -> None:
        with acting_as(COMMAND):
            Case.objects.update(reasons="A zeppelin.")

    desk.sent_case(NOON)
    zeppelins()
    browser.get("/search/", {"q": "zeppelin"})
    with django_assert_num_queries(QUERIES):
        browser.get("/search/", {"q": "zeppelin"})
    for _ in range(4):
        desk.sent_case(NOON)
    zeppelins()
    with django_assert_num_queries(QUERIES):
        browser.get("/search/", {"q": "zeppelin"})


QUERIES = 18
