"""Tokens: who offers them, what they open, when they end."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.domain.bearing import bearer_of, mark_used
from accounts.domain.consenting import accept_token, decline_token
from accounts.domain.organisations import close_organisation
from accounts.domain.people import close_account, enable
from accounts.domain.tokens import TokenWords, revoke_token, state_of, tokens_of
from accounts.enums import OrganisationKind, Role, Scope, TokenState
from accounts.models import Membership, Organisation, Token, User
from accounts.models.token import OFFER_STANDS_FOR
from audit.enums import ActorKind
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.domain.token_offers import offer_token
from tests.factories.cases import NOON
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import actor_for, make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def manager() -> Actor:
    return make_actor(make_agency(OrganisationKind.ISSUING), Role.ADMINISTRATOR)


def person_of(manager: Actor, *roles: Role) -> User:
    house = Membership.objects.get(user_id=manager.user_id).organisation
    return User.objects.get(pk=make_actor(house, *roles).user_id)


def offered(manager: Actor, person: User, *scopes: Scope, days: int = 30, token: UUID | None = None) -> Token:
    words = TokenWords("Bridge", person.public_id, scopes, days)
    return offer_token(actor=manager, token=token or uuid4(), words=words, now=NOON)


def made(manager: Actor, person: User, *scopes: Scope, days: int = 30) -> tuple[Token, str]:
    offer = offered(manager, person, *scopes, days=days)
    return accept_token(actor=actor_for(person), token=offer.public_id, now=NOON)


def test_a_token_is_its_person_in_the_roles_that_its_scopes_open(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST, Role.APPROVER, Role.ADMINISTRATOR)
    token, secret = made(manager, person, Scope.REPORT)
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    actor = bearer.actor
    assert (actor.kind, actor.id, actor.user_id) == (ActorKind.TOKEN, str(token.public_id), person.pk)
    assert actor.roles == {Role.ANALYST}
    assert actor.sees_as == {Role.ANALYST, Role.APPROVER}
    assert actor.label.startswith("analyst · ")


def test_a_token_that_only_reads_acts_in_no_role(manager: Actor) -> None:
    _token, secret = made(manager, person_of(manager, Role.ANALYST))
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    assert bearer.actor.roles == frozenset()
    assert bearer.actor.sees(Role.ANALYST)


def test_a_leads_token_answers_as_a_moderator_and_manages_nobody() -> None:
    lead = make_actor(make_operator(), Role.LEAD)
    _token, secret = made(lead, User.objects.get(pk=lead.user_id), Scope.ANSWER)
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    assert bearer.actor.roles == {Role.MODERATOR}


def test_an_offer_has_no_secret_and_no_end_yet(manager: Actor) -> None:
    offer = offered(manager, person_of(manager, Role.ANALYST), Scope.REPORT)
    assert (offer.hash, offer.accepted_at, offer.expires_at) == (None, None, None)
    assert state_of(offer, NOON) == TokenState.OFFERED
    assert verbs_of("token", offer.public_id) == ["offer_token"]


def test_only_the_hash_of_a_token_is_kept(manager: Actor) -> None:
    token, secret = made(manager, person_of(manager, Role.ANALYST), Scope.REPORT)
    assert secret.startswith("tdk_")
    assert secret not in str(Token.objects.filter(pk=token.pk).values())


def test_a_token_ends_when_it_expires_or_is_revoked(manager: Actor) -> None:
    token, secret = made(manager, person_of(manager, Role.ANALYST), days=1)
    assert bearer_of(secret, NOON + timedelta(days=1)) is None
    revoke_token(actor=manager, token=token.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None
    assert verbs_of("token", token.public_id) == ["offer_token", "accept_token", "revoke_token"]


def test_what_has_ended_is_not_revoked_and_says_how_it_ended(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST)
    accepted, _secret = made(manager, person, days=1)
    declined, lapsed, revoked = (offered(manager, person) for _ in range(3))
    decline_token(actor=actor_for(person), token=declined.public_id, now=NOON)
    revoke_token(actor=manager, token=revoked.public_id, now=NOON)
    for token, code in (
        (accepted, "token_expired"),
        (declined, "token_declined"),
        (lapsed, "token_lapsed"),
        (revoked, "revoked_already"),
    ):
        with pytest.raises(Conflict) as raised:
            revoke_token(actor=manager, token=token.public_id, now=NOON + OFFER_STANDS_FOR)
        assert raised.value.code == code


def test_the_person_in_whose_name_it_is_revokes_a_token_too_and_no_colleague(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST)
    token, secret = made(manager, person)
    with pytest.raises(NotKnown):
        revoke_token(actor=actor_for(person_of(manager, Role.ANALYST)), token=token.public_id, now=LATER)
    revoke_token(actor=actor_for(person), token=token.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None


def test_a_token_ends_for_good_with_the_account_of_its_person(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST)
    _token, secret = made(manager, person, Scope.REPORT)
    offer = offered(manager, person)
    declined = offered(manager, person)
    decline_token(actor=actor_for(person), token=declined.public_id, now=NOON)
    with acting_as(manager):
        close_account(actor=manager, person=person.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None
    enable(actor=manager, person=person.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None
    with pytest.raises(Conflict) as raised:
        accept_token(actor=actor_for(person), token=offer.public_id, now=LATER)
    assert raised.value.code == "revoked_already"


def test_tokens_and_offers_end_with_the_organisation(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST)
    made(manager, person)
    offered(manager, person)
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    house = Organisation.objects.get(pk=manager.organisation_id)
    close_organisation(actor=owner, organisation=house.public_id, now=LATER)
    assert [state_of(token, LATER) for token in Token.objects.all()] == [TokenState.REVOKED] * 2


def test_a_token_loses_what_its_person_loses(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST, Role.APPROVER)
    _token, secret = made(manager, person, Scope.REPORT, Scope.APPROVE)
    Membership.objects.filter(user=person).update(roles=[Role.APPROVER])
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    assert bearer.actor.roles == {Role.APPROVER}


@pytest.mark.parametrize("secret", ["", "tdk_", "tdk_" + "x" * 300, "Bearer", "tdk_\x00", "tdk_None"])
def test_what_is_no_token_is_nobody(secret: str, manager: Actor) -> None:
    offered(manager, person_of(manager, Role.ANALYST))
    assert bearer_of(secret, NOON) is None


def test_a_token_is_of_ones_own_active_people_for_a_role_they_have(manager: Actor) -> None:
    stranger = person_of(make_actor(make_agency(), Role.ADMINISTRATOR), Role.ANALYST)
    for person, scopes, code in (
        (stranger, [Scope.REPORT], "person_unknown"),
        (person_of(manager, Role.ANALYST), [Scope.APPROVE], "scope_without_role"),
        (person_of(manager, Role.ANALYST), [Scope.ANSWER], "scope_unknown"),
    ):
        with pytest.raises(Invalid) as raised:
            offered(manager, person, *scopes)
        assert raised.value.code == code
    for days in (0, 366):
        with pytest.raises(Invalid):
            offered(manager, person_of(manager, Role.ANALYST), days=days)


def test_who_manages_nobody_offers_and_lists_no_token(manager: Actor) -> None:
    analyst = make_actor(make_agency(), Role.ANALYST)
    with pytest.raises(NotAllowed):
        offered(analyst, User.objects.get(pk=analyst.user_id))
    with pytest.raises(NotAllowed):
        tokens_of(analyst)


def test_the_tokens_of_another_house_are_not_known(manager: Actor) -> None:
    token, _secret = made(manager, person_of(manager, Role.ANALYST))
    other = make_actor(make_agency(), Role.ADMINISTRATOR)
    assert tokens_of(other) == []
    with pytest.raises(NotKnown):
        revoke_token(actor=other, token=token.public_id, now=LATER)


def test_a_use_is_kept_to_the_hour(manager: Actor) -> None:
    token, _secret = made(manager, person_of(manager, Role.ANALYST))
    mark_used(token, NOON)
    token.refresh_from_db()
    mark_used(token, NOON + timedelta(minutes=59))
    assert Token.objects.get(pk=token.pk).last_used_at == NOON
    mark_used(token, NOON + timedelta(minutes=60))
    assert Token.objects.get(pk=token.pk).last_used_at == NOON + timedelta(minutes=60)
