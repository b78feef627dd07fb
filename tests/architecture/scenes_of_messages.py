"""Scenes of notes, of templates, and of messages that were given up."""

import dataclasses
from uuid import UUID

from cases.domain import dead_letters, notes, text_templates
from cases.models import TemplateKind
from notifications.models import Outbox
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.counting import next_number
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


WORDS = text_templates.TemplateWords(TemplateKind.MESSAGE, "en", "Reminder", "About {reference}.")


def act_add(stage: Stage) -> Act:
    return acted(text_templates.add_template, stage.desk.supervisor, words=WORDS)


@scene_of(text_templates.add_template)
def add_template(stage: Stage) -> Act:
    return act_add(stage)


def made_template(stage: Stage) -> UUID:
    words = dataclasses.replace(WORDS, title=f"Reminder {next_number()}")
    return text_templates.add_template(actor=stage.desk.supervisor, words=words, now=LATER).public_id


@scene_of(text_templates.change_template)
def change_template(stage: Stage) -> Act:
    words = dataclasses.replace(WORDS, title=f"Reminder {next_number()}")
    verb, template = text_templates.change_template, made_template(stage)
    return acted(verb, stage.desk.supervisor, template=template, words=words, seen="")


@scene_of(text_templates.retire_template)
def retire_template(stage: Stage) -> Act:
    verb = text_templates.retire_template
    return acted(verb, stage.desk.supervisor, template=made_template(stage))
