"""Facts about a policy stay unconfirmed until a named person confirms them."""

from datetime import UTC, datetime

import pytest

from accounts.domain.acting import COMMAND
from accounts.enums import Role
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.domain.confirming import confirm_fact
from sla.enums import Standing
from sla.models import PolicyFact
from tests.factories.law import make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def fact():
    policy = make_policy("sop").policy
    return PolicyFact.objects.create(
        policy=policy, key="notice", text_en="12 h", text_id="12 jam", standing=Standing.UNCONFIRMED
    )


def test_a_named_person_of_the_owner_confirms_a_fact_once(fact):
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    confirm_fact(actor=owner, policy="sop", key="notice", now=NOW)
    fact.refresh_from_db()
    assert (fact.standing, fact.confirmed_at) == (Standing.SOURCE, NOW)
    assert fact.confirmed_by == f"{owner.name} · {owner.label}"
    assert changes_of("policy", "sop") == {"fact": "notice"}
    with pytest.raises(Conflict):
        confirm_fact(actor=owner, policy="sop", key="notice", now=NOW)


def test_neither_the_command_line_nor_another_agency_confirms(fact):
    with pytest.raises(Invalid):
        confirm_fact(actor=COMMAND, policy="sop", key="notice", now=NOW)
    with pytest.raises(NotAllowed):
        confirm_fact(actor=make_actor(make_agency(), Role.ADMINISTRATOR), policy="sop", key="notice", now=NOW)


def test_a_fact_of_another_policy_is_not_known(fact):
    make_policy("other", is_default=False)
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    with pytest.raises(NotKnown):
        confirm_fact(actor=owner, policy="other", key="notice", now=NOW)
