import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts.enums import Role
from tests.factories.organisations import make_agency
from tests.factories.people import make_person
from tests.factories.recorded import verbs_of
from tests.factories.second_factors import make_totp

pytestmark = pytest.mark.django_db


def test_the_second_factor_is_reset_by_address_in_any_letter_case(capsys):
    person = make_person(make_agency(), Role.ADMINISTRATOR, email="admin@desk.example")
    make_totp(person)
    call_command("reset_second_factor", "Admin@Desk.Example")
    assert capsys.readouterr().out == "admin@desk.example: second factor reset, sessions ended.\n"
    assert not Authenticator.objects.exists()
    assert verbs_of("user", person.public_id) == ["add_second_factor", "reset_second_factor"]


def test_nobody_to_reset_and_nothing_to_reset_are_said(capsys):
    make_person(make_agency(), Role.ADMINISTRATOR, email="admin@desk.example")
    with pytest.raises(CommandError, match="No account"):
        call_command("reset_second_factor", "other@desk.example")
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", "admin@desk.example")
