"""Who acts, in which transaction."""

import pytest
from django.db import connection, transaction

from accounts.domain.acting import COMMAND, ENGINE, acting_as, all_together
from accounts.models import Organisation
from kernel.scope import current_actor
from tests.factories.organisations import make_agency


@pytest.mark.django_db
def test_acting_as_inside_acting_as_is_refused() -> None:
    with acting_as(COMMAND), pytest.raises(RuntimeError), acting_as(ENGINE):
        pass


@pytest.mark.django_db
def test_verbs_told_together_all_stay() -> None:
    with all_together():
        for name in ("One", "Two"):
            with acting_as(COMMAND):
                make_agency(name=name)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["One", "Two"]


@pytest.mark.django_db
@pytest.mark.parametrize("broken_by", [RuntimeError, KeyboardInterrupt])
def test_verbs_told_together_leave_nothing_when_broken_off(broken_by: type[BaseException]) -> None:
    def break_off() -> None:
        with all_together():
            with acting_as(COMMAND):
                make_agency()
            raise broken_by

    with pytest.raises(broken_by):
        break_off()
    assert list(Organisation.objects.all()) == []


@pytest.mark.django_db
def test_a_rehearsal_leaves_nothing() -> None:
    with all_together():
        with acting_as(COMMAND):
            make_agency()
        transaction.set_rollback(True)
    assert list(Organisation.objects.all()) == []


@pytest.mark.django_db
def test_together_nobody_acts_between_the_verbs_and_afterwards_all_is_as_before() -> None:
    with all_together():
        with acting_as(COMMAND):
            assert current_actor() == COMMAND
        assert current_actor() is None
    with pytest.raises(RuntimeError), transaction.atomic(), acting_as(COMMAND):
        pass
    assert connection.in_atomic_block
