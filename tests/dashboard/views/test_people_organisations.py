"""Pages about organisations: the owning agency's administrator alone."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Invitation, Organisation
from notifications.models import Outbox
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db
LIST = reverse("dashboard:organisations")
NEW = reverse("dashboard:organisation_new")
SAID = {"name": "Gardu Media", "jurisdiction": "ID", "language": "en", "time_zone": "Asia/Dubai"}
FOUNDED = {**SAID, "kind": "operator", "first": "lead@gardu.example"}


@pytest.fixture
def owner(client):
    agency = make_agency(owner=True)
    client.force_login(make_person(agency, Role.ADMINISTRATOR))
    return agency


def address(organisation, name="organisation"):
    return reverse(f"dashboard:{name}", args=[organisation.public_id])


@pytest.mark.parametrize("organisations", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, owner, organisations, django_assert_num_queries
):
    for _each in range(organisations - 1):
        make_operator()
    with django_assert_num_queries(7):
        client.get(LIST)


def test_whoever_is_alone_is_told_what_comes_first(client, owner):
    assert "Only the owning agency is here" in client.get(LIST).content.decode()
    make_operator(name="Gardu Media")
    page = client.get(LIST).content.decode()
    assert ("Only the owning agency is here" in page, "nobody manages it yet" in page) == (False, True)


def test_founding_an_operator_invites_its_lead(client, owner):
    response = client.post(NEW, FOUNDED)
    assert (response.status_code, response["Location"]) == (302, LIST)
    offer = Invitation.objects.get()
    assert (offer.organisation.name, offer.roles, offer.email) == (
        "Gardu Media",
        ["lead"],
        "lead@gardu.example",
    )
    assert Outbox.objects.get().address == "lead@gardu.example"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
        ({"kind": "ministry"}, "kind"),
        ({"jurisdiction": "ZZ"}, "jurisdiction"),
        ({"time_zone": "Dubai"}, "time_zone"),
        ({"first": "lead"}, "first"),
    ],
)
def test_what_cannot_be_founded_comes_back_with_everything_typed(client, owner, said, field):
    make_operator(name="Taken")
    typed = {**FOUNDED, **said}
    response = client.post(NEW, typed)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed
    assert Organisation.objects.count() == 2


def test_changing_an_organisation_and_a_stale_form(client, owner):
    operator = make_operator(name="Gardu")
    seen = client.get(address(operator)).context["form"]["seen"].value()
    first = client.post(address(operator), {**SAID, "seen": seen})
    assert (first.status_code, first["Location"]) == (302, address(operator))
    stale = client.post(address(operator), {**SAID, "name": "Third name", "seen": seen})
    form = stale.context["form"]
    assert (stale.status_code, form["name"].value()) == (409, "Third name")
    assert [(str(label), value) for label, value in form.meanwhile] == [("Name", "Gardu Media")]
    operator.refresh_from_db()
    assert (operator.name, operator.jurisdiction) == ("Gardu Media", "ID")


def test_the_first_lead_is_invited_until_somebody_manages(client, owner):
    operator = make_operator()
    wrong = client.post(address(operator, "organisation_invite"), {"email": "lead"})
    assert (wrong.status_code, wrong.context["first"]["email"].value()) == (422, "lead")
    invited = client.post(address(operator, "organisation_invite"), {"email": "lead@gardu.example"})
    assert invited["Location"] == address(operator)
    make_person(operator, Role.LEAD)
    refused = client.post(address(operator, "organisation_invite"), {"email": "two@gardu.example"})
    assert (refused.status_code, Invitation.objects.count()) == (403, 1)


def test_an_invitation_of_another_organisation_leads_back_to_its_page(client, owner):
    client.post(NEW, FOUNDED)
    offer = Invitation.objects.get()
    response = client.post(reverse("dashboard:invitation_revoke", args=[offer.public_id]))
    assert response["Location"] == address(offer.organisation)


def test_closing_takes_services_out_of_use_and_opening_says_what_to_do(client, owner):
    operator = make_operator()
    platform = make_platform(operator)
    closed = client.post(address(operator, "organisation_close"), follow=True).content.decode()
    platform.refresh_from_db()
    assert (platform.active, "Closed: nobody can sign in." in closed) == (False, True)
    opened = client.post(address(operator, "organisation_open"), follow=True).content.decode()
    assert "Put its services into use" in opened


def test_the_owner_is_not_closed(client, owner):
    page = client.post(address(owner, "organisation_close"), follow=True).content.decode()
    owner.refresh_from_db()
    assert (owner.active, "The owning agency cannot be closed." in page) == (True, True)


def test_an_organisation_that_does_not_exist_is_not_found(client, owner):
    for name in ("organisation", "organisation_invite", "organisation_close", "organisation_open"):
        response = client.post(reverse(f"dashboard:{name}", args=[uuid4()]), {**SAID, "email": "a@b.example"})
        assert response.status_code == 404


@pytest.mark.parametrize(
    ("make", "role"),
    [(make_agency, Role.ADMINISTRATOR), (make_agency, Role.SUPERVISOR), (make_operator, Role.LEAD)],
)
def test_nobody_else_sees_organisations_not_even_his_own(client, make, role):
    own = make()
    client.force_login(make_person(own, role))
    statuses = [client.get(each).status_code for each in (LIST, NEW, address(own))]
    statuses += [client.post(address(own, "organisation_close")).status_code]
    assert statuses == [403] * 4
