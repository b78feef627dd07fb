"""Scenes of who is told when: a person's own choice."""

from notifications.domain import mail_choices
from notifications.domain.mail_choices import MailWords
from notifications.enums import MailWhen
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of


@scene_of(mail_choices.choose_mail)
def choose_mail(stage: Stage) -> Act:
    return acted(mail_choices.choose_mail, stage.desk.analyst, words=MailWords(mail=MailWhen.URGENT))
