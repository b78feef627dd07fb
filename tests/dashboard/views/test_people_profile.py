"""The reader's own page, and the door for whoever was invited."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.inviting import revoke_invitation
from accounts.enums import Role
from accounts.models import Invitation, User
from kernel.clock import database_now
from notifications.domain.invitations import invite, link_of
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_person

pytestmark = pytest.mark.django_db
PROFILE = reverse("dashboard:profile")
ANSWERS = {
    "name": "Newly Come",
    "post": "Officer",
    "password": "three words to remember",
    "language": "id",
    "time_zone": "Asia/Makassar",
}


@pytest.fixture
def administrator():
    return make_person(make_agency(name="Badan Uji"), Role.ADMINISTRATOR)


@pytest.fixture
def offer(administrator):
    return invite(
        actor=actor_for(administrator),
        organisation=administrator.membership.organisation.public_id,
        email="new@desk.example",
        roles=[Role.ANALYST, Role.APPROVER],
        now=database_now(),
    )


@pytest.fixture
def address(offer):
    return link_of(offer, now=database_now())


def test_the_profile_changes_name_language_and_zone(client):
    person = make_person(make_agency(), Role.ANALYST)
    client.force_login(person)
    client.post(PROFILE, {"name": "Other", "language": "id", "time_zone": "Asia/Makassar"})
    person.refresh_from_db()
    assert (person.name, person.language, person.time_zone) == ("Other", "id", "Asia/Makassar")
    assert client.get(PROFILE)["Content-Language"] == "id"


def test_a_profile_that_cannot_be_comes_back_with_everything_typed(client):
    client.force_login(make_person(make_agency(), Role.ANALYST))
    response = client.post(PROFILE, {"name": "Kept", "language": "fr", "time_zone": "Mars"})
    form = response.context["form"]
    assert (response.status_code, sorted(form.errors)) == (422, ["language", "time_zone"])
    assert form["name"].value() == "Kept"


def test_zones_are_offered_by_area(client):
    client.force_login(make_person(make_agency(), Role.ANALYST))
    page = client.get(PROFILE).content.decode()
    assert '<optgroup label="Asia">' in page
    assert '<option value="Asia/Jakarta" selected>Asia/Jakarta</option>' in page


def test_signing_out_everywhere_else_keeps_this_session(client):
    person = make_person(make_agency(), Role.ANALYST)
    other = Client()
    for each in (client, other):
        each.force_login(person)
    client.post(reverse("dashboard:sign_out_elsewhere"))
    assert (client.get(PROFILE).status_code, other.get(PROFILE).status_code) == (200, 302)


def test_the_invitation_says_who_invites_to_what(client, address):
    page = client.get(address).content.decode()
    assert "<strong>Badan Uji</strong>" in page
    assert "<strong>Analyst, Approver</strong>" in page


def test_whoever_takes_the_seat_is_signed_in_and_begins_the_day(client, address):
    response = client.post(address, ANSWERS)
    assert response["Location"] == reverse("dashboard:home")
    user = User.objects.get(email="new@desk.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.language, user.time_zone) == ("Newly Come", "id", "Asia/Makassar")


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("password", "short"), ("password", "new@desk.example1")]
)
def test_answers_that_cannot_be_come_back_and_the_seat_stays_open(client, address, field, value):
    response = client.post(address, {**ANSWERS, field: value})
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["time_zone"].value() == "Asia/Makassar"
    assert client.post(address, ANSWERS).status_code == 302


def test_a_password_is_never_sent_back(client, address):
    response = client.post(address, {**ANSWERS, "name": ""})
    assert ANSWERS["password"] not in response.content.decode()


def test_a_second_click_is_told_that_the_seat_is_taken(client, address):
    client.post(address, ANSWERS)
    response = Client().post(address, ANSWERS)
    assert response.status_code == 409
    assert "This invitation was accepted already." in response.content.decode()
    assert User.objects.filter(email="new@desk.example").count() == 1


def test_a_revoked_and_an_expired_invitation_say_why(client, administrator, offer, address):
    Invitation.objects.update(expires_at=database_now() - timedelta(seconds=1))
    expired = client.get(address)
    revoke_invitation(actor=actor_for(administrator), invitation=offer.public_id, now=database_now())
    revoked = client.get(address)
    assert [
        (each.status_code, word in each.content.decode())
        for each, word in (
            (expired, "This invitation has expired."),
            (revoked, "This invitation was revoked."),
        )
    ] == [(409, True), (409, True)]


def test_an_address_with_an_account_elsewhere_is_told_so_only_to_whoever_opens_the_mail(client, address):
    make_person(make_operator(), Role.LEAD, email="new@desk.example")
    response = client.post(address, ANSWERS)
    assert response.status_code == 409
    assert "This address has an account already." in response.content.decode()


def test_a_link_that_was_changed_or_made_for_another_purpose_does_not_exist(client, offer):
    for token in ("nonsense", "a.b", "x" * 3000):
        assert client.get(reverse("dashboard:invitation", args=[token])).status_code == 404
