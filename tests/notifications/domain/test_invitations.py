"""An invitation and its mail are one deed."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain import signed_links
from accounts.domain.acting import COMMAND
from accounts.domain.organisations import OrganisationWords
from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Organisation
from kernel.errors import Invalid, NotKnown
from notifications.domain.invitations import create_organisation, invite, invite_again, link_of
from notifications.models import Outbox
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = OrganisationWords("Gardu Media", "ID", "id", "Asia/Jakarta")


def test_the_invited_person_is_told_in_the_language_of_the_organisation():
    agency = make_agency(language="id", name="Badan Uji")
    administrator = make_actor(agency, Role.ADMINISTRATOR)
    offer = invite(
        actor=administrator,
        organisation=agency.public_id,
        email="new@desk.example",
        roles=[Role.ANALYST],
        now=NOW,
    )
    row = Outbox.objects.get()
    assert (row.kind, row.address, row.language, row.time_zone) == (
        "invited",
        "new@desk.example",
        "id",
        "Asia/Jakarta",
    )
    assert row.context == {
        "organisation": "Badan Uji",
        "roles": ["analyst"],
        "due_at": "2026-03-09T09:00:00+00:00",
        "link": {"invitation": str(offer.public_id)},
    }


def test_no_signed_link_rests_in_the_outbox():
    agency = make_agency()
    actor = make_actor(agency, Role.ADMINISTRATOR)
    offer = invite(
        actor=actor, organisation=agency.public_id, email="n@desk.example", roles=[Role.ANALYST], now=NOW
    )
    token = link_of(offer, now=NOW).split("/")[2]
    read = signed_links.read(token, purpose="invitation", max_age=timedelta(days=1), now=NOW)
    assert read.payload == {"invitation": str(offer.public_id)}
    assert token not in str(Outbox.objects.values().get())


def test_sending_again_is_a_second_mail_of_the_same_invitation():
    agency = make_agency()
    actor = make_actor(agency, Role.ADMINISTRATOR)
    offer = invite(
        actor=actor, organisation=agency.public_id, email="n@desk.example", roles=[Role.ANALYST], now=NOW
    )
    invite_again(actor=actor, invitation=offer.public_id, now=NOW + timedelta(hours=1))
    links = [row.context["link"] for row in Outbox.objects.all()]
    assert links == [{"invitation": str(offer.public_id)}] * 2


def test_an_invitation_that_is_refused_tells_nobody():
    agency = make_agency()
    actor = make_actor(agency, Role.ADMINISTRATOR)
    with pytest.raises(Invalid):
        invite(actor=actor, organisation=agency.public_id, email="x", roles=[Role.ANALYST], now=NOW)
    with pytest.raises(NotKnown):
        invite(
            actor=actor,
            organisation=make_operator().public_id,
            email="n@desk.example",
            roles=[Role.LEAD],
            now=NOW,
        )
    assert (Invitation.objects.count(), Outbox.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.ISSUING, "administrator"),
        (OrganisationKind.REFERRING, "administrator"),
        (OrganisationKind.OPERATOR, "lead"),
    ],
)
def test_a_founded_organisation_invites_the_one_who_manages_its_people(kind, role):
    owner = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    organisation, offer = create_organisation(
        actor=owner, kind=kind, words=WORDS, first="first@gardu.example", now=NOW
    )
    assert (organisation.kind, organisation.owner, offer.roles) == (kind, False, [role])
    assert Outbox.objects.get().address == "first@gardu.example"


def test_a_wrong_address_founds_nothing():
    with pytest.raises(Invalid):
        create_organisation(
            actor=COMMAND, kind=OrganisationKind.ISSUING, words=WORDS, first="nobody", owner=True, now=NOW
        )
    assert not Organisation.objects.exists()
