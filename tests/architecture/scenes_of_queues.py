"""Scenes of queues under a name."""

from accounts.domain.acting import acting_as
from cases.domain import bulk, saved_queues
from cases.models import Case, SavedQueue
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of

RULES = {"tab": ["us"], "urgency": ["urgent"]}


def _kept(stage: Stage, name: str) -> SavedQueue:
    return saved_queues.save_queue(actor=stage.desk.analyst, name=name, rules=RULES, shared=True, now=LATER)


@scene_of(saved_queues.save_queue)
def save_queue(stage: Stage) -> Act:
    return acted(saved_queues.save_queue, stage.desk.analyst, name="Mine", rules=RULES, shared=False)


@scene_of(saved_queues.change_queue)
def change_queue(stage: Stage) -> Act:
    row = _kept(stage, "Change me")
    words = {"queue": row.public_id, "name": "Changed", "shared": False, "edit_version": 1}
    return acted(saved_queues.change_queue, stage.desk.supervisor, **words)


@scene_of(saved_queues.remove_queue)
def remove_queue(stage: Stage) -> Act:
    row = _kept(stage, "Remove me")
    return acted(saved_queues.remove_queue, stage.desk.analyst, queue=row.public_id)


@scene_of(saved_queues.choose_default)
def choose_default(stage: Stage) -> Act:
    row = _kept(stage, "Begin with me")
    return acted(saved_queues.choose_default, stage.desk.approver, queue=row.public_id)


@scene_of(bulk.run)
def run(stage: Stage) -> Act:
    reference = sent(stage)
    with acting_as(stage.desk.moderator):
        version = Case.objects.get(reference=reference).edit_version
    order = bulk.Order(bulk.BulkVerb.ACKNOWLEDGE)
    return acted(bulk.run, stage.desk.moderator, order=order, versions={reference: version})
