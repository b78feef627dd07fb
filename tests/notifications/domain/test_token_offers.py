"""An offer is told once to the person who is to answer for the token, and to nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from accounts.domain.acting import Actor
from accounts.domain.tokens import TokenWords
from accounts.enums import Role
from accounts.models import Token, User
from audit.models import Entry
from kernel.errors import Conflict
from notifications.domain.texts import render
from notifications.domain.token_offers import offer_token
from notifications.models import Outbox
from tests.factories.cases import NOON
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor, make_person

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(seconds=1)


@pytest.fixture
def manager() -> Actor:
    return make_actor(make_agency(name="Badan Uji"), Role.ADMINISTRATOR)


@pytest.fixture
def person(manager: Actor) -> User:
    house = User.objects.get(pk=manager.user_id).membership.organisation
    return make_person(house, Role.ANALYST, email="analyst@desk.example")


def test_the_responsible_person_is_told_where_to_answer_until_when(manager: Actor, person: User) -> None:
    words = TokenWords("Bridge", person.public_id, ["report"], 30)
    offer_token(actor=manager, token=uuid4(), words=words, now=NOON)
    [told] = Outbox.objects.all()
    assert (told.user_id, told.address, told.kind) == (person.pk, person.email, "token_offered")
    with translation.override("en"):
        text = render(told.kind, told.context, "en", "UTC", "https://desk.example/profile/")
    assert text.body == (
        "Badan Uji offers you a token: with it a program acts in your name. Accept or decline it in your "
        "profile.\n\n"
        "Due: 9 Mar 2026, 12:00 UTC\n\n"
        "Open it here, after signing in:\nhttps://desk.example/profile/\n\n"
        "Takedown sends the reference, the due time and a link. Everything else is behind the link.\n"
    )


def test_the_same_form_sent_twice_is_one_offer(manager: Actor, person: User) -> None:
    sent, words = uuid4(), TokenWords("Bridge", person.public_id, ["report"], 30)
    first = offer_token(actor=manager, token=sent, words=words, now=NOON)
    again = offer_token(actor=manager, token=sent, words=words, now=SOON)
    assert (again.pk, again.offered_at) == (first.pk, NOON)
    counts = (Token.objects.count(), Outbox.objects.count(), Entry.objects.filter(verb="offer_token").count())
    assert counts == (1, 1, 1)


def test_other_words_under_the_same_id_are_refused_and_change_nothing(manager: Actor, person: User) -> None:
    sent = uuid4()
    words = TokenWords("Bridge", person.public_id, ["report"], 30)
    offer_token(actor=manager, token=sent, words=words, now=NOON)
    for other in (
        TokenWords("Another", person.public_id, ["report"], 30),
        TokenWords("Bridge", person.public_id, [], 30),
        TokenWords("Bridge", person.public_id, ["report"], 365),
    ):
        with pytest.raises(Conflict):
            offer_token(actor=manager, token=sent, words=other, now=SOON)
    assert Token.objects.get().name == "Bridge"
