"""Two clicks at the same instant: one wins, the other reads why not."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from accounts.domain.acting import acting_as
from accounts.domain.consenting import accept_token, decline_token
from accounts.domain.inviting import offer_seat
from accounts.domain.joining import Newcomer
from accounts.domain.tokens import TokenWords, revoke_token
from accounts.enums import Role
from accounts.models import Invitation, Token, User
from channels_registry.domain.seats import accept_invitation
from kernel.errors import DomainError
from notifications.domain.token_offers import offer_token
from sla.domain.law import CategoryWords, add_category
from sla.enums import Urgency
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.tokens import make_offer

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEWCOMER = Newcomer("Newly Come", "", "three words to remember", "en", "UTC")


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Return what became of each verb, called in threads of their own: "done" or the code."""
    outcomes: list[str] = []
    start = Barrier(len(verbs))

    def run(verb: Callable[[], object]) -> None:
        start.wait()
        try:
            verb()
            outcomes.append("done")
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_a_category_is_added_once():
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    words = CategoryWords("Fraud", "Penipuan", Urgency.ORDINARY)
    outcomes = at_once(*[lambda: add_category(actor=owner, code="fraud", words=words, now=NOW)] * 4)
    assert outcomes == ["code_taken"] * 3 + ["done"]


def test_one_address_has_one_open_invitation():
    agency = make_agency()
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    outcomes = at_once(*[lambda: offer(administrator, agency, [Role.ANALYST])] * 4)
    assert outcomes == ["done"] * 4
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_an_address_invited_twice_takes_one_seat():
    make_agency(owner=True)
    offers = []
    for _each in range(2):
        operator = make_operator()
        offers.append(offer(make_actor(operator, Role.LEAD), operator, [Role.MODERATOR]))
    outcomes = at_once(
        *[
            lambda each=each: accept_invitation(invitation=each.public_id, newcomer=NEWCOMER, now=NOW)
            for each in [*offers, *offers]
        ]
    )
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "address_taken", "invitation_accepted"}


def test_a_token_accepted_declined_and_revoked_at_once_has_one_answer():
    person = make_actor(make_agency(), Role.ANALYST)
    offered = make_offer(person, now=NOW)
    words = {"actor": person, "token": offered.public_id, "now": NOW}
    outcomes = at_once(*[lambda: accept_token(**words)] * 3, lambda: decline_token(**words))
    assert outcomes in (["done", *["token_accepted"] * 3], ["done", *["token_declined"] * 3])
    outcomes = at_once(*[lambda: revoke_token(**words)] * 3)
    assert outcomes in (["done", *["revoked_already"] * 2], ["token_declined"] * 3)


def test_a_form_sent_twice_at_once_offers_one_token():
    agency = make_agency()
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    person = User.objects.get(pk=administrator.user_id).public_id
    sent, words = uuid4(), TokenWords("Bridge", person, [], 30)
    outcomes = at_once(*[lambda: offer_token(actor=administrator, token=sent, words=words, now=NOW)] * 4)
    assert outcomes == ["done"] * 4
    assert Token.objects.count() == 1


def offer(actor, organisation, roles):
    with acting_as(actor):
        return offer_seat(
            actor=actor, organisation=organisation, email="new@desk.example", roles=roles, now=NOW
        )
