import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.utils import translation

from accounts.domain.acting import COMMAND
from accounts.enums import Role
from audit.models import Entry
from kernel.clock import database_now
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.domain.second_factors import (
    add_passkey,
    add_totp,
    remove_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from notifications.domain.sending import deliver
from notifications.models import Notice
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_actor, make_person
from tests.factories.recorded import verbs_of
from tests.factories.second_factors import SECRET, make_passkey, make_totp

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def person(agency):
    return make_person(agency, Role.APPROVER)


def types_of(person):
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_the_first_factor_brings_recovery_codes_and_a_second_leaves_them(person):
    made = make_totp(person)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").pk
    add_passkey(actor=actor_for(person), name="Key", credential={}, now=database_now())
    assert (made.type, types_of(person)) == ("totp", ["recovery_codes", "totp", "webauthn"])
    assert Authenticator.objects.get(user=person, type="recovery_codes").pk == codes


def test_a_second_app_is_refused(person):
    make_totp(person)
    with pytest.raises(Conflict, match="authenticator app already"):
        add_totp(actor=actor_for(person), secret=SECRET, now=database_now())
    assert verbs_of("user", person.public_id) == ["add_second_factor"]


def test_the_record_says_what_kind_and_nothing_of_the_secret(person):
    made = make_totp(person)
    remove_factor(actor=actor_for(person), factor=made.pk, now=database_now())
    entries = Entry.objects.filter(subject_id=str(person.public_id)).order_by("pk")
    assert [(entry.verb, entry.changes) for entry in entries] == [
        ("add_second_factor", {"type": "totp"}),
        ("remove_second_factor", {"type": "totp"}),
    ]


def test_a_factor_of_another_is_not_there(agency, person):
    other = make_totp(make_person(agency, Role.ANALYST))
    with pytest.raises(NotKnown):
        remove_factor(actor=actor_for(person), factor=other.pk, now=database_now())


def test_the_recovery_codes_are_no_factor_to_be_removed(person):
    make_totp(person)
    codes = Authenticator.objects.get(user=person, type="recovery_codes")
    with pytest.raises(NotKnown):
        remove_factor(actor=actor_for(person), factor=codes.pk, now=database_now())


def test_one_of_two_goes_and_the_codes_stay(settings, person):
    settings.MFA_REQUIRED_ROLES = ["approver"]
    made, passkey = make_totp(person), make_passkey(person)
    remove_factor(actor=actor_for(person), factor=made.pk, now=database_now())
    assert types_of(person) == ["recovery_codes", "webauthn"]
    with pytest.raises(Conflict, match="Add another one first"):
        remove_factor(actor=actor_for(person), factor=passkey.pk, now=database_now())


def test_recovery_codes_alone_are_not_made(person):
    with pytest.raises(Conflict):
        renew_recovery_codes(actor=actor_for(person), now=database_now())
    assert types_of(person) == []


def test_nobody_but_a_person_has_factors():
    with pytest.raises(NotAllowed):
        add_totp(actor=COMMAND, secret=SECRET, now=database_now())


def test_a_reset_takes_everything_and_ends_the_sessions(agency, person):
    make_totp(person)
    make_passkey(person)
    before = person.session_nonce
    reset_second_factor(
        actor=make_actor(agency, Role.ADMINISTRATOR), person=person.public_id, now=database_now()
    )
    person.refresh_from_db()
    assert (types_of(person), person.session_nonce == before) == ([], False)


def test_who_resets_is_who_manages_the_people_of_the_same_house(agency, person):
    make_totp(person)
    refused = (
        (make_actor(agency, Role.SUPERVISOR), NotAllowed),
        (make_actor(make_agency(), Role.ADMINISTRATOR), NotKnown),
        (make_actor(make_operator(), Role.LEAD), NotKnown),
        (actor_for(person), NotAllowed),
    )
    for actor, error in refused:
        with pytest.raises(error):
            reset_second_factor(actor=actor, person=person.public_id, now=database_now())
    assert "totp" in types_of(person)


def test_an_administrator_does_not_reset_his_own(agency):
    administrator = make_person(agency, Role.ADMINISTRATOR)
    make_totp(administrator)
    with pytest.raises(Invalid, match="his own"):
        reset_second_factor(
            actor=actor_for(administrator), person=administrator.public_id, now=database_now()
        )


def test_the_command_line_resets_the_only_administrator(agency):
    administrator = make_person(agency, Role.ADMINISTRATOR)
    make_totp(administrator)
    reset_second_factor(actor=COMMAND, person=administrator.public_id, now=database_now())
    assert types_of(administrator) == []
    with pytest.raises(Conflict, match="no second factor"):
        reset_second_factor(actor=COMMAND, person=administrator.public_id, now=database_now())
    with pytest.raises(NotKnown):
        reset_second_factor(actor=COMMAND, person=uuid.uuid4(), now=database_now())


def test_the_person_is_told_by_mail_and_in_the_page_in_his_language(agency, mailoutbox):
    person = make_person(agency, Role.ANALYST, language="id", email="orang@desk.example")
    make_totp(person)
    deliver(now=database_now(), runner="test")
    [mail] = mailoutbox
    assert (mail.subject, "orang@desk.example" in mail.to[0]) == ("Faktor kedua ditambahkan", True)
    assert "/accounts/2fa/" in mail.body
    assert SECRET not in mail.body
    assert Notice.objects.get(user=person).kind == "factor_added"
    assert translation.get_language() == "en"
