"""Scenes of who has a case."""

from datetime import timedelta

from accounts.domain.acting import ENGINE
from accounts.enums import Role
from accounts.models import User
from cases.domain import assigning, releasing
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.people import make_actor


def _taken(stage: Stage) -> tuple[str, object]:
    reference, moderator = sent(stage), stage.desk.moderator
    row = assigning.assign(
        actor=moderator, reference=reference, to=stage.person(moderator).public_id, now=LATER
    )
    return reference, row.public_id


@scene_of(assigning.assign)
def assign(stage: Stage) -> Act:
    to = stage.person(stage.desk.moderator).public_id
    return acted(assigning.assign, stage.lead, reference=sent(stage), to=to)


@scene_of(assigning.unassign)
def unassign(stage: Stage) -> Act:
    reference, _row = _taken(stage)
    return acted(assigning.unassign, stage.desk.moderator, reference=reference)


@scene_of(assigning.undo_assignment)
def undo_assignment(stage: Stage) -> Act:
    reference, row = _taken(stage)
    return acted(
        assigning.undo_assignment,
        stage.desk.moderator,
        reference=reference,
        assignment=row,
        now=LATER + timedelta(seconds=5),
    )


@scene_of(releasing.release_leavers)
def release_leavers(stage: Stage) -> Act:
    leaver = make_actor(stage.desk.operator, Role.MODERATOR)
    to = stage.person(leaver).public_id
    assigning.assign(actor=leaver, reference=sent(stage), to=to, now=LATER)
    User.objects.filter(pk=leaver.user_id).update(is_active=False)
    return Act(releasing.release_leavers, ENGINE, {"now": LATER})
