"""Tokens in the pages: made once, shown once, revoked."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, Token
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"tdk_[A-Za-z0-9_-]{43}")


@pytest.fixture
def agency() -> Organisation:
    return make_agency(OrganisationKind.ISSUING)


@pytest.fixture
def client(agency: Organisation) -> Client:
    manager = make_person(agency, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(manager)
    return client


def words(agency: Organisation, **more: object) -> dict[str, object]:
    person = make_person(agency, Role.ANALYST)
    return {"name": "Bridge", "responsible": person.public_id, "scopes": ["report"], "days": "30", **more}


def test_a_token_is_shown_once_and_works(agency: Organisation, client: Client) -> None:
    made = client.post(reverse("dashboard:token_new"), words(agency))
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    [secret] = set(SECRET.findall(made.content.decode()))
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["acts_as"]) == (200, ["analyst"])
    for name in ("tokens", "token_new"):
        assert SECRET.findall(client.get(reverse(f"dashboard:{name}")).content.decode()) == []
    assert SECRET.findall(str(dict(client.session))) == []


def test_a_form_that_cannot_be_taken_comes_back_with_what_was_typed(
    agency: Organisation, client: Client
) -> None:
    answer = client.post(reverse("dashboard:token_new"), words(agency, scopes=["approve"]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This person has no role for “Return, approve and send”." in page
    assert 'value="Bridge"' in page
    assert Token.objects.count() == 0


def test_a_revoked_token_is_refused_and_stays_in_the_list(agency: Organisation, client: Client) -> None:
    made = client.post(reverse("dashboard:token_new"), words(agency))
    [secret] = set(SECRET.findall(made.content.decode()))
    token = Token.objects.get()
    client.post(reverse("dashboard:token_revoke", args=[token.public_id]))
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert "revoked" in client.get(reverse("dashboard:tokens")).content.decode()
