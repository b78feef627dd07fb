"""People come and go, and their contacts with them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.domain.acting import acting_as, actor_of
from accounts.domain.inviting import offer_seat
from accounts.domain.joining import Newcomer
from accounts.enums import Role
from accounts.models import User
from channels_registry.domain.seats import accept_invitation, deactivate_organisation, disable_person
from channels_registry.enums import ContactFunction
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.platforms import LONG_AGO, make_contact, make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEWCOMER = Newcomer(
    name="Newly Come",
    post="Duty officer",
    password="three words to remember",
    language="id",
    time_zone="Asia/Makassar",
)


def invited(organisation, *roles, email="new@desk.example"):
    manager = Role.ADMINISTRATOR if organisation.kind != "operator" else Role.LEAD
    actor = make_actor(organisation, manager)
    with acting_as(actor):
        return offer_seat(actor=actor, organisation=organisation, email=email, roles=roles, now=NOW)


def accept(offer, now=NOW, **other):
    fields = {name: getattr(NEWCOMER, name) for name in Newcomer.__slots__}
    return accept_invitation(invitation=offer.public_id, newcomer=Newcomer(**{**fields, **other}), now=now)


def test_whoever_accepts_has_the_seat_he_was_offered():
    agency = make_agency()
    offer = invited(agency, Role.ANALYST, Role.APPROVER)
    user = accept(offer)
    actor = actor_of(User.objects.get(pk=user.pk))
    assert (actor.organisation_id, actor.roles) == (agency.pk, {Role.ANALYST, Role.APPROVER})
    assert (actor.language, actor.time_zone, actor.name) == ("id", "Asia/Makassar", "Newly Come")
    assert (user.membership.post, user.membership.cleared) == ("Duty officer", False)
    assert user.check_password("three words to remember")


def test_accepting_is_recorded_for_the_person_and_the_organisation():
    agency = make_agency()
    offer = invited(agency, Role.ANALYST)
    user = accept(offer)
    taken = {"invitation": str(offer.public_id), "roles": ["analyst"]}
    assert changes_of("user", user.public_id) == {**taken, "organisation": str(agency.public_id)}
    assert changes_of("organisation", agency.public_id) == {**taken, "user": str(user.public_id)}


def test_an_invitation_is_accepted_once():
    offer = invited(make_agency(), Role.ANALYST)
    accept(offer)
    with pytest.raises(Conflict) as raised:
        accept(offer)
    assert raised.value.code == "invitation_accepted"


def test_an_invitation_ends_at_its_instant():
    offer = invited(make_agency(), Role.ANALYST)
    with pytest.raises(Conflict) as raised:
        accept(offer, now=offer.expires_at)
    assert raised.value.code == "invitation_expired"
    assert accept(offer, now=offer.expires_at - timedelta(seconds=1)).email == offer.email


def test_a_revoked_invitation_and_one_of_a_closed_organisation_say_why():
    revoked = invited(make_agency(), Role.ANALYST)
    revoked.revoked_at = NOW
    revoked.save(update_fields=["revoked_at"])
    closed = invited(make_operator(), Role.MODERATOR)
    closed.organisation.active = False
    closed.organisation.save(update_fields=["active"])
    for offer, code in ((revoked, "invitation_revoked"), (closed, "organisation_closed")):
        with pytest.raises(Conflict) as raised:
            accept(offer)
        assert raised.value.code == code


def test_an_unknown_invitation_is_not_known():
    with pytest.raises(NotKnown):
        accept_invitation(invitation=uuid4(), newcomer=NEWCOMER, now=NOW)


def test_an_address_with_an_account_gets_no_second_one():
    known = make_person(make_operator(), Role.MODERATOR)
    offer = invited(make_operator(), Role.MODERATOR, email=known.email)
    with pytest.raises(Conflict) as raised:
        accept(offer)
    assert raised.value.code == "address_taken"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("password", "short"), ("language", "fr"), ("time_zone", "Mars")],
)
def test_what_cannot_be_is_refused_and_the_invitation_stays_open(field, value):
    offer = invited(make_agency(), Role.ANALYST)
    with pytest.raises(Invalid) as raised:
        accept(offer, **{field: value})
    assert raised.value.field == field
    assert accept(offer).is_active


def test_contacts_with_the_newcomers_address_become_him_in_his_own_organisation_only():
    operator, other = make_operator(), make_operator()
    own = make_contact(make_platform(operator), email="new@desk.example")
    foreign = make_contact(make_platform(other), email="new@desk.example")
    user = accept(invited(operator, Role.MODERATOR))
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.user, foreign.user) == (user, None)
    assert verbs_of("contact", own.public_id) == ["bind_contact"]


def test_disabling_a_person_retires_the_contacts_that_he_is_and_voids_their_links():
    operator = make_operator()
    platform = make_platform(operator)
    person = make_person(operator, Role.MODERATOR)
    bound = make_contact(platform, user=person)
    same_address = make_contact(platform, ContactFunction.LEGAL, email=person.email)
    other = make_contact(platform, ContactFunction.TECHNICAL)
    disable_person(actor=make_actor(operator, Role.LEAD), person=person.public_id, now=NOW)
    for contact in (bound, same_address, other):
        contact.refresh_from_db()
    assert [(each.active, each.links_valid_from) for each in (bound, same_address, other)] == [
        (False, NOW),
        (False, NOW),
        (True, LONG_AGO),
    ]
    assert verbs_of("contact", bound.public_id) == ["retire_contact"]


def test_deactivating_an_operator_retires_its_contacts_and_takes_its_services_out_of_use():
    operator, other = make_operator(), make_operator()
    platform, elsewhere = make_platform(operator), make_platform(other)
    contact, untouched = make_contact(platform), make_contact(elsewhere)
    person = make_person(operator, Role.LEAD)
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    deactivate_organisation(actor=owner, organisation=operator.public_id, now=NOW)
    for row in (contact, untouched, platform, elsewhere):
        row.refresh_from_db()
    assert (contact.active, contact.links_valid_from, platform.active) == (False, NOW, False)
    assert (untouched.active, untouched.links_valid_from, elsewhere.active) == (True, LONG_AGO, True)
    assert actor_of(User.objects.get(pk=person.pk)) is None
    assert verbs_of("platform", platform.slug) == ["close_platform"]
    assert verbs_of("contact", contact.public_id) == ["retire_contact"]


def test_only_the_owners_administrator_deactivates_and_only_own_managers_disable():
    operator = make_operator()
    person = make_person(operator, Role.MODERATOR)
    lead = make_actor(make_operator(), Role.LEAD)
    with pytest.raises(NotAllowed):
        deactivate_organisation(actor=lead, organisation=operator.public_id, now=NOW)
    with pytest.raises(NotKnown):
        disable_person(actor=lead, person=person.public_id, now=NOW)
