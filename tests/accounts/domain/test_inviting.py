"""Who offers a seat to whom."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.domain.inviting import offer_seat, open_offers, prolong_offer, revoke_invitation
from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def offer(actor, organisation, email="new@desk.example", roles=(Role.ANALYST,), now=NOW):
    with acting_as(actor):
        return offer_seat(actor=actor, organisation=organisation, email=email, roles=roles, now=now)


def test_an_administrator_invites_into_his_own_agency_for_seven_days():
    agency = make_agency()
    made = offer(make_actor(agency, Role.ADMINISTRATOR), agency, roles=[Role.APPROVER, Role.ANALYST])
    assert made.roles == ["analyst", "approver"]
    assert made.expires_at == NOW + timedelta(days=7)
    assert changes_of("organisation", agency.public_id) == {
        "invitation": str(made.public_id),
        "roles": ["analyst", "approver"],
    }


def test_the_address_is_kept_in_small_letters():
    agency = make_agency()
    made = offer(make_actor(agency, Role.ADMINISTRATOR), agency, email=" New.Person@Desk.Example ")
    assert made.email == "new.person@desk.example"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_other_roles_of_an_agency_invite_nobody(role):
    agency = make_agency()
    with pytest.raises(NotAllowed):
        offer(make_actor(agency, role), agency)
    assert not Invitation.objects.exists()


def test_a_lead_invites_moderators_and_a_moderator_nobody():
    operator = make_operator()
    made = offer(make_actor(operator, Role.LEAD), operator, roles=[Role.MODERATOR])
    assert made.roles == ["moderator"]
    with pytest.raises(NotAllowed):
        offer(make_actor(operator, Role.MODERATOR), operator, roles=[Role.MODERATOR])


@pytest.mark.parametrize(
    ("make", "roles"),
    [(make_agency, [Role.MODERATOR]), (make_operator, [Role.ANALYST]), (make_agency, [])],
)
def test_roles_must_fit_the_kind_of_organisation(make, roles):
    organisation = make()
    manager = Role.LEAD if organisation.kind == OrganisationKind.OPERATOR else Role.ADMINISTRATOR
    with pytest.raises(Invalid) as raised:
        offer(make_actor(organisation, manager), organisation, roles=roles)
    assert raised.value.field == "roles"


def test_the_owner_invites_the_first_manager_of_any_organisation_and_no_other_role():
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    operator = make_operator()
    with pytest.raises(Invalid) as raised:
        offer(owner, operator, roles=[Role.LEAD, Role.MODERATOR])
    assert raised.value.code == "first_manages"
    assert offer(owner, operator, roles=[Role.LEAD]).roles == ["lead"]


def test_the_owner_stops_inviting_where_somebody_active_manages_people():
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    agency = make_agency()
    manager = make_person(agency, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed) as raised:
        offer(owner, agency, roles=[Role.ADMINISTRATOR])
    assert raised.value.code == "has_manager"
    manager.is_active = False
    manager.save(update_fields=["is_active"])
    assert offer(owner, agency, roles=[Role.ADMINISTRATOR]).organisation == agency


def test_another_organisation_does_not_exist_for_a_manager():
    stranger = make_actor(make_agency(), Role.ADMINISTRATOR)
    with pytest.raises(NotKnown):
        offer(stranger, make_agency(), roles=[Role.ADMINISTRATOR])


def test_the_command_line_invites_the_first_administrator():
    assert offer(COMMAND, make_agency(owner=True), roles=[Role.ADMINISTRATOR]).invited_by is None


def test_a_closed_organisation_invites_nobody():
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    operator = make_operator()
    operator.active = False
    with pytest.raises(Conflict) as raised:
        offer(owner, operator, roles=[Role.LEAD])
    assert raised.value.code == "organisation_closed"


def test_inviting_the_same_address_again_revokes_the_first_invitation():
    agency = make_agency()
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    first = offer(administrator, agency)
    second = offer(administrator, agency, roles=[Role.AUDITOR], now=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert first.revoked_at == NOW + timedelta(hours=1)
    assert open_offers(agency) == [second]


def test_that_an_address_belongs_to_another_organisation_is_not_told():
    elsewhere = make_operator()
    known = make_person(elsewhere, Role.MODERATOR)
    operator = make_operator()
    lead = make_actor(operator, Role.LEAD)
    offer(make_actor(elsewhere, Role.LEAD), elsewhere, email="both@desk.example", roles=[Role.MODERATOR])
    assert offer(lead, operator, email="both@desk.example", roles=[Role.MODERATOR]).organisation == operator
    assert offer(lead, operator, email=known.email, roles=[Role.MODERATOR]).email == known.email


def test_a_person_of_the_organisation_is_not_invited_into_it():
    agency = make_agency()
    person = make_person(agency, Role.ANALYST)
    with pytest.raises(Invalid) as raised:
        offer(make_actor(agency, Role.ADMINISTRATOR), agency, email=person.email.upper())
    assert (raised.value.code, raised.value.field) == ("here_already", "email")


@pytest.mark.parametrize("email", ["", "nobody", "a@b", f"{'a' * 60}@{'b.' * 120}example"])
def test_what_is_no_address_is_refused_at_its_field(email):
    agency = make_agency()
    with pytest.raises(Invalid) as raised:
        offer(make_actor(agency, Role.ADMINISTRATOR), agency, email=email)
    assert raised.value.field == "email"


def test_an_unanswered_invitation_is_prolonged_even_when_expired():
    agency = make_agency()
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    made = offer(administrator, agency)
    later = NOW + timedelta(days=30)
    with acting_as(administrator):
        prolong_offer(actor=administrator, invitation=made.public_id, now=later)
    made.refresh_from_db()
    assert made.expires_at == later + timedelta(days=7)
    assert verbs_of("organisation", agency.public_id) == ["invite", "invite_again"]


def test_a_revoked_invitation_is_revoked_once_and_not_prolonged():
    agency = make_agency()
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    made = offer(administrator, agency)
    revoke_invitation(actor=administrator, invitation=made.public_id, now=NOW)
    assert verbs_of("organisation", agency.public_id) == ["invite", "revoke_invitation"]
    with pytest.raises(Conflict):
        revoke_invitation(actor=administrator, invitation=made.public_id, now=NOW)
    with pytest.raises(Conflict), acting_as(administrator):
        prolong_offer(actor=administrator, invitation=made.public_id, now=NOW)


def test_a_strangers_invitation_is_not_known():
    agency = make_agency()
    made = offer(make_actor(agency, Role.ADMINISTRATOR), agency)
    stranger = make_actor(make_agency(), Role.ADMINISTRATOR)
    for invitation in (made.public_id, uuid4()):
        with pytest.raises(NotKnown):
            revoke_invitation(actor=stranger, invitation=invitation, now=NOW)
        with pytest.raises(NotKnown), acting_as(stranger):
            prolong_offer(actor=stranger, invitation=invitation, now=NOW)
