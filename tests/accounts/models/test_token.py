"""What the database itself holds a token to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accounts.domain.acting import Actor
from accounts.domain.consenting import accept_token, decline_token
from accounts.domain.tokens import revoke_token
from accounts.enums import Role
from accounts.models import Token
from tests.factories.cases import NOON
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor, make_person
from tests.factories.tokens import make_offer

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
KEY = {"hash": "0" * 64, "accepted_at": LATER, "expires_at": LATER + timedelta(days=1)}


@pytest.fixture
def person() -> Actor:
    return make_actor(make_agency(), Role.ANALYST)


@pytest.fixture
def offer(person: Actor) -> Token:
    return make_offer(person, now=NOON)


def takes(token: Token, **change: object) -> bool:
    """Whether the database takes a change of a row."""
    try:
        with transaction.atomic():
            Token.objects.filter(pk=token.pk).update(**change)
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("part", KEY)
def test_a_hash_an_acceptance_and_an_end_are_there_together_or_not_at_all(part: str, offer: Token) -> None:
    assert not takes(offer, **{**KEY, part: None})
    assert not takes(offer, **{part: KEY[part]})
    assert takes(offer, **KEY)


@pytest.mark.parametrize("wrong", [{"expires_at": LATER}, {"accepted_at": NOON - timedelta(seconds=1)}])
def test_a_key_ends_after_its_acceptance_which_follows_the_offer(
    wrong: dict[str, object], offer: Token
) -> None:
    assert not takes(offer, **{**KEY, **wrong})


def test_a_token_begins_as_an_offer(offer: Token) -> None:
    other = Token(
        organisation=offer.organisation,
        name="Bridge",
        responsible=offer.responsible,
        scopes=["read"],
        days=1,
        offered_by=offer.offered_by,
        offered_at=NOON,
        **KEY,
    )
    with pytest.raises(DatabaseError, match="Cannot insert"), transaction.atomic():
        other.save(force_insert=True)


@pytest.mark.parametrize("days", [0, 366])
def test_a_token_is_offered_for_a_day_to_a_year(days: int, offer: Token) -> None:
    offer.pk, offer.public_id, offer.days = None, uuid4(), days
    with pytest.raises(DatabaseError, match="token_days"), transaction.atomic():
        offer.save(force_insert=True)


def test_whose_an_offer_is_and_what_it_opens_never_change(offer: Token) -> None:
    other = make_person(offer.organisation, Role.APPROVER)
    for change in (
        {"responsible": other},
        {"scopes": ["read", "approve"]},
        {"days": 300},
        {"offered_at": LATER},
    ):
        assert not takes(offer, **change), change
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        offer.delete()


def test_hash_acceptance_and_end_are_set_once(person: Actor, offer: Token) -> None:
    accept_token(actor=person, token=offer.public_id, now=NOON)
    for change in (
        {"hash": "0" * 64},
        {"expires_at": NOON + timedelta(days=300)},
        {"accepted_at": LATER},
        {"hash": None, "accepted_at": None, "expires_at": None},
        {"declined_at": LATER},
    ):
        assert not takes(offer, **change), change
    assert takes(offer, last_used_at=LATER)


@pytest.mark.parametrize(
    "change", [KEY, {"declined_at": None}, {"declined_at": LATER}, {"revoked_at": LATER}]
)
def test_what_was_declined_stays_so(change: dict[str, object], person: Actor, offer: Token) -> None:
    decline_token(actor=person, token=offer.public_id, now=NOON)
    assert not takes(offer, **change)


@pytest.mark.parametrize("change", [KEY, {"revoked_at": None}, {"declined_at": LATER}, {"revoked_at": LATER}])
def test_what_was_revoked_stays_so(change: dict[str, object], person: Actor, offer: Token) -> None:
    revoke_token(actor=person, token=offer.public_id, now=NOON)
    assert not takes(offer, **change)
