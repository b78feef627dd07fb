"""The page on which texts are erased, and what is held about a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.domain.erasing import erase
from cases.domain.withdrawing import withdraw
from cases.models import Case, Erasure
from kernel.clock import database_now
from sla.models import Category
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:retention")


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    Category.objects.filter(pk=desk.category.pk).update(retention_days=1)
    return desk


@pytest.fixture
def case(desk) -> Case:
    """A case that was sent and withdrawn two days ago."""
    then = database_now() - timedelta(days=2)
    case = make_sent_case(desk, now=then)
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Our mistake.", now=then)
    return case


def browser_of(desk: Desk, role: str = "supervisor") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=getattr(desk, role).user_id))
    return client


def test_what_is_listed_is_what_is_erased(desk, case):
    client = browser_of(desk)
    page = client.get(PAGE)
    assert [row.reference for row in page.context["found"].rows] == [case.reference]
    assert client.post(reverse("dashboard:erasure_new"), {"until": page.context["until"]}).status_code == 302
    while erase(now=database_now()):
        pass
    assert (Erasure.objects.get().done, client.get(PAGE).context["found"].cases) == (1, 0)
    shown = client.get(reverse("dashboard:case", args=[case.reference]))
    assert (shown.status_code, "were erased" in shown.content.decode()) == (200, True)
    operator = browser_of(desk, "moderator")
    assert operator.get(reverse("dashboard:case", args=[case.reference])).status_code == 200


@pytest.mark.parametrize("until", ["", "yesterday", "2026-03-01T00:00:00"])
def test_an_order_without_the_instant_of_its_list_erases_nothing(desk, case, until):
    browser_of(desk).post(reverse("dashboard:erasure_new"), {"until": until})
    assert Erasure.objects.count() == 0


def test_a_hold_is_placed_told_where_it_is_wrong_and_lifted(desk, case):
    client, new = browser_of(desk), reverse("dashboard:hold_new")
    wrong = client.post(new, {"reference": "TD-00000-00000", "reason": "A trial."})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["reference"])
    client.post(new, {"reference": case.reference.lower(), "reason": "A trial."})
    page = client.get(PAGE)
    assert (page.context["found"].held, page.context["found"].cases) == (1, 0)
    [hold] = page.context["holds"]
    client.post(reverse("dashboard:hold_lift", args=[hold.public_id]))
    assert client.get(PAGE).context["found"].cases == 1


@pytest.mark.parametrize("role", ["analyst", "approver", "moderator"])
def test_nobody_but_a_supervisor_comes_here(desk, role):
    assert browser_of(desk, role).get(PAGE).status_code == 403


def test_everybody_reads_what_is_held_about_himself_as_a_page_and_as_data(desk, case):
    for role in ("analyst", "moderator"):
        client = browser_of(desk, role)
        assert client.get(reverse("dashboard:held")).status_code == 200
        data = client.get(reverse("dashboard:held"), {"format": "json"}).json()
        person = User.objects.get(pk=getattr(desk, role).user_id)
        assert data["account"]["email"] == person.email
        assert "password" not in str(data)


def test_who_manages_a_person_reads_what_is_held_about_him(desk):
    manager, client = make_person(desk.agency, Role.ADMINISTRATOR), Client()
    client.force_login(manager)
    person = User.objects.get(pk=desk.analyst.user_id)
    page = reverse("dashboard:person_held", args=[person.public_id])
    assert client.get(page).status_code == 200
    assert browser_of(desk).get(page).status_code == 403
