"""The first steps of a new organisation, each ticked by its rows."""

from datetime import timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.first_steps import FirstStep, begins, first_steps, steps_of
from cases.domain.receipt import open_and_sign
from channels_registry.enums import ContactFunction
from channels_registry.models import Contact, Platform
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_contact, make_platform

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def done(actor: Actor) -> set[FirstStep]:
    with acting_as(actor):
        return {each.step for each in first_steps(actor, LATER) if each.done}


def test_of_a_new_agency_nothing_is_done() -> None:
    actor = make_actor(make_agency(owner=True, jurisdiction="QQ"), Role.ADMINISTRATOR)
    assert done(actor) == set()
    assert steps_of(actor)[:3] == (FirstStep.PEOPLE, FirstStep.OPERATORS, FirstStep.SERVICES)
    with acting_as(actor):
        assert begins(actor)


def test_filer_and_approver_must_be_two_people() -> None:
    agency = make_agency(jurisdiction="QQ")
    actor = make_actor(agency, Role.ADMINISTRATOR)
    make_actor(agency, Role.ANALYST, Role.APPROVER)
    assert FirstStep.PEOPLE not in done(actor)
    make_actor(agency, Role.ANALYST)
    assert FirstStep.PEOPLE in done(actor)


def test_services_contacts_and_their_proof_tick_one_after_another() -> None:
    actor = make_actor(make_agency(owner=True, jurisdiction="QQ"), Role.ADMINISTRATOR)
    operator = make_operator()
    assert done(actor) == {FirstStep.OPERATORS}
    platform = make_platform(operator)
    assert done(actor) == {FirstStep.OPERATORS, FirstStep.SERVICES}
    make_contact(platform, ContactFunction.LEGAL)
    assert FirstStep.CONTACTS not in done(actor)
    contact = make_contact(platform, ContactFunction.DUTY)
    assert FirstStep.CONTACTS in done(actor)
    assert FirstStep.PROOF not in done(actor)
    Contact.objects.filter(pk=contact.pk).update(proof="Letter 12")
    assert FirstStep.PROOF in done(actor)
    make_platform(operator)
    assert not {FirstStep.CONTACTS, FirstStep.PROOF} & done(actor)


def test_a_policy_in_force_for_the_jurisdiction_ticks() -> None:
    actor = make_actor(make_agency(jurisdiction="QQ"), Role.ADMINISTRATOR)
    assert FirstStep.POLICY not in done(actor)
    make_policy(jurisdiction="QQ")
    assert FirstStep.POLICY in done(actor)


def test_the_first_case_ticks_for_both_sides_and_ends_the_beginning() -> None:
    desk = make_desk()
    administrator = make_actor(desk.agency, Role.ADMINISTRATOR)
    lead = make_actor(desk.operator, Role.LEAD)
    for actor in (administrator, lead):
        with acting_as(actor):
            assert begins(actor)
    case = desk.sent_case(NOON)
    open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    for actor in (administrator, lead):
        assert FirstStep.CASE in done(actor)
        with acting_as(actor):
            assert not begins(actor)


def test_a_lead_sees_the_steps_of_his_own_services_alone() -> None:
    desk: Desk = make_desk()
    lead = make_actor(make_operator(), Role.LEAD)
    assert Platform.objects.filter(organisation=desk.operator).exists()
    assert done(lead) == set()
    assert FirstStep.OPERATORS not in steps_of(lead)


def test_an_agency_that_refers_begins_with_an_analyst_and_a_report() -> None:
    agency = make_agency(OrganisationKind.REFERRING)
    actor = make_actor(agency, Role.ADMINISTRATOR)
    assert steps_of(actor) == (FirstStep.PEOPLE, FirstStep.REPORT)
    make_actor(agency, Role.ANALYST)
    assert done(actor) == {FirstStep.PEOPLE}


def test_who_manages_nobody_has_no_first_steps() -> None:
    actor = make_actor(make_agency(), Role.ANALYST)
    with acting_as(actor):
        assert first_steps(actor, LATER) == []
