"""The page of the keys, and what carries them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from dashboard.templatetags.keys import KEYS_OF_STEPS
from dashboard.views.casework_steps import STEP
from dashboard.views.people_keys import ON_A_CASE
from tests.dashboard.views.casework_scene import browser_of, opened
from tests.factories.desk import make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
KEYS = reverse("dashboard:keys")
CARRIED = re.compile(r'data-key="([^"]+)"')


def pressed(client: Client) -> list[list[str]]:
    return [[keys for keys, _ in lines] for _, lines in client.get(KEYS).context["groups"]]


@pytest.mark.parametrize(
    ("make", "role", "ways"),
    [
        (make_agency, Role.ANALYST, ["g q", "g r", "g j", "g c", "g b", "g s", "g n"]),
        (make_agency, Role.APPROVER, ["g q", "g a", "g j", "g b", "g s", "g n"]),
        (make_operator, Role.MODERATOR, ["g q", "g s", "g n"]),
        (make_agency, Role.ADMINISTRATOR, ["g s", "g n"]),
    ],
)
def test_the_page_lists_the_ways_of_the_reader(client, make, role, ways):
    client.force_login(make_person(make(), role))
    assert pressed(client)[1] == ways


def test_who_works_no_cases_is_told_of_none(client):
    client.force_login(make_person(make_agency(), Role.ADMINISTRATOR))
    assert [len(lines) for lines in pressed(client)] == [2, 2, 4]


def test_every_key_of_a_step_is_on_the_page():
    assert set(KEYS_OF_STEPS.values()) <= {key for key, _ in ON_A_CASE}
    assert set(KEYS_OF_STEPS) - {"decide", "verify"} <= set(STEP)


def test_a_case_carries_its_keys_and_no_key_twice():
    desk = make_desk()
    page = browser_of(desk.moderator).get(reverse("dashboard:case", args=[opened(desk).reference]))
    keys = CARRIED.findall(page.content.decode())
    assert {"a", "c", "r", "/", "g q", "g n"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_keys_that_are_turned_off_are_off_on_every_page(client):
    person = make_person(make_agency(), Role.ANALYST)
    client.force_login(person)
    assert b'data-keys="off"' not in client.get(KEYS).content
    words = {"name": "Other", "language": "en", "time_zone": "Asia/Jakarta"}
    client.post(reverse("dashboard:profile"), words)
    page = client.get(KEYS)
    assert b'data-keys="off"' in page.content
    assert b"Your keys are off." in page.content
    assert b'id="keys"' not in page.content
