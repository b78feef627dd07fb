"""Joining by programs: asked, confirmed by another person, read, left."""

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.models import CoSignature
from tests.factories.cases import REASONS, link_on, make_sent_case, save_draft
from tests.factories.desk import Desk
from tests.factories.joining import OWN_REASONS, make_joined_case, make_pair
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db


def words(desk: Desk, **said: str) -> dict[str, str]:
    return {
        "platform": desk.platform.slug,
        "key": "room/1",
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "reasons": OWN_REASONS,
        "considerations": "Nothing else.",
        **said,
    }


def test_a_link_in_hand_says_that_it_can_be_joined_and_then_that_it_is():
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, link_on(second))
    api = api_of(second.analyst)

    def hand() -> dict[str, object]:
        [link] = api.get(f"reports/{report.reference}/").json()["links"]
        return {name: link["in_hand"][name] for name in ("may_be_joined", "joining", "reference")}

    assert hand() == {"may_be_joined": True, "joining": None, "reference": ""}
    asked = api.post(f"reports/{report.reference}/join/", words(second)).json()
    assert hand() == {"may_be_joined": False, "joining": asked["joining"]["id"], "reference": ""}


def test_a_joining_is_asked_by_one_program_and_confirmed_by_another_person_s():
    first, second = make_pair()
    case = make_sent_case(first)
    report = save_draft(second, link_on(second))
    asked = api_of(second.analyst).post(f"reports/{report.reference}/join/", words(second))
    assert (asked.status_code, asked.json()["case"], asked.json()["joining"]["reference"]) == (
        201,
        None,
        None,
    )
    path = f"joined/{asked.json()['joining']['id']}/"
    assert api_of(second.analyst).post(f"{path}confirm/", {}).status_code == 403
    confirmed = api_of(second.approver).post(f"{path}confirm/", {}).json()
    assert (confirmed["joining"]["state"], confirmed["case"]["reference"]) == ("confirmed", case.reference)
    assert confirmed == api_of(second.supervisor).get(path).json()
    assert REASONS not in str(confirmed)


def test_a_request_that_comes_twice_joins_once():
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, link_on(second))
    api = api_of(second.analyst)
    once = [
        api.post(f"reports/{report.reference}/join/", words(second), key="join-once").json() for _ in range(2)
    ]
    assert once[0] == once[1]
    with acting_as(COMMAND):
        assert CoSignature.objects.count() == 1


def test_a_joining_is_returned_with_a_reason_and_left_by_its_own_agency_alone():
    first, second, case, joined = make_joined_case()
    path = f"joined/{joined.public_id}/"
    for stranger, code in ((first.analyst, 404), (first.moderator, 403)):
        assert api_of(stranger).get(path).status_code == code
        assert api_of(stranger).post(f"{path}leave/", {}).status_code == code
    late = api_of(second.approver).post(f"{path}return/", {"reason": "Which law?"})
    assert (late.status_code, late.json()["code"]) == (409, "nothing_asked")
    left = api_of(second.analyst).post(f"{path}leave/", {}).json()
    assert (left["joining"]["state"], left["case"]) == ("ended", None)
    [row] = api_of(second.analyst).get("joined/").json()
    assert (row["state"], row["reference"]) == ("ended", None)


def test_what_the_form_lacks_is_named_at_its_field():
    first, second = make_pair()
    make_sent_case(first)
    report = save_draft(second, link_on(second))
    api = api_of(second.analyst)
    wrong = api.post(f"reports/{report.reference}/join/", words(second, legal_basis=first.basis.code))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "basis_not_in_force")
    missing = api.post(f"reports/{report.reference}/join/", words(second, key="room/2"))
    assert missing.status_code == 404
