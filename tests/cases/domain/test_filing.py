"""A reference that is taken is told as such; any other fault of a new case is not hidden behind it."""

from typing import Any

import pytest
from django.db import IntegrityError

from accounts.domain.acting import acting_as
from cases.domain import filing
from cases.models import Case, Clock
from kernel.errors import Conflict
from kernel.references import new_reference
from tests.factories.cases import NOON
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db


def insert_twin(**other: Any) -> None:
    """Insert a new case like one that is there, but for ``other``."""
    desk = make_desk()
    taken = desk.sent_case(NOON)
    with acting_as(desk.approver):
        twin = Case.objects.get(pk=taken.pk)
        twin.pk = None
        for name, value in other.items():
            setattr(twin, name, value)
        filing._insert(twin, Clock(case=twin))


def test_a_reference_that_is_taken_is_refused_and_may_be_sent_again() -> None:
    with pytest.raises(Conflict) as refused:
        insert_twin()
    assert refused.value.code == "reference_taken"


def test_a_case_that_breaks_a_rule_of_the_database_is_a_fault_of_the_desk() -> None:
    with pytest.raises(IntegrityError):
        insert_twin(reference=new_reference(), received_at=None, acknowledged_at=NOON)
