"""Roles, clearance, closing and opening accounts."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.domain.acting import acting_as
from accounts.domain.people import (
    SEAT_FIELDS,
    change_roles,
    close_account,
    enable,
    people_of,
    seat_of,
    set_clearance,
)
from accounts.enums import Role
from accounts.models import User
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_actor, make_person
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def close(actor, person):
    with acting_as(actor):
        return close_account(actor=actor, person=person.public_id, now=NOW)


def set_roles(actor, person, *roles, **more):
    more = {"post": "Desk officer", **more}
    return change_roles(actor=actor, person=person.public_id, roles=roles, now=NOW, **more)


def test_a_manager_sees_his_own_people_the_closed_ones_last():
    agency = make_agency()
    administrator = make_person(agency, Role.ADMINISTRATOR, name="Zeta")
    closed = make_person(agency, Role.ANALYST, name="Alpha")
    open_one = make_person(agency, Role.ANALYST, name="Beta")
    make_person(make_agency(), Role.ANALYST)
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    seats = people_of(actor_for(administrator))
    assert [seat.user for seat in seats] == [open_one, administrator, closed]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_other_roles_manage_nobody(role):
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    actor = make_actor(agency, role)
    with pytest.raises(NotAllowed):
        people_of(actor)
    with pytest.raises(NotAllowed):
        set_roles(actor, person, Role.APPROVER)
    with pytest.raises(NotAllowed):
        set_clearance(actor=actor, person=person.public_id, cleared=True, now=NOW)
    with pytest.raises(NotAllowed):
        close(actor, person)
    with pytest.raises(NotAllowed):
        enable(actor=actor, person=person.public_id, now=NOW)


def test_people_of_others_are_not_known_even_to_the_owner():
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    foreign = make_person(make_operator(), Role.MODERATOR)
    for person in (foreign.public_id, uuid4()):
        with pytest.raises(NotKnown):
            seat_of(owner, person)
    with pytest.raises(NotKnown):
        set_roles(owner, foreign, Role.LEAD)
    with pytest.raises(NotKnown):
        close(owner, foreign)


def test_new_roles_and_a_new_post_are_recorded_without_the_text():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    seat = set_roles(administrator, person, Role.SUPERVISOR, Role.APPROVER, post=" Head of desk ")
    seat.refresh_from_db()
    assert (seat.roles, seat.post) == (["approver", "supervisor"], "Head of desk")
    assert changes_of("user", person.public_id) == {
        "roles": [["analyst"], ["approver", "supervisor"]],
        "fields": ["post"],
    }


def test_saving_what_stands_records_nothing():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    set_roles(make_actor(agency, Role.ADMINISTRATOR), person, Role.ANALYST)
    assert verbs_of("user", person.public_id) == []


def test_roles_that_do_not_fit_are_refused():
    operator = make_operator()
    person = make_person(operator, Role.MODERATOR)
    with pytest.raises(Invalid):
        set_roles(make_actor(operator, Role.LEAD), person, Role.SUPERVISOR)


def test_a_seat_that_changed_meanwhile_is_a_conflict():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    seen = fingerprint(person.membership, SEAT_FIELDS)
    set_roles(administrator, person, Role.AUDITOR, seen=seen)
    with pytest.raises(Conflict) as raised:
        set_roles(administrator, person, Role.APPROVER, seen=seen)
    assert raised.value.code == "changed_meanwhile"


def test_the_last_administrator_keeps_the_role_until_another_has_it():
    agency = make_agency()
    last = make_person(agency, Role.ADMINISTRATOR)
    other = make_person(agency, Role.ANALYST)
    with pytest.raises(Conflict) as raised:
        set_roles(actor_for(last), last, Role.ANALYST)
    assert raised.value.code == "last_manager"
    set_roles(actor_for(last), other, Role.ADMINISTRATOR)
    assert set_roles(actor_for(last), last, Role.ANALYST).roles == ["analyst"]


def test_a_closed_administrator_does_not_count_as_another():
    agency = make_agency()
    last = make_person(agency, Role.ADMINISTRATOR)
    other = make_person(agency, Role.ADMINISTRATOR)
    close(actor_for(last), other)
    with pytest.raises(Conflict):
        set_roles(actor_for(last), last, Role.ANALYST)


def test_clearance_is_granted_and_ended_in_the_record():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    for cleared in (True, True, False):
        seat = set_clearance(actor=administrator, person=person.public_id, cleared=cleared, now=NOW)
        seat.refresh_from_db()
        assert seat.cleared is cleared
    assert verbs_of("user", person.public_id) == ["grant_clearance", "end_clearance"]


def test_closing_an_account_ends_sign_in_and_every_session():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    before = person.get_session_auth_hash()
    close(make_actor(agency, Role.ADMINISTRATOR), person)
    person = User.objects.get(pk=person.pk)
    assert person.is_active is False
    assert person.get_session_auth_hash() != before
    assert verbs_of("user", person.public_id) == ["disable"]


def test_an_account_that_is_opened_again_keeps_its_old_sessions_ended():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    before = person.get_session_auth_hash()
    close(administrator, person)
    enable(actor=administrator, person=person.public_id, now=NOW)
    person = User.objects.get(pk=person.pk)
    assert person.is_active is True
    assert person.get_session_auth_hash() != before
    with pytest.raises(Conflict):
        enable(actor=administrator, person=person.public_id, now=NOW)


def test_nobody_closes_his_own_account_or_one_that_is_closed():
    agency = make_agency()
    administrator = make_person(agency, Role.ADMINISTRATOR)
    make_person(agency, Role.ADMINISTRATOR)
    person = make_person(agency, Role.ANALYST)
    with pytest.raises(Invalid) as raised:
        close(actor_for(administrator), administrator)
    assert raised.value.code == "oneself"
    close(actor_for(administrator), person)
    with pytest.raises(Conflict) as raised:
        close(actor_for(administrator), person)
    assert raised.value.code == "closed_already"
