"""A deploy amid a burst: another version of the policy, and runners that are replaced."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from kernel.clock import database_now
from sla.enums import ClockKind, StepAction, VersionState
from sla.models import ClockRule, LadderStep, PolicyVersion
from tests.factories.law import remind_at, step_after_due
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import make_crowd
from tests.faults.storms.forking import at_work
from tests.faults.storms.sweepers import SECOND, deadlocks, drained, swept, whole

SENT_BEFORE = timedelta(seconds=59)
BEFORE = timedelta(seconds=60)
OTHER_LADDER = (
    remind_at(250, "quarter"),
    step_after_due("breach", StepAction.BREACH),
    step_after_due("level-3", StepAction.RAISE_LEVEL, level=3),
)


def policy_changed(arena: Arena, size: Mapping[str, Any]) -> Found:
    """Cases that run keep their version, step by step; those sent afterwards have the new one."""
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    before, begun, sent = deadlocks(), time.monotonic(), []
    log = arena.log("sweepers")
    for deploy in range(size["deploys"]):
        with at_work(swept, swept, swept, log=log):
            part = size["seconds"] * (deploy + 1) / size["deploys"]
            _publish_another(crowd.desk.version)
            while time.monotonic() - begun < part:
                sent.append(crowd.desk.sent_case(database_now() - SENT_BEFORE, items=1))
                time.sleep(0.2)
    until = database_now() + timedelta(minutes=2)
    found = drained(replace(crowd, last=max([crowd.last, *[case.pk for case in sent]])), until=until)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_clock c JOIN sla_clockrule r ON r.id = c.rule_id"
            " WHERE r.version_id <> %s AND c.kind = %s AND c.case_id > %s",
            [crowd.desk.version.pk, ClockKind.EFFECT, crowd.last],
        )
        under_another = cursor.fetchone()[0]
    found.equal("old policy", "effect clocks of cases sent after a deploy", under_another, len(sent))
    found.equal("deadlocks", "pg_stat_database", deadlocks(), before)
    found.counts.update(deploys=size["deploys"], sent_amid=len(sent))
    return found


def _publish_another(version: PolicyVersion) -> None:
    numbers = PolicyVersion.objects.filter(policy=version.policy).order_by("-number")
    new = PolicyVersion.objects.create(
        policy=version.policy, number=numbers[0].number + 1, source="For the storm"
    )
    for rule in ClockRule.objects.filter(version=version):
        rule.pk, rule.version = None, new
        rule._state.adding = True
        rule.save()
        for step in OTHER_LADDER if rule.kind == ClockKind.EFFECT else ():
            LadderStep.objects.create(rule=rule, **step)
    now = database_now()
    # Cases amid the burst are sent a minute ago, so that their steps fall due in it.
    begins = now - BEFORE
    held = PolicyVersion.objects.get(policy=version.policy, in_force__contains=begins)
    held.in_force = DateTimeTZRange(held.in_force.lower, begins)
    held.save(update_fields=["in_force"])
    new.state, new.published_at = VersionState.PUBLISHED, now
    new.in_force = DateTimeTZRange(begins, None)
    new.save(update_fields=["state", "published_at", "in_force"])
