"""A case left alone climbs its whole ladder, whichever runner is alive."""

import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from accounts.domain.acting import COMMAND, acting_as
from cases.models import Case, Escalation, Parked
from kernel.clock import database_now
from notifications.models import Outbox
from sla.enums import ClockKind, StartEvent, StepAction
from tests.factories.desk import make_desk
from tests.factories.law import remind_at, step_after_due
from tests.faults.conftest import Runners

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LADDER: tuple[Mapping[str, Any], ...] = (
    remind_at(500, "half"),
    remind_at(750, "three-quarters"),
    step_after_due("breach", StepAction.BREACH),
    step_after_due("technical", StepAction.NEXT_CONTACT, contact_function="technical"),
    step_after_due("legal", StepAction.NEXT_CONTACT, contact_function="legal"),
    step_after_due("executive", StepAction.NEXT_CONTACT, contact_function="executive"),
    step_after_due("level-1", StepAction.RAISE_LEVEL, level=1),
    step_after_due("supervisor", StepAction.SUPERVISOR),
    step_after_due("warning", StepAction.PROPOSE_WARNING, level=2),
    step_after_due("block", StepAction.PROPOSE_BLOCK, level=3),
)
WHOLE = [step["key"] for step in LADDER]
NOBODY_LISTENS = "redis://127.0.0.1:1/0"
PATIENCE = 60.0  # seconds


def left_alone() -> Case:
    """A case of a policy of one minute, of which the last ten seconds are still to come."""
    desk = make_desk(
        steps={ClockKind.EFFECT: LADDER, ClockKind.ACKNOWLEDGE: ()},
        minutes={ClockKind.ACKNOWLEDGE: 1, ClockKind.EFFECT: 1},
        effect_starts=StartEvent.SENT,
    )
    return desk.sent_case(database_now() - timedelta(seconds=50))


def fired(case: Case) -> list[str]:
    with acting_as(COMMAND):
        rows = Escalation.objects.filter(case=case).order_by("due_at", "id")
        return list(rows.values_list("step", flat=True))


def waited_for(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.2)
    return False


def mailed(runners: Runners) -> list[str]:
    """The mark of every mail that left, by which a receiver knows a repeat."""
    mails = "".join(path.read_text() for path in (runners.folder / "mail").glob("*.log"))
    return re.findall(r"^X-Takedown-Key: *(.+)$", mails, re.MULTILINE)


def climbed_and_told(case: Case) -> bool:
    waiting = Outbox.objects.filter(sent_at=None).count()
    return fired(case) == WHOLE and waiting == 0


def assert_climbed(case: Case, runners: Runners) -> None:
    assert waited_for(lambda: climbed_and_told(case)), (fired(case), runners.logs())
    time.sleep(3)  # whoever would do it twice has had the time to
    assert fired(case) == WHOLE
    with acting_as(COMMAND):
        steps = list(Escalation.objects.filter(case=case))
        case.refresh_from_db()
    assert [step for step in steps if step.noticed_at < step.due_at] == []
    assert case.level == 3
    assert not Parked.objects.exists()
    marks = mailed(runners)
    assert len(marks) == len(set(marks)) == Outbox.objects.exclude(address="").count()


def test_with_workers_and_beat_and_no_loop(runners: Runners) -> None:
    for number in (1, 2):
        runners.start(
            *("-m", "celery", "-A", "takedown", "worker", "-Q", "deadlines,notify,jobs"),
            *("-c", "1", "-n", f"left-alone-{number}@%h", "--without-gossip", "--without-mingle"),
        )
    runners.start(
        *("-m", "celery", "-A", "takedown", "beat", "-s", str(runners.folder / "beat")),
    )
    case = left_alone()
    assert_climbed(case, runners)


def test_with_the_loop_and_neither_worker_nor_redis(runners: Runners) -> None:
    runners.start("manage.py", "enforce_deadlines", redis_url=NOBODY_LISTENS)
    case = left_alone()
    assert_climbed(case, runners)
