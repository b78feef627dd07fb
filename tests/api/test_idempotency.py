"""A POST that comes twice acts once and is answered twice alike."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.request import Request

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import Organisation
from api.idempotency import answered_once, prepared_once
from cases.domain.evidence_files import examine_file
from cases.models import Case, Report
from kernel.clock import database_now
from operations.domain.repeating import KEPT_FOR, Key, forget_old
from operations.models import RepeatableRequest
from tests.api.test_journey import report_on
from tests.factories.cases import counted
from tests.factories.desk import Desk, make_desk
from tests.factories.files import opened, text
from tests.factories.organisations import make_agency
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


def test_a_deed_whose_answer_cannot_be_made_is_not_done(desk: Desk) -> None:
    request = Request(RequestFactory().post("/"))
    with pytest.raises(ZeroDivisionError):
        answered_once(request, Key("command", "command", "one", "the same"), founds, lambda _done: 1 / 0)
    assert kept() == (2, 0)  # the desk alone


def test_a_key_past_its_day_may_be_used_anew_and_its_row_is_forgotten(desk: Desk, analyst: Api) -> None:
    analyst.post("cases/", report_on(desk), key="one")
    old = database_now() - KEPT_FOR - timedelta(seconds=1)
    RepeatableRequest.objects.update(created_at=old)
    assert analyst.post("cases/", report_on(desk, "room/2"), key="one").status_code == 201
    assert forget_old(database_now()) == 0
    RepeatableRequest.objects.update(created_at=old)
    assert forget_old(database_now()) == 1


def asked(deed: Callable[[], object], prepare: Callable[[], object] | None = None) -> HttpResponse:
    """Ask for a deed under one key, as a view does."""
    request = Request(RequestFactory().post("/"))
    key = Key("command", "command", "one", "the same")
    if prepare is None:
        return answered_once(request, key, deed, lambda _done: HttpResponse("done"))
    return prepared_once(request, key, prepare, lambda _prepared: deed(), lambda _done: HttpResponse("done"))


def reads() -> None:
    with acting_as(COMMAND):
        Case.objects.count()


def founds() -> None:
    with acting_as(COMMAND):
        make_agency()


def kept() -> tuple[int, int]:
    return Organisation.objects.count(), RepeatableRequest.objects.count()


def in_turn(*parts: Callable[[], object]) -> Callable[[], None]:
    def deed() -> None:
        for part in parts:
            part()

    return deed


class Killed(BaseException):
    """Ends a deed as the end of its process does: nothing more is done, nothing is caught."""


def dies() -> None:
    raise Killed


@pytest.mark.parametrize("before", [[], [reads], [founds], [reads, founds]])
def test_of_a_deed_that_dies_between_its_scopes_nothing_is_left_and_its_repeat_does_it_once(
    before: list[Callable[[], None]],
) -> None:
    with pytest.raises(Killed):
        asked(in_turn(*before, dies, founds))
    assert kept() == (0, 0)
    again = asked(in_turn(reads, founds))
    assert (kept(), again.headers.get("Idempotent-Replayed")) == ((1, 1), None)
    assert asked(in_turn(reads, founds))["Idempotent-Replayed"] == "true"
    assert kept() == (1, 1)


def test_a_deed_that_finds_nothing_to_do_is_answered_alike_as_well() -> None:
    answers = [asked(lambda: None) for _ in range(2)]
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true"]


def test_slow_work_comes_before_the_deed_and_is_spared_when_it_is_asked_again() -> None:
    prepared = []
    for _ in range(2):
        asked(founds, prepare=lambda: prepared.append(examine_file(opened(text()), "note.txt")))
    assert (len(prepared), kept()) == (1, (1, 1))


def test_what_slow_work_refuses_leaves_no_key() -> None:
    with pytest.raises(Killed):
        asked(founds, prepare=dies)
    assert kept() == (0, 0)


def test_slow_work_inside_a_deed_or_a_scope_is_refused() -> None:
    def slow() -> object:
        return examine_file(opened(text()), "note.txt")

    with pytest.raises(RuntimeError):
        asked(slow)
    with pytest.raises(RuntimeError), acting_as(COMMAND):
        slow()
    assert kept() == (0, 0)


def test_a_deed_is_dated_once_its_request_is_whole(desk: Desk, analyst: Api) -> None:
    arrived = []

    class Arriving(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            arrived.append(database_now())
            return data

    said = json.dumps(report_on(desk)).encode()
    headers = analyst.headers | {"Idempotency-Key": "one"}
    answer = analyst.client.generic(
        "POST", "/api/v1/cases/", said, "application/json", headers=headers, **{"wsgi.input": Arriving(said)}
    )
    assert answer.status_code == 201
    assert RepeatableRequest.objects.get().created_at > arrived[-1]


def test_a_deed_is_dated_after_the_slow_work_before_it() -> None:
    finished = []
    asked(founds, prepare=lambda: finished.append(database_now()))
    assert RepeatableRequest.objects.get().created_at > finished[0]
