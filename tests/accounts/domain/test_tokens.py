"""Tokens: who makes them, what they open, when they end."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.acting import Actor, acting_as
from accounts.domain.bearing import bearer_of, mark_used
from accounts.domain.people import close_account, enable
from accounts.domain.tokens import TokenWords, create_token, revoke_token, tokens_of
from accounts.enums import OrganisationKind, Role, Scope
from accounts.models import Membership, Token, User
from audit.enums import ActorKind
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.cases import NOON
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def manager() -> Actor:
    return make_actor(make_agency(OrganisationKind.ISSUING), Role.ADMINISTRATOR)


def person_of(manager: Actor, *roles: Role) -> User:
    house = Membership.objects.get(user_id=manager.user_id).organisation
    return User.objects.get(pk=make_actor(house, *roles).user_id)


def made(manager: Actor, person: User, *scopes: Scope, days: int = 30) -> tuple[Token, str]:
    words = TokenWords("Bridge", person.public_id, scopes, days)
    return create_token(actor=manager, words=words, now=NOON)


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


def test_only_the_hash_of_a_token_is_kept(manager: Actor) -> None:
    token, secret = made(manager, person_of(manager, Role.ANALYST), Scope.REPORT)
    assert secret.startswith("tdk_")
    assert secret not in str(Token.objects.filter(pk=token.pk).values())


def test_a_token_ends_when_it_expires_or_is_revoked(manager: Actor) -> None:
    token, secret = made(manager, person_of(manager, Role.ANALYST), days=1)
    assert bearer_of(secret, NOON + timedelta(days=1)) is None
    revoke_token(actor=manager, token=token.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None
    assert verbs_of("token", token.public_id) == ["create_token", "revoke_token"]
    with pytest.raises(Conflict):
        revoke_token(actor=manager, token=token.public_id, now=LATER)


def test_a_token_ends_for_good_with_the_account_of_its_person(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST)
    _token, secret = made(manager, person, Scope.REPORT)
    with acting_as(manager):
        close_account(actor=manager, person=person.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None
    enable(actor=manager, person=person.public_id, now=LATER)
    assert bearer_of(secret, LATER) is None


def test_a_token_loses_what_its_person_loses(manager: Actor) -> None:
    person = person_of(manager, Role.ANALYST, Role.APPROVER)
    _token, secret = made(manager, person, Scope.REPORT, Scope.APPROVE)
    Membership.objects.filter(user=person).update(roles=[Role.APPROVER])
    bearer = bearer_of(secret, LATER)
    assert bearer is not None
    assert bearer.actor.roles == {Role.APPROVER}


@pytest.mark.parametrize("secret", ["", "tdk_", "tdk_" + "x" * 300, "Bearer", "tdk_\x00"])
def test_what_is_no_token_is_nobody(secret: str) -> None:
    assert bearer_of(secret, NOON) is None


def test_a_token_is_of_ones_own_active_people_for_a_role_they_have(manager: Actor) -> None:
    stranger = person_of(make_actor(make_agency(), Role.ADMINISTRATOR), Role.ANALYST)
    for person, scopes, code in (
        (stranger, [Scope.REPORT], "person_unknown"),
        (person_of(manager, Role.ANALYST), [Scope.APPROVE], "scope_without_role"),
        (person_of(manager, Role.ANALYST), [Scope.ANSWER], "scope_unknown"),
    ):
        with pytest.raises(Invalid) as raised:
            made(manager, person, *scopes)
        assert raised.value.code == code
    for days in (0, 366):
        with pytest.raises(Invalid):
            made(manager, person_of(manager, Role.ANALYST), days=days)


def test_who_manages_nobody_makes_and_sees_no_token(manager: Actor) -> None:
    analyst = make_actor(make_agency(), Role.ANALYST)
    with pytest.raises(NotAllowed):
        made(analyst, User.objects.get(pk=analyst.user_id))
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


def test_whose_a_token_is_cannot_be_changed_in_the_database(manager: Actor) -> None:
    token, _secret = made(manager, person_of(manager, Role.ANALYST))
    other = person_of(manager, Role.APPROVER)
    for change in ({"responsible": other}, {"scopes": ["approve"]}, {"hash": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Token.objects.filter(pk=token.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        token.delete()
