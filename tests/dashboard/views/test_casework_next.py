"""Submit and next: on to the next case of the queue that one came from, and never anywhere else."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.domain.acting import acting_as
from cases.domain import receipt
from cases.models import Case
from tests.architecture.route_asks_casework import rows_of
from tests.dashboard.views.casework_scene import acknowledged, browser_of, items_of, minutes_ago, words_of
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
TAB_US = {"queue": "tab=us"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def three_cases(desk: Desk) -> list[Case]:
    """Return three opened cases, the one due first before the others."""
    cases = [desk.sent_case(minutes_ago(minutes)) for minutes in (40, 30, 20)]
    for case in cases:
        receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(19))
    return cases


def came_from(actor: Any, case: Case, address: str) -> Any:
    return browser_of(actor).get(f"/cases/{case.reference}/", headers={"referer": address})


def acknowledge(actor: Any, case: Case, **body: str) -> Any:
    return browser_of(actor).post(f"/cases/{case.reference}/acknowledge/", body)


def test_the_page_offers_the_next_to_whoever_came_from_a_queue(desk):
    case = three_cases(desk)[0]
    page = came_from(desk.moderator, case, f"{HERE}/queue/?tab=us&urgency=urgent&after=abc")
    assert page.context["queue"] == "tab=us&urgency=urgent"
    assert page.context["crumbs"][0]["url"] == "/queue/?tab=us&urgency=urgent"
    assert "Acknowledge, then the next" in words_of(page)
    for address in ("", f"{HERE}/board/", "http://elsewhere.example/queue/?tab=us", "http://["):
        page = came_from(desk.moderator, case, address)
        assert (page.context["queue"], "then the next" in words_of(page)) == ("", False)


def test_it_leads_to_the_case_that_is_due_after_this_one(desk):
    first, second, third = three_cases(desk)
    answer = acknowledge(desk.moderator, second, then="next", **TAB_US)
    assert answer.url == f"/cases/{third.reference}/?queue=tab%3Dus"
    answer = acknowledge(desk.moderator, third, then="next", **TAB_US)
    assert answer.url == f"/cases/{second.reference}/?queue=tab%3Dus"  # due later now
    body = {"text": "A word.", "then": "next", **TAB_US}
    answer = browser_of(desk.moderator).post(f"/cases/{third.reference}/message/", body)
    assert answer.url == f"/cases/{first.reference}/?queue=tab%3Dus"  # after the last one, the first


def test_without_that_button_one_stays_with_the_case_and_keeps_the_queue(desk):
    case = three_cases(desk)[0]
    answer = acknowledge(desk.moderator, case, **TAB_US)
    assert answer.url == f"/cases/{case.reference}/?queue=tab%3Dus"


def test_the_last_one_leads_back_to_its_queue_with_a_sentence(desk):
    case = acknowledged(desk)
    rows = rows_of([item.public_id for item in items_of(desk, case)], outcome="removed")
    body = {"edit_version": case.edit_version, **rows, "then": "next", **TAB_US}
    client = browser_of(desk.moderator)
    answer = client.post(f"/cases/{case.reference}/decide/", body)
    assert answer.url == "/queue/?tab=us"
    assert "That was the last one of this queue." in words_of(client.get(answer.url))


def test_wherever_it_is_told_to_lead_it_leads_to_this_desk(desk):
    case = acknowledged(desk)
    for queue in ("https://elsewhere.example/", "//elsewhere.example", "tab=us&next=//x.example", "\r\nX: y"):
        body = {"text": "A word.", "then": "next", "queue": queue}
        url = browser_of(desk.moderator).post(f"/cases/{case.reference}/message/", body).url
        assert url.startswith((reverse("dashboard:queue"), f"/cases/{case.reference}/"))
        assert "elsewhere" not in url
        assert "x.example" not in url


def test_only_cases_that_one_may_know_of_come_next(desk):
    other = make_desk()
    three_cases(other)
    case = three_cases(desk)[0]
    answer = acknowledge(desk.moderator, case, then="next", queue="tab=all")
    assert answer.url.partition("?")[0] in {f"/cases/{each.reference}/" for each in _cases_of(desk)}


def _cases_of(desk: Desk) -> list[Case]:
    with acting_as(desk.moderator):
        return list(Case.objects.visible_to(desk.moderator))
