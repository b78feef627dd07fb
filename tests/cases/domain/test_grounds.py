from datetime import UTC, date, datetime

import pytest

from accounts.enums import OrganisationKind, Role
from cases.domain.grounds import (
    bases_in_force,
    categories_for,
    issuing_agencies,
    read_grounds,
    read_urgency,
    today_of,
)
from kernel.errors import Invalid
from sla.enums import Urgency
from tests.factories.law import make_category, make_legal_basis
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_restricted_categories_are_for_cleared_people():
    make_category("plain")
    make_category("restricted", restricted=True)
    agency = make_agency()
    codes = {
        cleared: [each.code for each in categories_for(make_actor(agency, Role.ANALYST, cleared=cleared))]
        for cleared in (True, False)
    }
    assert codes == {True: ["plain", "restricted"], False: ["plain"]}


def test_a_category_that_is_no_longer_used_is_not_offered():
    category = make_category()
    category.active = False
    category.save(update_fields=["active"])
    assert categories_for(make_actor(make_agency(), Role.ANALYST)) == []


@pytest.mark.parametrize(
    ("begins", "ends", "in_force"),
    [
        (DAY, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 3), None, False),
        (date(2020, 1, 1), date(2026, 3, 1), False),
    ],
)
def test_a_provision_is_in_force_from_its_first_day_to_its_last(begins, ends, in_force):
    category = make_category()
    basis = make_legal_basis(category, effective_from=begins, effective_until=ends)
    assert bases_in_force("ID", category, DAY) == ([basis] if in_force else [])


def test_without_a_category_all_provisions_of_the_jurisdiction_are_offered():
    own = make_legal_basis(make_category())
    make_legal_basis(make_category(), jurisdiction="ZZ")
    assert bases_in_force("ID", None, DAY) == [own]


def test_today_is_the_day_where_the_agency_sits():
    agency = make_agency(time_zone="Asia/Jakarta")
    assert today_of(agency, datetime(2026, 3, 1, 18, 0, tzinfo=UTC)) == date(2026, 3, 2)


def test_a_provision_that_ends_today_there_is_refused_tomorrow_there():
    agency, category = make_agency(time_zone="Asia/Jakarta"), make_category()
    basis = make_legal_basis(category, effective_until=date(2026, 3, 1))
    before, after = (datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (16, 17))
    analyst = make_actor(agency, Role.ANALYST)
    assert read_grounds(analyst, agency, category.code, basis.code, before) == (category, basis)
    with pytest.raises(Invalid) as refused:
        read_grounds(analyst, agency, category.code, basis.code, after)
    assert refused.value.code == "basis_not_in_force"


def test_a_restricted_category_is_unknown_to_whoever_is_not_cleared():
    agency, category = make_agency(), make_category("restricted", restricted=True)
    basis = make_legal_basis(category)
    cleared, other = (make_actor(agency, Role.ANALYST, cleared=each) for each in (True, False))
    assert read_grounds(cleared, agency, "restricted", basis.code, NOON) == (category, basis)
    with pytest.raises(Invalid) as refused:
        read_grounds(other, agency, "restricted", basis.code, NOON)
    assert refused.value.code == "category_unknown"


def test_a_basis_on_which_the_category_does_not_rest_is_refused():
    agency, category = make_agency(), make_category()
    elsewhere = make_legal_basis(make_category())
    with pytest.raises(Invalid) as refused:
        read_grounds(make_actor(agency, Role.ANALYST), agency, category.code, elsewhere.code, NOON)
    assert refused.value.code == "basis_not_in_force"


def test_what_is_left_open_is_none():
    agency, category = make_agency(), make_category()
    analyst = make_actor(agency, Role.ANALYST)
    assert read_grounds(analyst, agency, "", "", NOON) == (None, None)
    assert read_grounds(analyst, agency, category.code, "", NOON) == (category, None)


def test_urgency_left_open_is_the_categorys_or_ordinary():
    category = make_category(urgency=Urgency.URGENT)
    assert (read_urgency(category, ""), read_urgency(None, "no word")) == (
        Urgency.URGENT,
        Urgency.ORDINARY,
    )


def test_agencies_of_ones_own_jurisdiction_come_first():
    referring = make_agency(OrganisationKind.REFERRING, "ID", name="Refers")
    make_agency(jurisdiction="AA", name="A far one")
    make_agency(jurisdiction="ID", name="B near one")
    closed = make_agency(jurisdiction="ID", name="C closed")
    closed.active = False
    closed.save(update_fields=["active"])
    found = issuing_agencies(make_actor(referring, Role.ANALYST))
    assert [agency.name for agency in found] == ["B near one", "A far one"]
