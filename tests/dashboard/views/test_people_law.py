"""Pages about categories, legal bases and policies."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from sla.enums import ClockKind, Standing, StepAction
from sla.models import Category, LegalBasis, PolicyFact
from tests.factories.law import (
    make_agreement,
    make_category,
    make_legal_basis,
    make_policy,
    remind_at,
    step_after_due,
)
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db
CATEGORY = {"name_en": "Fraud", "name_id": "Penipuan", "urgency": "ordinary", "active": "on"}
BASIS = {
    "jurisdiction": "ID",
    "citation": "Act 1, art. 2",
    "text_en": "Forbidden.",
    "text_id": "Dilarang.",
    "categories": ["fraud"],
    "effective_from": "2020-01-01",
    "effective_until": "",
}
LISTS = [reverse(f"dashboard:{name}") for name in ("categories", "legal_bases", "policies")]


@pytest.fixture
def owner(client):
    agency = make_agency(owner=True)
    client.force_login(make_person(agency, Role.ADMINISTRATOR, name="Named Person"))
    return agency


def url(name, *args):
    return reverse(f"dashboard:{name}", args=args)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_every_role_of_an_agency_reads_the_law_and_is_offered_no_form(client, role):
    make_legal_basis(make_category("fraud"), code="act-1")
    make_policy("sop")
    client.force_login(make_person(make_agency(OrganisationKind.REFERRING), role))
    pages = [*LISTS, url("legal_basis", "act-1"), url("policy", "sop")]
    shown = [client.get(page) for page in pages]
    assert [page.status_code for page in shown] == [200] * 5
    assert [page.content.decode().count('<form class="form') for page in shown] == [0] * 5
    assert [
        client.get(url(name, *args)).status_code
        for name, args in (
            ("category", ["fraud"]),
            ("category_new", []),
            ("legal_basis_new", []),
        )
    ] == [403] * 3


def test_nobody_but_the_owner_changes_the_law(client):
    make_legal_basis(make_category("fraud"), code="act-1")
    client.force_login(make_person(make_agency(), Role.ADMINISTRATOR))
    posts = [
        client.post(url("category", "fraud"), CATEGORY),
        client.post(url("category_new"), {**CATEGORY, "code": "new"}),
        client.post(url("legal_basis", "act-1"), BASIS),
        client.post(url("legal_basis_new"), {**BASIS, "code": "new"}),
        client.post(url("legal_basis_confirm", "act-1")),
        client.post(url("legal_basis_retire", "act-1"), {"until": "2026-01-01"}),
    ]
    assert [each.status_code for each in posts] == [403] * 6
    assert (Category.objects.count(), LegalBasis.objects.get().citation) == (1, "Act on act-1, art. 1")


def test_empty_lists_say_what_comes_first(client, owner):
    assert ["load_reference" in client.get(each).content.decode() for each in LISTS] == [True] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(client, owner, rows, django_assert_num_queries):
    for number in range(rows):
        make_legal_basis(make_category())
        make_policy(is_default=number == 0)
    with django_assert_num_queries(7 + 7 + 8):
        for each in LISTS:
            client.get(each)


def test_a_category_is_added_and_changed(client, owner):
    assert client.post(url("category_new"), {**CATEGORY, "code": "fraud"})["Location"] == LISTS[0]
    seen = client.get(url("category", "fraud")).context["form"]["seen"].value()
    said = {**CATEGORY, "urgency": "urgent", "restricted": "on", "seen": seen}
    assert client.post(url("category", "fraud"), said).status_code == 302
    category = Category.objects.get()
    assert (category.urgency, category.restricted, category.active) == ("urgent", True, True)
    stale = client.post(url("category", "fraud"), {**CATEGORY, "name_en": "Deceit", "seen": seen})
    assert (stale.status_code, stale.context["form"]["name_en"].value()) == (409, "Deceit")
    assert [value for _label, value in stale.context["form"].meanwhile] == ["Fraud", "Urgent", "yes"]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"code": "Big Fraud"}, "code"), ({"code": "taken"}, "code"), ({"name_id": ""}, "name_id")],
)
def test_a_category_that_cannot_be_comes_back_with_everything_typed(client, owner, said, field):
    make_category("taken")
    typed = {**CATEGORY, "code": "fraud", **said}
    response = client.post(url("category_new"), typed)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert (form["name_en"].value(), form["code"].value()) == ("Fraud", typed["code"])


def test_a_legal_basis_is_added_confirmed_changed_and_retired(client, owner):
    make_category("fraud")
    make_category("gambling")
    assert client.post(url("legal_basis_new"), {**BASIS, "code": "act-1"})["Location"] == LISTS[1]
    page = url("legal_basis", "act-1")
    client.post(url("legal_basis_confirm", "act-1"))
    assert "Confirmed by Named Person" in client.get(page).content.decode()
    seen = client.get(page).context["form"]["seen"].value()
    client.post(page, {**BASIS, "categories": ["fraud", "gambling"], "text_en": "Quite.", "seen": seen})
    basis = LegalBasis.objects.get()
    assert (basis.standing, basis.categories.count()) == (Standing.UNCONFIRMED, 2)
    client.post(url("legal_basis_retire", "act-1"), {"until": "2026-06-30"})
    basis.refresh_from_db()
    assert str(basis.effective_until) == "2026-06-30"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"citation": ""}, "citation"),
        ({"categories": []}, "categories"),
        ({"categories": ["no-such"]}, "categories"),
        ({"effective_from": "yesterday"}, "effective_from"),
        ({"effective_until": "2019-01-01"}, "effective_until"),
    ],
)
def test_a_legal_basis_that_cannot_be_comes_back_with_everything_typed(client, owner, said, field):
    make_category("fraud")
    typed = {**BASIS, "code": "act-1", **said}
    response = client.post(url("legal_basis_new"), typed)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert {name: form[name].value() for name in typed} == typed


def test_a_last_day_before_the_first_comes_back_with_what_was_typed(client, owner):
    make_legal_basis(make_category("fraud"), code="act-1")
    response = client.post(url("legal_basis_retire", "act-1"), {"until": "2001-01-01"})
    assert response.status_code == 422
    assert response.context["last_day"]["until"].value() == "2001-01-01"
    assert "The last day lies before the first." in response.content.decode()


def test_a_policy_says_its_hours_and_its_ladder_in_words(client, owner):
    steps = [
        remind_at(500),
        remind_at(755),
        step_after_due("early", StepAction.SUPERVISOR, -30),
        step_after_due("breach", StepAction.BREACH),
        step_after_due("block", StepAction.PROPOSE_BLOCK, 4320, level=3),
    ]
    make_policy("sop", steps={ClockKind.EFFECT: steps})
    response = client.get(url("policy", "sop"))
    effect = next(each for each in response.context["clocks"] if each.kind == ClockKind.EFFECT)
    (_urgent, urgent), (_ordinary, ordinary) = effect.rules
    assert (urgent.allowance, ordinary.allowance, effect.ours) == ("4 h", "24 h", False)
    assert [(rung.when, rung.what) for rung in urgent.ladder] == [
        ("at 50 % of the time", "Remind"),
        ("at 75.5 % of the time", "Remind"),
        ("30 m before the deadline", "Tell the supervisor"),
        ("at the deadline", "Deadline passed"),
        ("3 d after the deadline", "Propose a block · level 3"),
    ]
    assert [label for label, _words in effect.ladders] == ["Urgent · Ordinary"]
    assert "Our default" in response.content.decode()


def test_a_fact_is_confirmed_by_name(client, owner):
    fact = PolicyFact.objects.create(
        policy=make_policy("sop").policy,
        key="notice",
        text_en="12 h notice",
        text_id="12 jam",
        standing=Standing.UNCONFIRMED,
    )
    client.post(url("fact_confirm", "sop", "notice"))
    fact.refresh_from_db()
    assert (fact.standing, fact.confirmed_by.split(" · ")[0]) == (Standing.SOURCE, "Named Person")
    assert client.post(url("fact_confirm", "sop", "no-such")).status_code == 404
    again = client.post(url("fact_confirm", "sop", "notice"), follow=True)
    assert "This is confirmed already." in again.content.decode()


def test_an_operator_knows_the_defaults_and_his_own_agreements_alone(client, owner):
    own, other = make_operator(), make_operator()
    make_policy("default-policy")
    agreed = make_policy("own-procedure", is_default=False)
    foreign = make_policy("foreign-procedure", is_default=False)
    make_agreement(owner, make_platform(own, name="Own Video"), agreed)
    make_agreement(owner, make_platform(other, name="Other Video"), agreed)
    make_agreement(owner, make_platform(other), foreign)
    client.force_login(make_person(own, Role.MODERATOR))
    page = client.get(LISTS[2]).content.decode()
    names = ("default-policy", "own-procedure", "foreign-procedure")
    assert [name in page for name in names] == [True, True, False]
    assert [client.get(url("policy", name)).status_code for name in names] == [200, 200, 404]
    shown = client.get(url("policy", "own-procedure")).content.decode()
    assert ("Own Video" in shown, "Other Video" in shown) == (True, False)


def test_an_operator_reads_neither_categories_nor_legal_bases(client):
    client.force_login(make_person(make_operator(), Role.LEAD))
    assert [client.get(each).status_code for each in LISTS[:2]] == [403, 403]


def test_what_does_not_exist_is_not_found(client, owner):
    for name, args in (
        ("category", ["no-such"]),
        ("legal_basis", ["no-such"]),
        ("legal_basis_confirm", ["no-such"]),
        ("policy", ["no-such"]),
    ):
        method = client.post if name.endswith("confirm") else client.get
        assert method(url(name, *args)).status_code == 404


def test_the_hours_of_trusted_flaggers_stand_beside_the_standard_ones(client, owner):
    make_policy("sop", trusted={ClockKind.EFFECT: 90})
    page = client.get(url("policy", "sop"))
    effect = next(clock for clock in page.context["clocks"] if clock.kind == ClockKind.EFFECT)
    shown = [
        (words.rule.allowance_minutes, lane and lane.rule.allowance_minutes) for words, lane in effect.cells
    ]
    assert sorted(shown, key=str) == [(1440, None), (240, 90)]
    assert [label for label, _words in effect.ladders] == [
        "Urgent · Ordinary",
        "Urgent, trusted flagger lane",
    ]
