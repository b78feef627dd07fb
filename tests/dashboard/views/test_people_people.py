"""Pages about the people of one's own organisation."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Invitation, Membership
from kernel.clock import database_now
from notifications.domain.invitations import invite
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_person
from tests.factories.platforms import make_contact, make_platform

pytestmark = pytest.mark.django_db
PEOPLE = reverse("dashboard:people")
INVITE = reverse("dashboard:person_new")


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def administrator(agency, client):
    user = make_person(agency, Role.ADMINISTRATOR, name="Administrator of tests")
    client.force_login(user)
    return user


def offered(administrator, email="new@desk.example"):
    return invite(
        actor=actor_for(administrator),
        organisation=administrator.membership.organisation.public_id,
        email=email,
        roles=[Role.ANALYST],
        now=database_now(),
    )


def test_the_list_shows_own_people_and_open_invitations_and_nobody_else(client, agency, administrator):
    make_person(agency, Role.ANALYST, name="Analyst of tests")
    make_person(make_operator(), Role.LEAD, name="Stranger of tests")
    offered(administrator)
    page = client.get(PEOPLE).content.decode()
    assert [name in page for name in ("Analyst of tests", "new@desk.example", "Stranger of tests")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, agency, administrator, people, django_assert_num_queries
):
    for _each in range(people - 1):
        make_person(agency, Role.ANALYST)
    with django_assert_num_queries(8):
        client.get(PEOPLE)


def test_an_administrator_who_is_alone_is_told_what_comes_first(client, administrator):
    assert "You are alone here" in client.get(PEOPLE).content.decode()


def test_inviting_sends_a_mail_and_comes_back_to_the_list(client, administrator):
    response = client.post(
        INVITE, {"email": "new@desk.example", "roles": ["analyst", "approver"]}, follow=True
    )
    assert response.redirect_chain == [(PEOPLE, 302)]
    assert Invitation.objects.get().roles == ["analyst", "approver"]
    assert "Invited. The mail is on its way." in response.content.decode()


@pytest.mark.parametrize(
    ("email", "roles", "field"),
    [
        ("nobody", ["analyst"], "email"),
        ("new@desk.example", [], "roles"),
        ("new@desk.example", ["moderator"], "roles"),
        ("analyst@desk.example", ["auditor"], "email"),
    ],
)
def test_an_invitation_that_cannot_be_comes_back_with_everything_typed(
    client, agency, administrator, email, roles, field
):
    make_person(agency, Role.ANALYST, email="analyst@desk.example")
    response = client.post(INVITE, {"email": email, "roles": roles})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert (form["email"].value(), form["roles"].value()) == (email, roles)


def test_changing_roles_and_post(client, agency, administrator):
    person = make_person(agency, Role.ANALYST)
    address = reverse("dashboard:person", args=[person.public_id])
    seen = client.get(address).context["form"]["seen"].value()
    response = client.post(address, {"roles": ["auditor"], "post": "Head", "seen": seen})
    assert (response.status_code, response["Location"]) == (302, address)
    seat = Membership.objects.get(user=person)
    assert (seat.roles, seat.post) == (["auditor"], "Head")


def test_a_stale_form_shows_both_texts_and_the_next_save_wins(client, agency, administrator):
    person = make_person(agency, Role.ANALYST)
    address = reverse("dashboard:person", args=[person.public_id])
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, {"roles": ["auditor"], "post": "First", "seen": seen})
    stale = client.post(address, {"roles": ["approver", "analyst"], "post": "Second", "seen": seen})
    form = stale.context["form"]
    assert stale.status_code == 409
    assert (form["post"].value(), form["roles"].value()) == ("Second", ["approver", "analyst"])
    assert [(str(label), value) for label, value in form.meanwhile] == [
        ("Roles", "Auditor: reads cases and verifies the record"),
        ("Post", "First"),
    ]
    again = client.post(address, {"roles": ["approver"], "post": "Second", "seen": form["seen"].value()})
    assert again.status_code == 302
    assert Membership.objects.get(user=person).post == "Second"


def test_the_last_administrator_reads_why_the_role_stays(client, administrator):
    address = reverse("dashboard:person", args=[administrator.public_id])
    response = client.post(address, {"roles": ["analyst"], "post": ""})
    assert response.status_code == 409
    assert "Nobody else manages the people" in response.content.decode()


def test_clearance_is_granted_and_ended(client, agency, administrator):
    person = make_person(agency, Role.ANALYST)
    address = reverse("dashboard:person_clearance", args=[person.public_id])
    for word, cleared in (("yes", True), ("no", False)):
        client.post(address, {"cleared": word})
        assert Membership.objects.get(user=person).cleared is cleared


def test_an_account_is_closed_and_opened(client, agency, administrator):
    person = make_person(agency, Role.ANALYST)
    for name, active in (("person_disable", False), ("person_disable", False), ("person_enable", True)):
        client.post(reverse(f"dashboard:{name}", args=[person.public_id]))
        person.refresh_from_db()
        assert person.is_active is active


def test_a_lead_who_disables_a_person_retires_the_contact_too(client):
    operator = make_operator()
    person = make_person(operator, Role.MODERATOR)
    contact = make_contact(make_platform(operator), user=person)
    client.force_login(make_person(operator, Role.LEAD))
    client.post(reverse("dashboard:person_disable", args=[person.public_id]))
    contact.refresh_from_db()
    assert contact.active is False


def test_nobody_is_offered_to_close_his_own_account(client, agency, administrator):
    other = make_person(agency, Role.ADMINISTRATOR)
    for person, offered_here in ((administrator, 0), (other, 1)):
        page = client.get(reverse("dashboard:person", args=[person.public_id])).content.decode()
        assert len(re.findall(r'action="[^"]*/disable/"', page)) == offered_here


def test_an_invitation_is_sent_again_and_revoked(client, administrator):
    offer = offered(administrator)
    for name, sentence in (("again", "Sent again."), ("revoke", "Revoked."), ("revoke", "was revoked")):
        address = reverse(f"dashboard:invitation_{name}", args=[offer.public_id])
        assert sentence in client.post(address, follow=True).content.decode()
    offer.refresh_from_db()
    assert offer.revoked_at is not None


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_other_roles_find_no_people(client, agency, role):
    client.force_login(make_person(agency, role))
    assert [client.get(address).status_code for address in (PEOPLE, INVITE)] == [403, 403]


@pytest.mark.parametrize("name", ["person", "person_clearance", "person_disable", "person_enable"])
def test_a_person_of_another_organisation_does_not_exist(client, administrator, name):
    stranger = make_person(make_operator(), Role.MODERATOR)
    for person in (stranger.public_id, uuid4()):
        response = client.post(reverse(f"dashboard:{name}", args=[person]), {"roles": ["lead"], "post": ""})
        assert response.status_code == 404
    stranger.refresh_from_db()
    assert (stranger.is_active, stranger.membership.roles) == (True, ["moderator"])


@pytest.mark.parametrize("name", ["invitation_again", "invitation_revoke"])
def test_an_invitation_of_another_organisation_does_not_exist(client, administrator, name):
    lead = make_person(make_operator(), Role.LEAD)
    offer = invite(
        actor=actor_for(lead),
        organisation=lead.membership.organisation.public_id,
        email="new@operator.example",
        roles=[Role.MODERATOR],
        now=database_now(),
    )
    for invitation in (offer.public_id, uuid4()):
        assert client.post(reverse(f"dashboard:{name}", args=[invitation])).status_code == 404
    offer.refresh_from_db()
    assert offer.revoked_at is None


def test_nothing_is_done_by_a_get(client, agency, administrator):
    person = make_person(agency, Role.ANALYST)
    for name in ("person_clearance", "person_disable", "person_enable"):
        assert client.get(reverse(f"dashboard:{name}", args=[person.public_id])).status_code == 405
