"""Every refusal under /api/ is problem details with a stable code."""

import json

import pytest
from django.test import Client

from accounts.models import User
from tests.api.test_journey import report_on
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def analyst(desk: Desk) -> Api:
    return api_of(desk.analyst)


def said(answer: object, status: int) -> dict[str, object]:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")  # type: ignore
    words = answer.json()  # type: ignore[attr-defined]
    assert words["status"] == status
    assert words["type"] == f"urn:takedown:problem:{words['code']}"
    return words


def test_nobody_is_asked_for_a_token() -> None:
    answer = Api().get("cases/")
    assert said(answer, 401)["code"] == "not_authenticated"
    assert answer["WWW-Authenticate"] == 'Bearer realm="takedown"'


def test_a_token_that_is_none_is_refused_whoever_is_signed_in() -> None:
    answer = Api("tdk_nothing").get("cases/")
    assert said(answer, 401)["code"] == "token_not_valid"
    assert answer["WWW-Authenticate"] == 'Bearer realm="takedown"'


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v2/cases/", "/api/v1/cases/TD-1/"])
def test_an_address_that_is_none_is_a_problem_too(path: str) -> None:
    assert said(Client().get(path), 404)["instance"] == path


def test_what_cannot_be_read_is_told_apart(analyst: Api) -> None:
    headers = analyst.headers | {"Idempotency-Key": "k"}

    def post(body: str, kind: str = "application/json") -> object:
        return analyst.client.post("/api/v1/cases/", body, content_type=kind, headers=headers)

    assert said(post("{"), 400)["code"] == "parse_error"
    assert said(post("a=b", "application/x-www-form-urlencoded"), 415)["code"] == "unsupported_media_type"
    assert said(post("[]"), 422)["code"] == "invalid"
    assert said(analyst.send("PUT", "cases/"), 405)["code"] == "method_not_allowed"
    assert (
        said(analyst.client.get("/api/v1/cases/", headers=analyst.headers | {"Accept": "text/html"}), 406)[
            "code"
        ]
        == "not_acceptable"
    )


def test_every_field_that_is_wrong_is_pointed_at(desk: Desk, analyst: Api) -> None:
    body = report_on(desk) | {"paste": 5, "state": "filed", "answers": [{"platform": "x", "key": 1}]}
    faults = said(analyst.post("cases/", body), 422)["errors"]
    assert {(fault["pointer"], fault["code"]) for fault in faults} == {  # type: ignore
        ("#/paste", "not_text"),
        ("#/state", "unknown_field"),
        ("#/answers/0/key", "not_text"),
    }


def test_a_broken_rule_points_at_its_field(desk: Desk, analyst: Api) -> None:
    words = said(analyst.post("cases/", report_on(desk) | {"category": "no-such"}), 422)
    assert words["code"] == "category_unknown"
    assert [fault["pointer"] for fault in words["errors"]] == ["#/category"]  # type: ignore


def test_parameters_that_nobody_knows_or_that_come_twice_are_refused(analyst: Api) -> None:
    answer = analyst.client.get("/api/v1/cases/?who=all&state=sent&state=closed", headers=analyst.headers)
    faults = said(answer, 422)["errors"]
    assert [(fault["parameter"], fault["code"]) for fault in faults] == [  # type: ignore
        ("who", "unknown_parameter"),
        ("state", "parameter_repeated"),
    ]


def test_the_sentence_is_in_the_language_that_is_asked_for_else_the_persons(analyst: Api) -> None:
    def detail(**headers: str) -> object:
        answer = analyst.client.get("/api/v1/cases/?who=1", headers=analyst.headers | headers)
        return said(answer, 422)["detail"]

    assert detail() == "There is no such parameter here."
    assert detail(**{"Accept-Language": "id"}) == "Parameter ini tidak ada di sini."


def test_a_fault_of_the_desk_says_nothing_of_itself(analyst: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    # A view that was declared wrongly: a bug as any other.
    monkeypatch.setattr("api.views.reference.MeView.roles", 5)
    analyst.client.raise_request_exception = False
    answer = analyst.get("me/")
    assert said(answer, 500)["code"] == "failed"
    assert "Traceback" not in answer.content.decode()
    assert json.loads(answer.content)["instance"] == "/api/v1/me/"


def test_if_match_is_asked_for_and_held_to(desk: Desk, analyst: Api) -> None:
    written = analyst.post(
        "reports/", {key: value for key, value in report_on(desk).items() if key != "considered"}
    )
    path, body = f"reports/{written.json()['reference']}/", {"paste": "nothing"}
    assert written["ETag"] == '"1"'
    assert said(analyst.put(path, body), 428)["code"] == "version_required"
    assert said(analyst.put(path, body, match=7), 412)["code"] == "report_changed"
    edited = analyst.put(path, body, match=1)
    assert (edited.status_code, edited["ETag"]) == (200, '"2"')


def test_an_if_match_that_is_not_needed_is_held_to_all_the_same(desk: Desk) -> None:
    moderator = api_of(desk.moderator)
    case = make_sent_case(desk)
    path = f"cases/{case.reference}/open/"
    assert said(moderator.post(path, match=case.edit_version + 1), 412)["code"] == "case_changed"
    assert moderator.post(path, match=case.edit_version).status_code == 200


def test_a_person_signed_in_needs_the_csrf_token_to_write(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=desk.analyst.user_id))
    assert client.get("/api/v1/me/").status_code == 200
    answer = client.post(
        "/api/v1/links/", "{}", content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert said(answer, 403)["code"] == "permission_denied"
