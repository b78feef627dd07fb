"""Pages of calendars: the owner keeps them, whoever runs by one reads it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from sla.enums import ClockKind
from sla.models import Calendar
from tests.factories.law import make_calendar, make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)
WORDS = {
    "name_en": "Office",
    "name_id": "Kantor",
    "time_zone": "Asia/Jakarta",
    "hours": "Mon-Fri 8:00-12:00; Mon-Fri 13:00-16:00",
}


@pytest.fixture
def owner(client):
    agency = make_agency(owner=True)
    client.force_login(make_person(agency, Role.ADMINISTRATOR))
    return agency


def url(name: str, *args: object) -> str:
    return reverse(f"dashboard:{name}", args=args)


def test_the_owner_makes_a_calendar_with_a_years_holidays_and_corrects_them(client, owner):
    client.post(url("calendar_new"), {**WORDS, "code": "office"})
    page = client.post(
        url("holidays_load", "office", 1), {"jurisdiction": "ID", "year": "2026"}, follow=True
    ).content.decode()
    assert "25 days added." in page
    assert "Hari Raya Natal" in page
    client.post(url("holiday_drop", "office", 1, "2026-12-24"))
    said = {"day": "2026-12-23", "name": "Visit", "source": "Decree 7"}
    client.post(url("holiday_new", "office", 1), said)
    calendar = Calendar.objects.get()
    assert calendar.hours == "Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00"
    days = set(calendar.holidays.values_list("day", flat=True))
    assert (date(2026, 12, 23) in days, date(2026, 12, 24) in days) == (True, False)
    wrong = client.post(url("holiday_new", "office", 1), said)
    assert (wrong.status_code, list(wrong.context["holiday_form"].errors)) == (422, ["day"])
    wrong = client.post(url("calendar", "office", 1), {**WORDS, "hours": "soon"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["hours"])


def test_a_fixed_calendar_offers_its_next_number_and_nothing_to_change(client, owner):
    calendar = make_calendar("24x7", CHRISTMAS)
    make_policy(calendars={ClockKind.EFFECT: calendar}, is_default=False)
    page = client.get(url("calendar", calendar.code, 1)).content.decode()
    assert url("calendar_next", calendar.code, 1) in page
    assert url("holiday_drop", calendar.code, 1, "2026-12-25") not in page
    answer = client.post(url("calendar_next", calendar.code, 1))
    assert answer["Location"] == url("calendar", calendar.code, 2)
    page = client.get(answer["Location"]).content.decode()
    assert url("holiday_drop", calendar.code, 2, "2026-12-25") in page
    again = client.post(url("calendar_next", calendar.code, 1), follow=True)
    assert "The last number of this calendar can still be changed." in again.content.decode()


def test_others_read_it(client):
    calendar = make_calendar("Mon-Fri 08:00-16:00", CHRISTMAS)
    client.force_login(make_person(make_agency(), Role.ADMINISTRATOR))
    assert "<bdi" in client.get(url("calendars")).content.decode()
    page = client.get(url("calendar", calendar.code, 1))
    assert (page.status_code, url("holiday_new", calendar.code, 1) in page.content.decode()) == (200, False)
    assert client.post(url("calendar", calendar.code, 1), WORDS).status_code == 403
