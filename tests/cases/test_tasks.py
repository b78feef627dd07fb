"""The hints of Celery, and the loop that needs no broker, do the work that waits."""

from io import StringIO

import pytest
from django.core.management import call_command

from cases.enums import SheetState
from cases.tasks import work_sheets
from kernel.clock import database_now
from tests.factories.cases import link_on
from tests.factories.desk import make_desk
from tests.factories.sheets import again, csv_of, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hint_has_a_waiting_sheet_checked_whatever_else_it_says() -> None:
    desk = make_desk()
    sheet = take(desk, csv_of("url", link_on(desk)), now=database_now())
    work_sheets(anything="at all")
    assert again(sheet).state == SheetState.JUDGED


def test_a_round_of_the_loop_does_the_same() -> None:
    desk = make_desk()
    sheet = take(desk, csv_of("url", link_on(desk)), now=database_now())
    call_command("enforce_deadlines", "--once", stdout=StringIO())
    assert again(sheet).state == SheetState.JUDGED
