"""A loop that is killed falls silent outside, and every desk says so."""

import signal
import time
from datetime import timedelta

import pytest

from devstack import processes
from kernel.clock import database_now
from operations.domain.heartbeats import STALE_AFTER, engine_at
from operations.enums import DeskState
from tests.factories.listener import listening
from tests.faults.conftest import Runners

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_loop_that_is_killed_or_frozen_falls_silent(
    how: signal.Signals, runners: Runners, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as outside:
        monkeypatch.setenv("PING_URL", outside.url)
        monkeypatch.setenv("PING_EVERY", "0.1")
        loop = runners.start("manage.py", "enforce_deadlines")
        assert processes.wait_until(lambda: len(outside.asked) > 1, seconds=60), runners.logs()
        assert engine_at(database_now()).state == DeskState.OK
        loop.send_signal(how)
        time.sleep(0.5)  # what was on its way arrives
        heard = len(outside.asked)
        time.sleep(3)
        assert len(outside.asked) == heard
        later = database_now() + STALE_AFTER + timedelta(seconds=1)
        assert engine_at(later).state == DeskState.ENGINE_SILENT
        loop.send_signal(signal.SIGCONT)
