"""Categories and legal bases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from accounts.enums import Role
from accounts.models import Organisation
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from sla.domain.confirming import confirm_legal_basis
from sla.domain.law import (
    BASIS_FIELDS,
    CATEGORY_FIELDS,
    BasisWords,
    CategoryWords,
    add_category,
    add_legal_basis,
    category_of,
    change_category,
    change_legal_basis,
    legal_basis_of,
    retire_legal_basis,
)
from sla.enums import Standing, Urgency
from sla.models import LegalBasis
from tests.factories.law import make_category
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CATEGORY = CategoryWords(name_en="Fraud", name_id="Penipuan", urgency=Urgency.ORDINARY)
BASIS = BasisWords(
    jurisdiction="ID",
    citation="Act 1, art. 2",
    text_en="It is forbidden.",
    text_id="Dilarang.",
    categories=("fraud",),
    effective_from=date(2020, 1, 1),
)


@pytest.fixture
def owner():
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


@pytest.fixture
def fraud(owner):
    return add_category(actor=owner, code="fraud", words=CATEGORY, now=NOW)


@pytest.fixture
def basis(owner, fraud):
    return add_legal_basis(actor=owner, code="act-1", words=BASIS, now=NOW)


def change_basis(actor, **said):
    seen = said.pop("seen", "")
    return change_legal_basis(actor=actor, code="act-1", words=replace(BASIS, **said), now=NOW, seen=seen)


def test_nobody_but_the_owners_administrator_changes_the_law(basis):
    others = [
        make_actor(make_agency(), Role.ADMINISTRATOR),
        make_actor(owning_agency(), Role.SUPERVISOR),
        make_actor(make_operator(), Role.LEAD),
    ]
    for actor in others:
        for attempt in (
            lambda actor=actor: add_category(actor=actor, code="new", words=CATEGORY, now=NOW),
            lambda actor=actor: change_category(actor=actor, code="fraud", words=CATEGORY, now=NOW),
            lambda actor=actor: add_legal_basis(actor=actor, code="new", words=BASIS, now=NOW),
            lambda actor=actor: change_basis(actor, citation="Other"),
            lambda actor=actor: retire_legal_basis(
                actor=actor, code="act-1", until=date(2026, 1, 1), now=NOW
            ),
            lambda actor=actor: confirm_legal_basis(actor=actor, code="act-1", now=NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert verbs_of("legal_basis", "act-1") == ["add_legal_basis"]


def owning_agency():
    return Organisation.objects.get(owner=True)


def test_a_category_is_added_and_changed_in_the_record(owner, fraud):
    urgent = replace(CATEGORY, urgency=Urgency.URGENT, urgency_source="Act 1", restricted=True)
    change_category(actor=owner, code="fraud", words=urgent, now=NOW)
    change_category(actor=owner, code="fraud", words=urgent, now=NOW)
    fraud.refresh_from_db()
    assert (fraud.urgency, fraud.urgency_source, fraud.restricted) == ("urgent", "Act 1", True)
    assert verbs_of("category", "fraud") == ["add_category", "change_category"]
    assert changes_of("category", "fraud") == {
        "fields": ["urgency", "urgency_source", "restricted"],
        "urgency": "urgent",
        "restricted": True,
        "active": True,
        "retention_days": None,
    }


@pytest.mark.parametrize(
    ("code", "said", "field"),
    [
        ("Fraud!", {}, "code"),
        ("f" * 41, {}, "code"),
        ("taken", {}, "code"),
        ("new", {"name_en": " "}, "name_en"),
        ("new", {"name_id": ""}, "name_id"),
        ("new", {"urgency": "someday"}, "urgency"),
    ],
)
def test_a_category_that_cannot_be_is_refused_at_its_field(owner, code, said, field):
    make_category("taken")
    with pytest.raises(Invalid) as raised:
        add_category(actor=owner, code=code, words=replace(CATEGORY, **said), now=NOW)
    assert raised.value.field == field


def test_a_category_that_changed_meanwhile_is_a_conflict(owner, fraud):
    seen = fingerprint(fraud, CATEGORY_FIELDS)
    change = {"actor": owner, "code": "fraud", "now": NOW, "seen": seen}
    change_category(**change, words=replace(CATEGORY, active=False))
    with pytest.raises(Conflict):
        change_category(**change, words=replace(CATEGORY, name_en="Deceit"))


def test_a_new_legal_basis_is_unconfirmed_and_serves_its_categories(basis, fraud):
    assert (basis.standing, list(basis.categories.all())) == (Standing.UNCONFIRMED, [fraud])
    assert changes_of("legal_basis", "act-1") == {"categories": ["fraud"]}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"citation": ""}, "citation"),
        ({"text_en": " "}, "text_en"),
        ({"text_id": ""}, "text_id"),
        ({"jurisdiction": "XX"}, "jurisdiction"),
        ({"categories": ()}, "categories"),
        ({"categories": ("fraud", "no-such")}, "categories"),
        ({"effective_until": date(2019, 12, 31)}, "effective_until"),
    ],
)
def test_a_legal_basis_that_cannot_be_is_refused_at_its_field(owner, fraud, said, field):
    with pytest.raises(Invalid) as raised:
        add_legal_basis(actor=owner, code="act-1", words=replace(BASIS, **said), now=NOW)
    assert raised.value.field == field
    assert not LegalBasis.objects.exists()


def test_a_named_person_confirms_a_legal_basis_once(owner, basis):
    confirmed = confirm_legal_basis(actor=owner, code="act-1", now=NOW)
    assert (confirmed.standing, confirmed.confirmed_at) == (Standing.SOURCE, NOW)
    assert confirmed.confirmed_by == f"{owner.name} · {owner.label}"
    with pytest.raises(Conflict):
        confirm_legal_basis(actor=owner, code="act-1", now=NOW)
    assert verbs_of("legal_basis", "act-1") == ["add_legal_basis", "confirm_legal_basis"]


def test_a_new_wording_must_be_confirmed_anew_a_new_category_or_last_day_not(owner, basis):
    make_category("gambling")
    confirm_legal_basis(actor=owner, code="act-1", now=NOW)
    kept = change_basis(owner, categories=("fraud", "gambling"), effective_until=date(2027, 1, 1))
    assert (kept.standing, kept.categories.count()) == (Standing.SOURCE, 2)
    lost = change_basis(owner, text_en="It is quite forbidden.")
    assert (lost.standing, lost.confirmed_at, lost.confirmed_by) == (Standing.UNCONFIRMED, None, "")


def test_a_change_of_categories_alone_is_recorded_and_no_change_is_not(owner, basis):
    make_category("gambling")
    change_basis(owner)
    change_basis(owner, categories=("gambling",))
    assert verbs_of("legal_basis", "act-1") == ["add_legal_basis", "change_legal_basis"]
    assert changes_of("legal_basis", "act-1") == {"fields": [], "categories": [["fraud"], ["gambling"]]}


def test_a_legal_basis_that_changed_meanwhile_is_a_conflict(owner, basis):
    seen = fingerprint(basis, BASIS_FIELDS)
    change_basis(owner, citation="Act 1, art. 3", seen=seen)
    with pytest.raises(Conflict):
        change_basis(owner, citation="Act 1, art. 4", seen=seen)


def test_a_retired_legal_basis_has_a_last_day_not_before_its_first(owner, basis):
    with pytest.raises(Invalid):
        retire_legal_basis(actor=owner, code="act-1", until=date(2019, 1, 1), now=NOW)
    retire_legal_basis(actor=owner, code="act-1", until=date(2026, 6, 30), now=NOW)
    basis.refresh_from_db()
    assert basis.effective_until == date(2026, 6, 30)
    assert changes_of("legal_basis", "act-1") == {"until": "2026-06-30"}


def test_what_does_not_exist_is_not_known(owner):
    for attempt in (
        lambda: category_of("no-such"),
        lambda: legal_basis_of("no-such"),
        lambda: confirm_legal_basis(actor=owner, code="no-such", now=NOW),
    ):
        with pytest.raises(NotKnown):
            attempt()
