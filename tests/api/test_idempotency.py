"""A POST that comes twice acts once and is answered twice alike."""

from datetime import timedelta

import pytest

from cases.models import Case, Report
from kernel.clock import database_now
from operations.domain.repeating import KEPT_FOR, forget_old
from operations.models import RepeatableRequest
from tests.api.test_journey import report_on
from tests.factories.cases import counted
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def analyst(desk: Desk) -> Api:
    return api_of(desk.analyst)


def test_the_same_request_again_makes_no_second_case_and_is_answered_alike(desk: Desk, analyst: Api) -> None:
    first, second = (analyst.post("cases/", report_on(desk), key="one") for _ in range(2))
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert (second["Location"], second["Idempotent-Replayed"]) == (first["Location"], "true")
    assert counted(desk.analyst, Case) == 1


def test_the_same_key_for_another_body_is_refused_and_nothing_is_done(desk: Desk, analyst: Api) -> None:
    analyst.post("cases/", report_on(desk), key="one")
    other = analyst.post("cases/", report_on(desk, "room/2"), key="one")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert counted(desk.analyst, Case) == 1


def test_the_same_key_of_somebody_else_is_another_key(desk: Desk, analyst: Api) -> None:
    analyst.post("cases/", report_on(desk), key="one")
    other = api_of(desk.analyst).post("cases/", report_on(desk, "room/2"), key="one")
    assert other.status_code == 201
    assert counted(desk.analyst, Case) == 2


def test_what_a_rule_refused_is_not_kept_and_may_be_sent_again_under_its_key(
    desk: Desk, analyst: Api
) -> None:
    refused = analyst.post("cases/", report_on(desk) | {"considered": False}, key="one")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_considered")
    assert RepeatableRequest.objects.count() == 0
    assert counted(desk.analyst, Report) == 0
    assert analyst.post("cases/", report_on(desk), key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "ä"])
def test_a_post_without_a_key_that_can_be_taken_is_refused(analyst: Api, key: str) -> None:
    headers = analyst.headers | ({"Idempotency-Key": key} if key else {})
    answer = analyst.client.post("/api/v1/links/", "{}", content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["code"] == ("key_not_valid" if key else "key_required")


def test_a_deed_whose_answer_was_lost_is_told_with_the_place_to_look_and_not_done_again(
    desk: Desk, analyst: Api
) -> None:
    first = analyst.post("cases/", report_on(desk), key="one")
    # As a process leaves it that dies between the deed and its answer.
    RepeatableRequest.objects.update(status=None, body="", created_at=database_now() - timedelta(minutes=2))
    again = analyst.post("cases/", report_on(desk), key="one")
    assert (again.status_code, again.json()["code"]) == (409, "answer_lost")
    assert again.json()["see"] == first["Location"]
    assert counted(desk.analyst, Case) == 1


def test_a_key_past_its_day_may_be_used_anew_and_its_row_is_forgotten(desk: Desk, analyst: Api) -> None:
    analyst.post("cases/", report_on(desk), key="one")
    old = database_now() - KEPT_FOR - timedelta(seconds=1)
    RepeatableRequest.objects.update(created_at=old)
    assert analyst.post("cases/", report_on(desk, "room/2"), key="one").status_code == 201
    assert forget_old(database_now()) == 0
    RepeatableRequest.objects.update(created_at=old)
    assert forget_old(database_now()) == 1
