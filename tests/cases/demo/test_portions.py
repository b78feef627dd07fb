"""A demo that is begun, broken off, or not wanted."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import Organisation, User
from cases.demo.houses import is_demo
from cases.demo.lives_core import CORE
from cases.demo.lives_due import AT_ONCE
from cases.demo.loading import load
from cases.enums import CaseKind, CaseState
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


def test_the_core_alone_has_every_state_and_a_sign_in_a_role() -> None:
    load_reference(actor=COMMAND, now=database_now())
    out = StringIO()
    call_command("load_demo", "--core", stdout=out)
    with acting_as(COMMAND):
        core = Case.objects.filter(kind=CaseKind.ORDER)
        assert set(core.values_list("state", flat=True)) == set(CaseState.values)
        assert core.count() == len(CORE) + len(AT_ONCE)
    rows = [line.split("\t") for line in out.getvalue().splitlines() if "\t" in line]
    assert sorted(role for role, _, _ in rows) == sorted(Role.values)
