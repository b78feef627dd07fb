"""What a reader may filter by: nothing that he may not know of."""

import pytest

from accounts.enums import Role
from cases.enums import CaseState
from cases.filters import categories_for, platforms_for, states_for
from tests.factories.law import make_category
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


def test_an_agency_filters_by_every_service_and_an_operator_by_his_own() -> None:
    operator = make_operator()
    own, foreign = make_platform(operator), make_platform(make_operator())
    assert list(platforms_for(make_actor(operator, Role.MODERATOR))) == [own]
    assert set(platforms_for(make_actor(make_agency(), Role.ANALYST))) == {own, foreign}


def test_a_restricted_category_is_a_choice_of_cleared_people_alone() -> None:
    agency = make_agency()
    restricted, usual = make_category(restricted=True), make_category()
    assert list(categories_for(make_actor(agency, Role.ANALYST))) == [usual]
    cleared = make_actor(agency, Role.ANALYST, cleared=True)
    assert set(categories_for(cleared)) == {restricted, usual}


def test_an_operator_knows_no_state_before_sent() -> None:
    hidden = {CaseState.DRAFT, CaseState.AWAITING_APPROVAL, CaseState.RETURNED}
    theirs = {value for value, _ in states_for(make_actor(make_operator(), Role.LEAD))}
    assert theirs == set(CaseState) - hidden
    assert {value for value, _ in states_for(make_actor(make_agency(), Role.ANALYST))} == set(CaseState)
