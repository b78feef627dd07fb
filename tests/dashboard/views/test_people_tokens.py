"""Tokens in the pages of who manages people: offered, listed in every state, revoked, never seen."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.consenting import accept_token, decline_token
from accounts.domain.tokens import revoke_token
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, Token, User
from kernel.clock import database_now
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person
from tests.factories.tokens import make_offer, make_token

pytestmark = pytest.mark.django_db
LIST = reverse("dashboard:tokens")
NEW = reverse("dashboard:token_new")
OFFER = re.compile(r'name="offer" value="([0-9a-f-]{36})"')


@pytest.fixture
def agency() -> Organisation:
    return make_agency(OrganisationKind.ISSUING)


@pytest.fixture
def manager(agency: Organisation) -> User:
    return make_person(agency, Role.ADMINISTRATOR)


@pytest.fixture
def analyst(agency: Organisation) -> User:
    return make_person(agency, Role.ANALYST)


@pytest.fixture
def client(manager: User) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def words(person: User, **more: object) -> dict[str, object]:
    chosen = {"name": "Bridge", "responsible": person.public_id, "scopes": ["report"], "days": "30"}
    return {**chosen, "offer": uuid4(), **more}


def test_an_offer_shows_no_secret_to_who_made_it(client: Client, analyst: User) -> None:
    answer = client.post(NEW, words(analyst), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(LIST, 302)]
    assert f"Offered to {analyst.name}, who was told." in page
    assert "tdk_" not in page
    offer = Token.objects.get()
    assert (offer.responsible_id, offer.scopes, offer.days, offer.hash) == (
        analyst.pk,
        ["read", "report"],
        30,
        None,
    )


def test_an_offer_to_oneself_goes_on_to_the_own_answer(client: Client, manager: User) -> None:
    answer = client.post(NEW, words(manager, scopes=[]))
    offer = Token.objects.get()
    assert answer["Location"] == reverse("dashboard:token_offer", args=[offer.public_id])
    assert offer.accepted_at is None


def test_a_form_that_cannot_be_taken_comes_back_with_what_was_typed(client: Client, analyst: User) -> None:
    sent = words(analyst, scopes=["approve"])
    answer = client.post(NEW, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This person has no role for “Return, approve and send”." in page
    assert 'value="Bridge"' in page
    assert OFFER.findall(page) == [str(sent["offer"])]
    assert Token.objects.count() == 0


def test_a_form_sent_twice_makes_one_offer(client: Client, analyst: User) -> None:
    [offer] = OFFER.findall(client.get(NEW).content.decode())
    sent = words(analyst, offer=offer)
    answers = [client.post(NEW, sent) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [LIST, LIST]
    assert [str(token.public_id) for token in Token.objects.all()] == [offer]


def test_a_form_sent_again_with_other_words_is_kept_and_can_be_sent_as_a_second_offer(
    client: Client, analyst: User
) -> None:
    sent = words(analyst)
    client.post(NEW, sent)
    answer = client.post(NEW, {**sent, "name": "Second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This form was sent before, with other words." in page
    assert 'value="Second"' in page
    [fresh] = OFFER.findall(page)
    client.post(NEW, {**sent, "name": "Second", "offer": fresh})
    assert sorted(Token.objects.values_list("name", flat=True)) == ["Bridge", "Second"]


@pytest.mark.parametrize("offer", ["", "no-uuid"])
def test_a_form_without_its_key_is_refused(offer: str, client: Client, analyst: User) -> None:
    assert client.post(NEW, words(analyst, offer=offer)).status_code == 422


def named(name: str, person: User, now: datetime, *, days: int = 30) -> Token:
    offer = make_offer(actor_for(person), now=now, days=days)
    Token.objects.filter(pk=offer.pk).update(name=name)
    return offer


def test_the_list_says_of_each_token_what_has_become_of_it(client: Client, analyst: User) -> None:
    now, person = database_now(), actor_for(analyst)
    long_ago = now - timedelta(days=9)
    named("one", analyst, now)
    named("two", analyst, long_ago)
    accept_token(actor=person, token=named("three", analyst, now).public_id, now=now)
    accept_token(actor=person, token=named("four", analyst, long_ago, days=1).public_id, now=long_ago)
    decline_token(actor=person, token=named("five", analyst, now).public_id, now=now)
    revoke_token(actor=person, token=named("six", analyst, now).public_id, now=now)
    rows = client.get(LIST).context["rows"]
    assert {row["token"].name: (str(row["state"].label), row["until"] is not None) for row in rows} == {
        "one": ("Offered", True),
        "two": ("Lapsed", False),
        "three": ("In force", True),
        "four": ("Expired", False),
        "five": ("Declined", False),
        "six": ("Revoked", False),
    }


def test_a_revoked_token_is_refused_and_stays_in_the_list(client: Client, analyst: User) -> None:
    token, secret = make_token(actor_for(analyst))
    client.post(reverse("dashboard:token_revoke", args=[token.public_id]))
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert "Revoked" in client.get(LIST).content.decode()
