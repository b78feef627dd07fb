"""The page of one's own organisation."""

import pytest

from accounts.enums import Role
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/organisation/"


def test_a_lead_sets_language_and_zone_and_reads_who_changes_the_rest() -> None:
    house = make_operator()
    browser = browser_of(make_actor(house, Role.LEAD))
    page = browser.get(ADDRESS)
    assert "Name and jurisdiction are changed by the owning agency." in page.content.decode()
    seen = page.context["form"].initial["seen"]
    said = {"language": "id", "time_zone": "Asia/Jayapura", "seen": seen}
    assert browser.post(ADDRESS, said).status_code == 302
    house.refresh_from_db()
    assert (house.language, house.time_zone) == ("id", "Asia/Jayapura")
    assert browser.post(ADDRESS, {**said, "language": "en"}).status_code == 409


def test_the_owners_administrator_finds_the_way_to_name_and_jurisdiction() -> None:
    house = make_agency(owner=True)
    page = browser_of(make_actor(house, Role.ADMINISTRATOR)).get(ADDRESS).content.decode()
    assert f"/admin/organisations/{house.public_id}/" in page
