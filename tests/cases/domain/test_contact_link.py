"""Who comes by a signed link: the contact, as his operator, without a role or a clearance."""

from datetime import UTC, datetime

import pytest

from accounts.domain import signed_links
from audit.enums import ActorKind
from cases.domain.contact_link import LINK_LASTS, actor_of_contact
from kernel.errors import NotKnown
from tests.factories.organisations import make_operator
from tests.factories.platforms import make_contact, make_platform

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
REFERENCE = "TD-7K3QM-9F2XA"


def token_for(contact: str) -> str:
    """Return a token for the contact with this id."""
    return signed_links.sign({"contact": contact, "case": REFERENCE}, purpose="case", now=NOON)


def test_a_contact_acts_for_his_operator_and_signs_by_function() -> None:
    operator = make_operator(name="Messenger Company")
    contact = make_contact(make_platform(operator))
    actor, reference = actor_of_contact(token_for(str(contact.public_id)), NOON + LINK_LASTS)
    assert reference == REFERENCE
    assert (actor.kind, actor.id) == (ActorKind.CONTACT, str(contact.public_id))
    assert (actor.label, actor.name) == ("contact (duty) · Messenger Company", contact.name)
    assert (actor.organisation_id, actor.contact_id) == (operator.pk, contact.pk)
    assert (actor.roles, actor.user_id, actor.cleared) == (frozenset(), None, False)


@pytest.mark.parametrize("contact", ["", "no-uuid", "00000000-0000-4000-8000-000000000000"])
def test_a_link_of_nobody_is_not_known(contact: str) -> None:
    with pytest.raises(NotKnown):
        actor_of_contact(token_for(contact), NOON)


def test_a_link_is_void_from_the_instant_on_that_voids_it() -> None:
    contact = make_contact(make_platform(make_operator()))
    contact.links_valid_from = NOON
    contact.save(update_fields=["links_valid_from"])
    token = token_for(str(contact.public_id))
    assert actor_of_contact(token, NOON)[1] == REFERENCE
    contact.links_valid_from = NOON.replace(second=1)
    contact.save(update_fields=["links_valid_from"])
    with pytest.raises(NotKnown):
        actor_of_contact(token, NOON.replace(second=2))
