"""Agreements: kept by the owning agency, read by both sides, by nobody else."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import OrganisationKind, Role
from channels_registry.domain.documents import read_pdf
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from sla.domain.agreements import (
    AGREEMENT_FIELDS,
    AgreementWords,
    Wording,
    add_agreement,
    add_version,
    agreement_for,
    agreements_of,
    change_agreement,
    version_for,
)
from sla.domain.periods import Days, days_of
from sla.enums import AgreementKind
from sla.models import Agreement, AgreementVersion
from tests.factories.files import opened, pdf
from tests.factories.law import make_category, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST = date(2026, 3, 1)


@pytest.fixture
def owner():
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


@pytest.fixture
def agency():
    return make_agency(time_zone="Asia/Jakarta")


@pytest.fixture
def platform():
    return make_platform(make_operator())


def words(**said: object) -> AgreementWords:
    values = {"kind": AgreementKind.SOP, "title": "SOP of 1 March", "days": Days(FIRST), **said}
    return AgreementWords(policy=make_policy(is_default=False).policy, **values)


def agree(owner, agency, platform, **said: object) -> Agreement:
    return add_agreement(actor=owner, agency=agency, platform=platform, words=words(**said), now=NOW)


def test_an_agreement_holds_from_the_first_to_the_last_day_where_the_agency_is(owner, agency, platform):
    days = Days(FIRST, date(2026, 3, 31))
    agreement = agree(owner, agency, platform, days=days)
    assert agreement.in_force.lower == datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert agreement.in_force.upper == datetime(2026, 3, 31, 17, tzinfo=UTC)
    assert days_of(agreement.in_force, agency) == days
    assert verbs_of("agreement", agreement.public_id) == ["add_agreement"]


def test_two_of_the_same_days_for_the_same_are_refused(owner, agency, platform):
    agree(owner, agency, platform, days=Days(FIRST, date(2026, 3, 31)))
    with pytest.raises(Conflict) as raised:
        agree(owner, agency, platform, days=Days(date(2026, 3, 31)))
    assert raised.value.code == "agreement_overlaps"
    agree(owner, agency, platform, days=Days(date(2026, 4, 1)))
    agree(owner, agency, platform, category=make_category())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "handshake"}, "kind"),
        ({"title": " "}, "title"),
        ({"urgency": "soon"}, "urgency"),
        ({"days": Days(FIRST, date(2026, 2, 1))}, "until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(owner, agency, platform, said, field):
    with pytest.raises(Invalid) as raised:
        agree(owner, agency, platform, **said)
    assert raised.value.field == field


def test_only_an_agency_that_issues_orders_agrees(owner, platform):
    for house in (make_agency(OrganisationKind.REFERRING), make_operator()):
        with pytest.raises(Invalid):
            agree(owner, house, platform)


def test_both_sides_read_it_and_only_the_owner_changes_it(owner, agency, platform):
    agreement = agree(owner, agency, platform)
    readers = [make_actor(agency, Role.ANALYST), make_actor(platform.organisation, Role.MODERATOR)]
    for reader in readers:
        assert agreements_of(reader) == [agreement]
        with pytest.raises(NotAllowed):
            change_agreement(actor=reader, agreement=agreement.public_id, words=words(), now=NOW)
    for stranger in (make_actor(make_agency(), Role.ADMINISTRATOR), make_actor(make_operator(), Role.LEAD)):
        assert agreements_of(stranger) == []
        with pytest.raises(NotKnown):
            agreement_for(stranger, agreement.public_id)
    with pytest.raises(NotKnown):
        agreement_for(owner, uuid4())


def test_a_change_names_its_fields_and_a_stale_one_is_a_conflict(owner, agency, platform):
    agreement = agree(owner, agency, platform)
    seen = fingerprint(agreement_for(owner, agreement.public_id), AGREEMENT_FIELDS)
    said = replace(words(), title="SOP, second edition", policy=agreement.policy)
    change = {"actor": owner, "agreement": agreement.public_id, "now": NOW, "seen": seen}
    change_agreement(**change, words=said)
    assert changes_of("agreement", agreement.public_id)["fields"] == ["title"]
    with pytest.raises(Conflict):
        change_agreement(**change, words=replace(said, title="Mine"))


def test_a_text_is_kept_as_a_version_with_its_hash_and_the_policys_version(owner, agency, platform):
    agreement = agree(owner, agency, platform)
    for text in ("First.", "Second."):
        keep(owner, agreement, text=text)
    newest = version_for(owner, agreement.public_id, 2)
    assert (newest.text, newest.sha256) == ("Second.", hashlib.sha256(b"Second.").hexdigest())
    assert newest.policy_version == agreement.policy.versions.get()
    assert changes_of("agreement", agreement.public_id) == {"number": 2, "sha256": newest.sha256}


def test_a_file_is_kept_byte_for_byte(owner, agency, platform):
    agreement = agree(owner, agency, platform)
    data = pdf()
    keep(owner, agreement, document=read_pdf(opened(data), "sop.pdf"))
    reader = make_actor(platform.organisation, Role.LEAD)
    version = version_for(reader, agreement.public_id, 1)
    assert (bytes(version.file_data), version.file_name, version.file_size) == (data, "sop.pdf", len(data))


def test_a_version_is_a_text_or_a_file_and_never_both_or_none(owner, agency, platform):
    agreement = agree(owner, agency, platform)
    for said in ({}, {"text": " "}, {"text": "A", "document": read_pdf(opened(pdf()), "a.pdf")}):
        with pytest.raises(Invalid) as raised:
            keep(owner, agreement, **said)
        assert raised.value.code == "text_or_file"


def test_no_version_is_ever_changed_or_removed(owner, agency, platform):
    version = keep(owner, agree(owner, agency, platform), text="First.")
    for change in (
        lambda: AgreementVersion.objects.update(text="Forged."),
        lambda: AgreementVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    version.refresh_from_db()
    assert version.text == "First."


def keep(owner, agreement: Agreement, **said: object) -> AgreementVersion:
    wording = Wording(FIRST, **said)
    return add_version(actor=owner, agreement=agreement.public_id, wording=wording, now=NOW)
