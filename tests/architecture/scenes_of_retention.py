"""Scenes of holds and of erasure."""

from datetime import timedelta

from accounts.domain.acting import ENGINE
from cases.domain import erasing, retention, withdrawing
from cases.models import Case
from sla.models import Category
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON, make_sent_case

THEN = LATER + timedelta(days=2)


def an_ended_case(stage: Stage) -> Case:
    desk = stage.desk
    Category.objects.filter(pk=desk.category.pk).update(retention_days=1)
    case = make_sent_case(desk, [f"ended/{Case.__name__}"], now=NOON)
    withdrawing.withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=NOON)
    return case


@scene_of(retention.place_hold)
def place_hold(stage: Stage) -> Act:
    reference = an_ended_case(stage).reference
    return acted(retention.place_hold, stage.desk.supervisor, reference=reference, reason="A trial.")


@scene_of(retention.lift_hold)
def lift_hold(stage: Stage) -> Act:
    hold = place_hold(stage).do()
    return acted(retention.lift_hold, stage.desk.supervisor, hold=hold.public_id)


@scene_of(retention.order_erasure)
def order_erasure(stage: Stage) -> Act:
    an_ended_case(stage)
    return acted(retention.order_erasure, stage.desk.supervisor, until=THEN, now=THEN)


@scene_of(erasing.erase)
def erase(stage: Stage) -> Act:
    order_erasure(stage).do()
    return Act(erasing.erase, ENGINE, {"now": THEN})
