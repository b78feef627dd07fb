"""Scenes of messages that were given up."""

from cases.domain import dead_letters
from notifications.models import Outbox
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.messages import make_message


def given_up(stage: Stage) -> Outbox:
    row = make_message(now=LATER)
    Outbox.objects.filter(pk=row.pk).update(dead_at=LATER, organisation=stage.desk.agency)
    return row


@scene_of(dead_letters.send_again)
def send_again(stage: Stage) -> Act:
    row = given_up(stage)
    return acted(dead_letters.send_again, stage.desk.supervisor, messages=[row.public_id])


@scene_of(dead_letters.send_all_again)
def send_all_again(stage: Stage) -> Act:
    given_up(stage)
    return acted(dead_letters.send_all_again, stage.desk.supervisor)
