"""The same person never files and approves, by page or by token."""

import pytest

from accounts.enums import Role
from cases.domain.approving import approve_and_send
from kernel.clock import database_now
from kernel.errors import NotAllowed
from tests.api.test_journey import report_on
from tests.factories.cases import file_cases, make_waiting_case, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_who_filed_by_a_token_cannot_approve_by_the_page(desk: Desk) -> None:
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    filed = api_of(both).post("cases/", report_on(desk)).json()
    reference = filed["cases"][0]["reference"]
    seen = seen_hash(both, reference)
    with pytest.raises(NotAllowed) as raised:
        approve_and_send(actor=both, reference=reference, content_hash=seen, now=database_now())
    assert raised.value.code == "another_person"


def test_who_edited_by_a_token_cannot_approve_by_the_page_or_another_token(desk: Desk) -> None:
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    case = make_waiting_case(desk, now=database_now())
    writes, approves = api_of(both), api_of(both)
    words = {
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": case.urgency,
        "reasons": "Mine.",
        "considerations": case.considerations,
    }
    path = f"cases/{case.reference}/"
    edited = writes.put(path, words, match=case.edit_version).json()
    submitted = api_of(desk.analyst).post(f"{path}submit/", match=edited["edit_version"])
    assert submitted.status_code == 200
    seen = seen_hash(both, case.reference)
    by_token = approves.post(f"{path}send/", {"content_hash": seen})
    assert (by_token.status_code, by_token.json()["code"]) == (403, "another_person")
    with pytest.raises(NotAllowed):
        approve_and_send(actor=both, reference=case.reference, content_hash=seen, now=database_now())


def test_who_filed_by_the_page_cannot_approve_by_a_token(desk: Desk) -> None:
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    [case] = file_cases(desk, actor=both, now=database_now())
    seen = seen_hash(both, case.reference)
    answer = api_of(both).post(f"cases/{case.reference}/send/", {"content_hash": seen})
    assert (answer.status_code, answer.json()["code"]) == (403, "another_person")
