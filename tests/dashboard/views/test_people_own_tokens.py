"""Tokens in the own profile: an offer is looked at, accepted and shown once, or declined."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.acting import Actor
from accounts.domain.bearing import bearer_of
from accounts.domain.tokens import revoke_token
from accounts.enums import Role, Scope
from accounts.models import Token, User
from kernel.clock import database_now
from tests.factories.organisations import make_agency
from tests.factories.people import PASSWORD, actor_for, make_person
from tests.factories.second_factors import code_of, make_totp, sign_in
from tests.factories.tokens import make_offer, make_token

pytestmark = pytest.mark.django_db
PROFILE = reverse("dashboard:profile")
SECRET = re.compile(r"tdk_[A-Za-z0-9_-]{43}")


@pytest.fixture
def analyst() -> User:
    return make_person(make_agency(), Role.ANALYST, email="analyst@desk.example")


@pytest.fixture
def offer(analyst: User) -> Token:
    return make_offer(actor_for(analyst), Scope.REPORT)


def page_of(offer: Token) -> str:
    return reverse("dashboard:token_offer", args=[offer.public_id])


def secrets_in(client: Client, *paths: str) -> list[str]:
    return [secret for path in paths for secret in SECRET.findall(client.get(path).content.decode())]


def test_an_offer_stands_in_the_profile_and_leads_to_what_it_opens(
    client: Client, analyst: User, offer: Token
) -> None:
    sign_in(client, analyst)
    assert f'href="{page_of(offer)}"' in client.get(PROFILE).content.decode()
    page = client.get(page_of(offer)).content.decode()
    assert offer.offered_by.name in page
    assert "Report, file, answer questions, verify and close" in page
    assert "30 days from now on" in page
    assert Token.objects.get().hash is None


def test_the_secret_is_shown_once_to_who_accepts_and_works(
    client: Client, analyst: User, offer: Token
) -> None:
    sign_in(client, analyst)
    made = client.post(page_of(offer))
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    [secret] = set(SECRET.findall(made.content.decode()))
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["acts_as"]) == (200, ["analyst"])
    assert secrets_in(client, PROFILE, page_of(offer)) == []
    assert SECRET.findall(str(dict(client.session))) == []
    again = client.post(page_of(offer))
    assert again.status_code == 409
    assert "You accepted this token already" in again.content.decode()


def test_who_manages_people_neither_sees_nor_accepts_what_is_offered_to_another(offer: Token) -> None:
    manager = Client()
    sign_in(manager, offer.offered_by)
    for answer in (manager.get(page_of(offer)), manager.post(page_of(offer))):
        assert answer.status_code == 404
    assert Token.objects.get().hash is None


def test_accepting_asks_again_who_it_is_when_the_sign_in_is_long_ago(
    client: Client, analyst: User, offer: Token
) -> None:
    client.force_login(analyst)
    asked = client.get(page_of(offer))
    assert (
        asked["Location"] == f"{reverse('account_reauthenticate')}?next={page_of(offer).replace('/', '%2F')}"
    )
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == page_of(offer)
    assert client.get(page_of(offer)).status_code == 200


def test_an_acceptance_waits_for_the_password_and_then_shows_the_secret(
    client: Client, analyst: User, offer: Token
) -> None:
    client.force_login(analyst)
    asked = client.post(page_of(offer))
    assert asked.status_code == 302
    assert Token.objects.get().hash is None
    made = client.post(asked["Location"], {"password": PASSWORD})
    [secret] = set(SECRET.findall(made.content.decode()))
    assert bearer_of(secret, database_now()) is not None
    assert "no-store" in made["Cache-Control"]
    assert SECRET.findall(str(dict(client.session))) == []


def test_who_has_a_second_factor_shows_once_more_that_it_is_he(
    client: Client, analyst: User, offer: Token
) -> None:
    make_totp(analyst)
    sign_in(client, analyst, code_of())
    assert client.get(page_of(offer))["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(page_of(offer)).status_code == 302
    assert Token.objects.get().hash is None


def test_a_declined_offer_makes_no_token(client: Client, analyst: User, offer: Token) -> None:
    client.force_login(analyst)
    answer = client.post(reverse("dashboard:token_decline", args=[offer.public_id]), follow=True)
    assert "Declined. No token was made." in answer.content.decode()
    assert (Token.objects.get().declined_at is not None, Token.objects.get().hash) == (True, None)
    assert client.get(page_of(offer)).status_code == 409


def test_an_offer_that_was_revoked_meanwhile_says_so(client: Client, analyst: User, offer: Token) -> None:
    sign_in(client, analyst)
    manager: Actor = actor_for(offer.offered_by)
    revoke_token(actor=manager, token=offer.public_id, now=database_now())
    answer = client.post(page_of(offer))
    assert answer.status_code == 409
    assert "This token is revoked already." in answer.content.decode()


def test_the_profile_tells_when_a_token_was_last_used_and_revokes_it(client: Client, analyst: User) -> None:
    token, secret = make_token(actor_for(analyst))
    used = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me/", headers=used).status_code == 200
    client.force_login(analyst)
    [row] = client.get(PROFILE).context["tokens"]
    assert row["token"].last_used_at == Token.objects.get().last_used_at is not None
    client.post(reverse("dashboard:own_token_revoke", args=[token.public_id]))
    assert Client().get("/api/v1/me/", headers=used).status_code == 401


def test_a_person_without_tokens_reads_nothing_of_them(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    assert "Tokens in your name" not in client.get(PROFILE).content.decode()
