"""A demo that is begun, broken off, or not wanted."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import Organisation, User
from cases.demo.houses import is_demo, sign_ins
from cases.demo.lives_core import FIRST
from cases.demo.lives_due import AT_ONCE
from cases.demo.loading import load
from cases.enums import CaseState
from cases.models import Case
from kernel.clock import database_now
from sla.domain.reference import load_reference
from sla.models import Policy
from tests.factories.organisations import make_agency

pytestmark = pytest.mark.django_db


def test_a_desk_of_its_own_is_left_alone_and_the_command_says_so() -> None:
    make_agency(owner=True, name="A ministry of its own")
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The database holds a desk of its own: no demo was loaded.\n"
    assert list(Organisation.objects.values_list("name", flat=True)) == ["A ministry of its own"]


def test_broken_off_nothing_of_the_core_stays() -> None:
    # Without the policies the agreement cannot be written: people and services were by then.
    with pytest.raises(Policy.DoesNotExist):
        load(now=database_now())
    assert (Organisation.objects.count(), User.objects.count(), is_demo()) == (0, 0, False)


def test_the_core_alone_has_something_to_do_for_every_role_and_a_sign_in_each() -> None:
    load_reference(actor=COMMAND, now=database_now())
    out = StringIO()
    call_command("load_demo", "--core", stdout=out)
    with acting_as(COMMAND):
        states = list(Case.objects.values_list("state", flat=True))
        assert len(states) == len(FIRST) + len(AT_ONCE)
    asked = {CaseState.AWAITING_APPROVAL, CaseState.CLARIFICATION, CaseState.ANSWERED, CaseState.SENT}
    assert asked - set(states) == set()
    rows = [line.split("\t") for line in out.getvalue().splitlines() if "\t" in line]
    assert sorted(role for role, _, _ in rows) == sorted(Role.values)


def test_a_new_secret_key_of_the_installation_opens_the_demo_with_new_passwords(settings: Any) -> None:
    load_reference(actor=COMMAND, now=database_now())
    load(now=database_now(), core_only=True)
    settings.SECRET_KEY = "another-" + "x" * 40
    load(now=database_now(), core_only=True)
    _role, email, password = sign_ins()[0]
    assert User.objects.get(email=email).check_password(password)
