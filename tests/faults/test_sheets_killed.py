"""Workers of a sheet that are killed in its midst: nothing is lost, nothing is imported twice."""

import os
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.domain.sheets.importing import import_sheet
from cases.domain.sheets.working import PORTION
from cases.enums import SheetState
from cases.models import Finding, Report, Sheet
from kernel.clock import database_now
from operations.models import Job
from tests.factories.cases import link_on
from tests.factories.desk import make_desk
from tests.factories.sheets import again, csv_of, take
from tests.faults.conftest import Runners

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
ROWS = 4 * PORTION
PATIENCE = 60.0


def until(sheet: Sheet, runners: Runners, *states: SheetState, done: int = 0) -> Sheet:
    """Wait for a state, or for so many rows of the job."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = again(sheet)
        if found.state in states or (done and found.job and found.job.is_open and found.job.done >= done):
            return found
        time.sleep(0.01)
    raise AssertionError(runners.logs())


def killed_amid(sheet: Sheet, runners: Runners, *, done: int) -> Job:
    """Let a loop work until so many rows are done, kill it, and let its lease run out."""
    loop = runners.start("manage.py", "enforce_deadlines")
    until(sheet, runners, done=done)
    os.kill(loop.pid, signal.SIGKILL)
    loop.wait()
    job = again(sheet).job
    assert job is not None
    assert job.is_open, "it was killed too late to tell anything"
    Job.objects.filter(pk=job.pk, lease_until__isnull=False).update(
        lease_until=database_now() - timedelta(seconds=1)
    )
    return job


def test_a_sheet_whose_workers_are_killed_is_checked_and_imported_once(runners: Runners) -> None:
    desk = make_desk()
    data = csv_of("url", *(link_on(desk, f"room/{number}") for number in range(ROWS)))
    sheet = take(desk, data, now=database_now())
    job = killed_amid(sheet, runners, done=PORTION)
    assert PORTION <= job.done < ROWS

    runners.start("manage.py", "enforce_deadlines")
    checked = until(sheet, runners, SheetState.JUDGED)
    assert [part["rows"] for part in checked.parts] == [500] * (ROWS // 500)
    runners.end_all()

    import_sheet(
        actor=desk.analyst,
        sheet=sheet.public_id,
        only_good=False,
        edit_version=checked.edit_version,
        now=database_now(),
    )
    killed_amid(sheet, runners, done=500)
    with acting_as(COMMAND):
        assert Report.objects.count() == 0

    # Two at once, and neither does it twice.
    for _ in range(2):
        runners.start("manage.py", "enforce_deadlines")
    until(sheet, runners, SheetState.IMPORTED)
    with acting_as(COMMAND):
        assert Report.objects.count() == ROWS // 500
        assert set(Counter(Finding.objects.values_list("key", flat=True)).values()) == {1}
        assert Finding.objects.count() == ROWS
