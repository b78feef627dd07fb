"""Contacts of a service: kept by the operator's lead and the owning agency."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.enums import Role
from channels_registry.domain.contacts import (
    CONTACT_FIELDS,
    ContactWords,
    add_contact,
    change_contact,
    confirm_contact,
    contact_for,
    contacts_of,
    retire_contact,
)
from channels_registry.enums import ContactFunction
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.platforms import make_contact, make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WORDS = ContactWords(
    function=ContactFunction.DUTY,
    rank=1,
    name="Duty desk",
    email="Duty@Gardu.Example",
    language="en",
    time_zone="Asia/Dubai",
    hours="24 hours",
)


@pytest.fixture
def operator():
    return make_operator()


@pytest.fixture
def platform(operator):
    return make_platform(operator, "gardu")


@pytest.fixture
def lead(operator):
    return make_actor(operator, Role.LEAD)


def add(actor, words=WORDS, now=NOW):
    return add_contact(actor=actor, slug="gardu", words=words, now=now)


def test_a_named_contact_is_confirmed_by_whoever_names_it(platform, lead):
    contact = add(lead)
    assert (contact.organisation, contact.email) == (platform.organisation, "duty@gardu.example")
    assert (contact.last_confirmed_at, contact.links_valid_from, contact.user) == (NOW, NOW, None)
    assert changes_of("contact", contact.public_id) == {"function": "duty", "rank": 1}


def test_the_owners_administrator_keeps_the_contacts_of_every_service(platform):
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    contact = add(owner)
    assert contacts_of(owner, platform) == [contact]


def test_nobody_else_keeps_or_reads_contacts(platform, operator):
    contact = make_contact(platform)
    for actor in (
        make_actor(operator, Role.MODERATOR),
        make_actor(make_agency(), Role.ADMINISTRATOR),
        make_actor(make_agency(owner=True), Role.ANALYST),
    ):
        with pytest.raises(NotAllowed):
            add(actor)
        with pytest.raises(NotAllowed):
            contacts_of(actor, platform)
        with pytest.raises(NotAllowed):
            retire_contact(actor=actor, slug="gardu", contact=contact.public_id, now=NOW)


def test_another_operators_lead_knows_neither_service_nor_contact(platform):
    contact = make_contact(platform)
    stranger = make_actor(make_operator(), Role.LEAD)
    with pytest.raises(NotKnown):
        add(stranger)
    with pytest.raises(NotKnown):
        contact_for(stranger, "gardu", contact.public_id)


def test_a_contact_of_another_service_is_not_known_under_this_one(platform, operator, lead):
    elsewhere = make_contact(make_platform(operator))
    for contact in (elsewhere.public_id, uuid4()):
        with pytest.raises(NotKnown):
            confirm_contact(actor=lead, slug="gardu", contact=contact, now=NOW)


def test_contacts_stand_in_the_order_in_which_they_are_asked(platform, lead):
    legal = make_contact(platform, ContactFunction.LEGAL)
    second = make_contact(platform, ContactFunction.DUTY, 2)
    first = make_contact(platform, ContactFunction.DUTY, 1)
    technical = make_contact(platform, ContactFunction.TECHNICAL)
    retired = make_contact(platform, ContactFunction.DUTY, 3)
    retire_contact(actor=lead, slug="gardu", contact=retired.public_id, now=NOW)
    assert contacts_of(lead, platform) == [first, second, technical, legal, retired]


def test_a_contact_with_the_address_of_an_active_person_of_the_operator_is_that_person(
    platform, operator, lead
):
    person = make_person(operator, Role.MODERATOR, email="duty@gardu.example")
    assert add(lead).user == person


def test_a_contact_is_never_a_person_of_another_organisation_or_a_closed_one(platform, operator, lead):
    make_person(make_agency(), Role.ANALYST, email="duty@gardu.example")
    closed = make_person(operator, Role.MODERATOR, email="legal@gardu.example")
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    legal = replace(WORDS, function=ContactFunction.LEGAL, email="legal@gardu.example")
    assert (add(lead).user, add(lead, legal).user) == (None, None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"function": "friend"}, "function"),
        ({"rank": 0}, "rank"),
        ({"rank": 2}, "rank"),
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Dubai"}, "time_zone"),
        ({"hours": "nights"}, "hours"),
        ({"also_languages": "Klingon"}, "also_languages"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(platform, lead, said, field):
    make_contact(platform, ContactFunction.DUTY, 2)
    with pytest.raises(Invalid) as raised:
        add(lead, replace(WORDS, **said))
    assert raised.value.field == field


def test_hours_and_languages_are_kept_in_one_spelling(platform, lead):
    said = replace(WORDS, also_languages="AR, en zh", hours="24 hours", proof=" Letter 7 of 1 March ")
    contact = add(lead, said)
    assert (contact.languages, contact.hours, contact.proof) == (
        ("en", "ar", "zh"),
        "24x7",
        "Letter 7 of 1 March",
    )


def test_a_new_address_voids_the_links_sent_to_the_old_one(platform, lead):
    contact = add(lead)
    other = replace(WORDS, email="night@gardu.example")
    change_contact(actor=lead, slug="gardu", contact=contact.public_id, words=other, now=LATER)
    contact.refresh_from_db()
    assert (contact.links_valid_from, contact.last_confirmed_at) == (LATER, LATER)
    assert changes_of("contact", contact.public_id) == {"fields": ["email"]}


def test_changing_anything_else_leaves_the_links_standing(platform, lead):
    contact = add(lead)
    other = replace(WORDS, name="Night desk", rank=3)
    change_contact(actor=lead, slug="gardu", contact=contact.public_id, words=other, now=LATER)
    contact.refresh_from_db()
    assert (contact.name, contact.rank, contact.links_valid_from) == ("Night desk", 3, NOW)


def test_a_contact_that_changed_meanwhile_is_a_conflict(platform, lead):
    contact = add(lead)
    seen = fingerprint(contact, CONTACT_FIELDS)
    change = {"actor": lead, "slug": "gardu", "contact": contact.public_id, "now": LATER, "seen": seen}
    change_contact(**change, words=replace(WORDS, hours="Mon-Fri 09:00-17:00"))
    with pytest.raises(Conflict) as raised:
        change_contact(**change, words=replace(WORDS, hours="Mon-Fri 18:00-06:00"))
    assert raised.value.code == "changed_meanwhile"


def test_confirming_dates_the_contact_and_finds_the_account_made_meanwhile(platform, operator, lead):
    contact = add(lead)
    person = make_person(operator, Role.MODERATOR, email="duty@gardu.example")
    confirmed = confirm_contact(actor=lead, slug="gardu", contact=contact.public_id, now=LATER)
    assert (confirmed.last_confirmed_at, confirmed.user) == (LATER, person)
    assert verbs_of("contact", contact.public_id) == ["add_contact", "confirm_contact"]


def test_a_retired_contact_frees_its_rank_and_cannot_be_changed(platform, lead):
    contact = add(lead)
    retire_contact(actor=lead, slug="gardu", contact=contact.public_id, now=LATER)
    contact.refresh_from_db()
    assert (contact.active, contact.links_valid_from) == (False, LATER)
    assert add(lead).rank == 1
    for verb in (retire_contact, confirm_contact):
        with pytest.raises(Conflict) as raised:
            verb(actor=lead, slug="gardu", contact=contact.public_id, now=LATER)
        assert raised.value.code == "contact_retired"
