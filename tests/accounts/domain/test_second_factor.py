import pytest

from accounts.domain.acting import actor_of
from accounts.domain.second_factor import actor_in_session, lack_of, people_with_factors
from accounts.enums import Lack, OrganisationKind, Role
from accounts.models import User
from tests.factories.organisations import make_agency
from tests.factories.people import make_person
from tests.factories.second_factors import make_passkey, make_totp

pytestmark = pytest.mark.django_db
BY_PASSWORD = [{"method": "password", "at": 1.0}]
BY_BOTH = [*BY_PASSWORD, {"method": "mfa", "type": "totp", "at": 2.0}]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.MFA_REQUIRED_ROLES = ["approver", "administrator"]


def lacks(user: User, records: list[dict]) -> Lack | None:
    fresh = people_with_factors().get(pk=user.pk)
    lack = lack_of(actor_of(fresh), fresh, records)
    assert (actor_in_session(fresh, records) is None) is (lack is not None)
    return lack


@pytest.mark.parametrize(
    ("role", "lack"),
    [
        (Role.ANALYST, None),
        (Role.APPROVER, Lack.FACTOR),
        (Role.ADMINISTRATOR, Lack.FACTOR),
        (Role.AUDITOR, None),
    ],
)
def test_whose_role_asks_for_a_factor_lacks_one_however_he_signed_in(role, lack):
    user = make_person(make_agency(), role)
    assert [lacks(user, records) for records in ([], BY_PASSWORD, BY_BOTH)] == [lack] * 3


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER])
def test_a_factor_that_exists_must_have_been_shown_in_the_session(role):
    user = make_person(make_agency(), role)
    make_totp(user)
    assert [lacks(user, records) for records in ([], BY_PASSWORD, BY_BOTH)] == [Lack.PROOF, Lack.PROOF, None]


def test_one_role_of_several_is_enough_to_ask_and_a_passkey_is_a_factor():
    user = make_person(make_agency(OrganisationKind.ISSUING), Role.ANALYST, Role.APPROVER)
    assert lacks(user, BY_PASSWORD) == Lack.FACTOR
    make_passkey(user)
    assert lacks(user, BY_BOTH) is None


def test_somebody_without_a_seat_is_nobody_even_with_a_factor():
    user = User.objects.create_user("loner@desk.example", "x", name="Loner")
    make_passkey(user)
    assert actor_in_session(user, BY_BOTH) is None


def test_a_session_is_read_with_its_factors_in_one_query(django_assert_num_queries):
    user = make_person(make_agency(), Role.APPROVER)
    make_totp(user)
    with django_assert_num_queries(1):
        assert actor_in_session(people_with_factors().get(pk=user.pk), BY_BOTH) is not None
