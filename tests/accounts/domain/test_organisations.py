"""Agencies and operators, and the one that owns the desk."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.domain.organisations import (
    ORGANISATION_FIELDS,
    OrganisationWords,
    add_organisation,
    change_organisation,
    change_own_organisation,
    close_organisation,
    open_organisation,
    organisation_for,
    organisations_for,
)
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = OrganisationWords(name="Desk of Tests", jurisdiction="ID", language="id", time_zone="Asia/Jakarta")


def words(**other):
    return OrganisationWords(**{**{name: getattr(WORDS, name) for name in ORGANISATION_FIELDS}, **other})


def add(actor, kind=OrganisationKind.ISSUING, said=WORDS, owner=False):
    with acting_as(actor):
        return add_organisation(actor=actor, kind=kind, words=said, owner=owner, now=NOW)


def close(actor, organisation):
    with acting_as(actor):
        return close_organisation(actor=actor, organisation=organisation.public_id, now=NOW)


def owner_actor():
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


def test_the_command_line_founds_the_owner_once():
    made = add(COMMAND, owner=True)
    assert (made.owner, made.kind, made.time_zone) == (True, "issuing", "Asia/Jakarta")
    assert changes_of("organisation", made.public_id) == {"kind": "issuing", "owner": True}
    with pytest.raises(Conflict) as raised:
        add(COMMAND, said=words(name="Another"), owner=True)
    assert raised.value.code == "owner_exists"
    assert "Desk of Tests" in str(raised.value)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_owners_administrator_adds_every_kind(kind):
    assert add(owner_actor(), kind=kind).kind == kind


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_other_roles_of_the_owner_edit_no_organisation(role):
    agency = make_agency(owner=True)
    actor = make_actor(agency, role)
    for attempt in (
        lambda: add(actor),
        lambda: close(actor, make_operator()),
        lambda: organisations_for(actor),
        lambda: change_organisation(actor=actor, organisation=agency.public_id, words=WORDS, now=NOW),
        lambda: open_organisation(actor=actor, organisation=agency.public_id, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_administrators_and_leads_of_others_edit_no_organisation_not_even_their_own():
    agency, operator = make_agency(), make_operator()
    for organisation, role in ((agency, Role.ADMINISTRATOR), (operator, Role.LEAD)):
        actor = make_actor(organisation, role)
        assert organisation_for(actor, organisation.public_id) == organisation
        with pytest.raises(NotAllowed):
            change_organisation(actor=actor, organisation=organisation.public_id, words=WORDS, now=NOW)
    with pytest.raises(NotKnown):
        organisation_for(make_actor(agency, Role.ADMINISTRATOR), operator.public_id)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"),
        ({"jurisdiction": "XX"}, "jurisdiction"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Jakarta"}, "time_zone"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(said, field):
    with pytest.raises(Invalid) as raised:
        add(owner_actor(), said=words(**said))
    assert raised.value.field == field


def test_two_organisations_do_not_share_a_name():
    owner = owner_actor()
    first = add(owner)
    with pytest.raises(Invalid) as raised:
        add(owner)
    assert raised.value.code == "name_taken"
    changed = change_organisation(actor=owner, organisation=first.public_id, words=WORDS, now=NOW)
    assert changed.name == "Desk of Tests"


def test_a_change_is_recorded_by_its_fields_and_nothing_is_where_nothing_changed():
    owner = owner_actor()
    made = add(owner)
    change_organisation(
        actor=owner, organisation=made.public_id, words=words(language="en", name="New name"), now=NOW
    )
    assert changes_of("organisation", made.public_id) == {"fields": ["name", "language"]}
    change_organisation(
        actor=owner, organisation=made.public_id, words=words(language="en", name="New name"), now=NOW
    )
    assert verbs_of("organisation", made.public_id) == ["create_organisation", "change_organisation"]


def test_an_organisation_that_changed_meanwhile_is_a_conflict():
    owner = owner_actor()
    made = add(owner)
    seen = fingerprint(made, ORGANISATION_FIELDS)
    for said in (words(name="First"), words(name="Second")):
        if said.name == "Second":
            with pytest.raises(Conflict):
                change_organisation(actor=owner, organisation=made.public_id, words=said, now=NOW, seen=seen)
        else:
            change_organisation(actor=owner, organisation=made.public_id, words=said, now=NOW, seen=seen)
    assert Organisation.objects.get(pk=made.pk).name == "First"


def test_closing_ends_the_sessions_of_its_people_and_leaves_their_accounts():
    operator = make_operator()
    people = [make_person(operator, Role.LEAD), make_person(operator, Role.MODERATOR)]
    bystander = make_person(make_operator(), Role.LEAD)
    before = {each.pk: each.get_session_auth_hash() for each in [*people, bystander]}
    close(owner_actor(), operator)
    after = {each.pk: each.get_session_auth_hash() for each in User.objects.filter(pk__in=before)}
    assert {pk for pk in before if before[pk] != after[pk]} == {each.pk for each in people}
    assert all(User.objects.filter(pk__in=[each.pk for each in people]).values_list("is_active", flat=True))


def test_an_organisation_is_closed_once_and_opened_once():
    owner = owner_actor()
    operator = make_operator()
    close(owner, operator)
    with pytest.raises(Conflict):
        close(owner, operator)
    open_organisation(actor=owner, organisation=operator.public_id, now=NOW)
    with pytest.raises(Conflict):
        open_organisation(actor=owner, organisation=operator.public_id, now=NOW)
    assert verbs_of("organisation", operator.public_id) == ["close_organisation", "open_organisation"]


def test_the_owner_is_never_closed_and_a_stranger_is_not_known():
    agency = make_agency(owner=True)
    owner = make_actor(agency, Role.ADMINISTRATOR)
    with pytest.raises(Conflict) as raised:
        close(owner, agency)
    assert raised.value.code == "owner_stays"
    with pytest.raises(NotKnown):
        open_organisation(actor=owner, organisation=uuid4(), now=NOW)


@pytest.mark.parametrize(("make", "role"), [(make_agency, Role.ADMINISTRATOR), (make_operator, Role.LEAD)])
def test_who_manages_its_people_changes_language_and_zone_of_the_own_organisation(make, role):
    house = make()
    actor = make_actor(house, role)
    change_own_organisation(actor=actor, language="id", time_zone="Asia/Makassar", now=NOW)
    house.refresh_from_db()
    assert (house.language, house.time_zone) == ("id", "Asia/Makassar")
    assert changes_of("organisation", house.public_id) == {"fields": ["language", "time_zone"]}


def test_nobody_else_changes_it_and_no_stale_form_wins():
    house = make_agency()
    with pytest.raises(NotAllowed):
        change_own_organisation(
            actor=make_actor(house, Role.SUPERVISOR), language="id", time_zone="UTC", now=NOW
        )
    manager = make_actor(house, Role.ADMINISTRATOR)
    with pytest.raises(Conflict):
        change_own_organisation(actor=manager, language="id", time_zone="UTC", now=NOW, seen="other")
    with pytest.raises(Invalid):
        change_own_organisation(actor=manager, language="xx", time_zone="UTC", now=NOW)
