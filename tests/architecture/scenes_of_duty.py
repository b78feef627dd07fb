"""Scenes of who is told when: a person's own choice, the duty roster, absences."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.domain import absences, duty, feeds, own_sessions
from accounts.domain.acting import Actor
from accounts.enums import Role
from notifications.domain import handing_over, mail_choices
from notifications.domain.mail_choices import MailWords
from notifications.enums import MailWhen
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.people import make_actor

SPAN = {"begins_at": LATER - timedelta(hours=1), "ends_at": LATER + timedelta(hours=8)}


@scene_of(mail_choices.choose_mail)
def choose_mail(stage: Stage) -> Act:
    return acted(mail_choices.choose_mail, stage.desk.analyst, words=MailWords(mail=MailWhen.URGENT))


def words_of_shift(stage: Stage, who: Actor) -> dict[str, Any]:
    return {"role": Role.APPROVER, "person": stage.person(who).public_id, **SPAN}


def shift_of(stage: Stage, who: Actor) -> UUID:
    words = words_of_shift(stage, who)
    return duty.add_shift(actor=stage.desk.supervisor, now=LATER - timedelta(hours=1), **words).public_id


@scene_of(duty.add_shift)
def add_shift(stage: Stage) -> Act:
    return acted(duty.add_shift, stage.desk.supervisor, **words_of_shift(stage, stage.desk.approver))


@scene_of(duty.end_shift)
def end_shift(stage: Stage) -> Act:
    return acted(duty.end_shift, stage.desk.supervisor, shift=shift_of(stage, stage.desk.approver))


@scene_of(handing_over.hand_over)
def hand_over(stage: Stage) -> Act:
    shift_of(stage, stage.desk.approver)
    other = stage.person(make_actor(stage.desk.agency, Role.APPROVER)).public_id
    return acted(handing_over.hand_over, stage.desk.approver, role=Role.APPROVER, to=other, note="Two wait.")


def words_of_absence(stage: Stage) -> dict[str, Any]:
    instead = stage.person(make_actor(stage.desk.agency, Role.ANALYST)).public_id
    return {"person": stage.person(stage.desk.analyst).public_id, "stand_in": instead, **SPAN}


@scene_of(absences.enter_absence)
def enter_absence(stage: Stage) -> Act:
    return acted(absences.enter_absence, stage.desk.analyst, **words_of_absence(stage))


@scene_of(absences.end_absence)
def end_absence(stage: Stage) -> Act:
    entered = absences.enter_absence(actor=stage.desk.analyst, now=LATER, **words_of_absence(stage))
    return acted(absences.end_absence, stage.desk.analyst, absence=entered.public_id)


@scene_of(feeds.make_feed)
def make_feed(stage: Stage) -> Act:
    return acted(feeds.make_feed, stage.desk.analyst)


@scene_of(feeds.end_feed)
def end_feed(stage: Stage) -> Act:
    feeds.make_feed(actor=stage.desk.analyst, now=LATER)
    return acted(feeds.end_feed, stage.desk.analyst)


@scene_of(own_sessions.end_session)
def end_session(stage: Stage) -> Act:
    person = stage.person(stage.desk.analyst)
    store = SessionStore()
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.set_expiry(LATER + timedelta(days=365 * 50))
    store.save()
    row = UserSession.objects.create(user=person, ip="127.0.0.1", session_key=store.session_key)
    return acted(own_sessions.end_session, stage.desk.analyst, session=row.pk)
