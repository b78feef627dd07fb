"""A token is a key only once the person in whose name it acts has accepted it."""

from datetime import timedelta

import pytest

from accounts.domain.acting import Actor
from accounts.domain.bearing import bearer_of
from accounts.domain.consenting import accept_token, decline_token, own_tokens, standing_token_offer
from accounts.domain.tokens import hash_of, revoke_token
from accounts.enums import Role, Scope
from accounts.models import Membership, Token, User
from accounts.models.token import OFFER_STANDS_FOR
from audit.models import Entry
from kernel.errors import Conflict, NotAllowed, NotKnown
from notifications.models import Outbox
from tests.factories.cases import NOON
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_actor
from tests.factories.recorded import changes_of, verbs_of
from tests.factories.tokens import make_offer

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def person() -> Actor:
    return make_actor(make_agency(), Role.APPROVER)


@pytest.fixture
def offer(person: Actor) -> Token:
    return make_offer(person, Scope.APPROVE, days=30, now=NOON)


def refusal(person: Actor, offer: Token, now: object = LATER) -> str:
    """The code with which an acceptance is refused; no key was made by it."""
    before = Token.objects.get(pk=offer.pk).hash
    with pytest.raises(Conflict) as raised:
        accept_token(actor=person, token=offer.public_id, now=now)  # type: ignore[arg-type]
    assert Token.objects.get(pk=offer.pk).hash == before
    return raised.value.code


def test_a_life_begins_with_the_acceptance(person: Actor, offer: Token) -> None:
    token, secret = accept_token(actor=person, token=offer.public_id, now=LATER)
    assert (token.accepted_at, token.expires_at) == (LATER, LATER + timedelta(days=30))
    assert Token.objects.get(pk=token.pk).hash == hash_of(secret)
    bearer = bearer_of(secret, LATER + timedelta(days=29))
    assert bearer is not None
    assert bearer.actor.user_id == person.user_id


def test_the_record_tells_of_the_consent_and_nothing_holds_the_secret(person: Actor, offer: Token) -> None:
    _token, secret = accept_token(actor=person, token=offer.public_id, now=LATER)
    assert verbs_of("token", offer.public_id) == ["offer_token", "accept_token"]
    assert changes_of("token", offer.public_id) == {"expires_at": (LATER + timedelta(days=30)).isoformat()}
    entry = Entry.objects.get(subject_id=str(offer.public_id), verb="accept_token")
    assert (entry.actor_kind, entry.actor_id) == ("user", person.id)
    kept = [*Entry.objects.values(), *Outbox.objects.values(), *Token.objects.values()]
    assert [row for row in kept if secret in str(row)] == []


def test_nobody_else_accepts_declines_or_sees_an_offer(person: Actor, offer: Token) -> None:
    manager = actor_for(offer.offered_by)
    for verb in (accept_token, decline_token):
        with pytest.raises(NotKnown):
            verb(actor=manager, token=offer.public_id, now=LATER)
    assert own_tokens(manager) == []
    assert own_tokens(person) == [offer]


def test_a_program_accepts_nothing_for_its_person(person: Actor, offer: Token) -> None:
    _token, secret = accept_token(actor=person, token=offer.public_id, now=NOON)
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    another = make_offer(person, now=NOON)
    with pytest.raises(NotAllowed):
        accept_token(actor=bearer.actor, token=another.public_id, now=LATER)


def test_a_second_acceptance_makes_no_second_secret(person: Actor, offer: Token) -> None:
    accept_token(actor=person, token=offer.public_id, now=LATER)
    assert refusal(person, offer) == "token_accepted"


def test_what_was_declined_is_no_key(person: Actor, offer: Token) -> None:
    decline_token(actor=person, token=offer.public_id, now=NOON)
    assert refusal(person, offer) == "token_declined"
    assert verbs_of("token", offer.public_id) == ["offer_token", "decline_token"]


def test_what_was_revoked_is_no_key(person: Actor, offer: Token) -> None:
    revoke_token(actor=actor_for(offer.offered_by), token=offer.public_id, now=NOON)
    assert refusal(person, offer) == "revoked_already"


def test_an_offer_lapses_after_seven_days(person: Actor, offer: Token) -> None:
    assert refusal(person, offer, NOON + OFFER_STANDS_FOR) == "token_lapsed"
    accept_token(actor=person, token=offer.public_id, now=NOON + OFFER_STANDS_FOR - timedelta(seconds=1))


def test_what_was_answered_is_not_declined_any_more(person: Actor, offer: Token) -> None:
    accept_token(actor=person, token=offer.public_id, now=NOON)
    for verb in (
        decline_token,
        lambda **words: standing_token_offer(words["actor"], words["token"], now=LATER),
    ):
        with pytest.raises(Conflict) as raised:
            verb(actor=person, token=offer.public_id, now=LATER)
        assert raised.value.code == "token_accepted"


def test_who_lost_the_role_meanwhile_cannot_accept(person: Actor, offer: Token) -> None:
    Membership.objects.filter(user_id=person.user_id).update(roles=[Role.ANALYST])
    assert refusal(person, offer) == "role_lost"


def test_who_left_the_organisation_meanwhile_cannot_accept(person: Actor, offer: Token) -> None:
    Membership.objects.filter(user_id=person.user_id).update(organisation=make_agency())
    assert refusal(person, offer) == "seat_lost"


def test_whose_account_was_closed_meanwhile_cannot_accept(person: Actor, offer: Token) -> None:
    User.objects.filter(pk=person.user_id).update(is_active=False)
    assert refusal(person, offer) == "seat_lost"
