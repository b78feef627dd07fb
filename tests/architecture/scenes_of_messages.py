"""Scenes of notes, and of messages that were given up."""

from cases.domain import dead_letters, notes
from notifications.models import Outbox
from tests.architecture.scenes_of_response import sent
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


@scene_of(notes.write_note)
def write_note(stage: Stage) -> Act:
    return acted(notes.write_note, stage.desk.analyst, reference=sent(stage), text="Call them.")


@scene_of(notes.take_back_note)
def take_back_note(stage: Stage) -> Act:
    reference = sent(stage)
    own = acted(notes.write_note, stage.desk.analyst, reference=reference, text="Call them.").do()
    return acted(notes.take_back_note, stage.desk.analyst, reference=reference, note=own.public_id)
