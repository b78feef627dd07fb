"""Calendars as the owning agency keeps them: changed while nothing runs by them, copied afterwards."""

from datetime import date, timedelta

import pytest

from accounts.domain.acting import COMMAND, Actor
from accounts.enums import Role
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.domain import calendars
from sla.domain.calendar_hours import as_hours
from sla.domain.calendars import CalendarWords, calendars_for
from sla.domain.holiday_lists import listed_days
from sla.domain.reference import load_reference
from sla.enums import ClockKind
from sla.models import Calendar
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.law import make_agreement, make_calendar, make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def owner() -> Actor:
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


def words(**more: str) -> CalendarWords:
    said = {
        "name_en": "Office",
        "name_id": "Kantor",
        "time_zone": "Asia/Jakarta",
        "hours": "Mon-Fri 8:00-16:00",
    }
    return CalendarWords(**{**said, **more})


def fixed(*days: date) -> Calendar:
    calendar = make_calendar("Mon-Fri 08:00-16:00", *days)
    make_policy(calendars={ClockKind.EFFECT: calendar}, is_default=False)
    return calendar


def named(calendar: Calendar) -> dict[str, object]:
    return {"code": calendar.code, "number": calendar.number, "now": NOON}


def test_a_calendar_is_kept_in_the_one_spelling_and_recorded(owner: Actor) -> None:
    made = calendars.add_calendar(actor=owner, code="office", words=words(), now=NOON)
    assert (made.hours, made.number, made.fixed_at) == ("Mon-Fri 08:00-16:00", 1, None)
    assert changes_of("calendar", "office-1") == {
        "hours": ["Mon-Fri_08:00-16:00"],
        "zone": "Asia/Jakarta",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"hours": ""}, "hours"),
        ({"hours": "when we like"}, "hours"),
        ({"hours": "; ".join(["Mon,Wed,Fri 08:00-08:30"] * 9)}, "hours"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"name_id": " "}, "name_id"),
    ],
)
def test_what_says_no_hours_is_refused(owner: Actor, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        calendars.add_calendar(actor=owner, code="office", words=words(**wrong), now=NOON)
    assert refused.value.field == field


def test_a_calendar_changes_while_nothing_published_runs_by_it(owner: Actor) -> None:
    calendar = make_calendar()
    changed = calendars.change_calendar(actor=owner, words=words(hours="24/7"), **named(calendar))
    assert changed.hours == "24x7"
    assert calendars.load_holidays(actor=owner, jurisdiction="ID", year=2026, **named(calendar)) == 25
    assert calendars.load_holidays(actor=owner, jurisdiction="ID", year=2026, **named(calendar)) == 0
    said = {"name": "Visit", "source": "Decree 7"}
    calendars.add_holiday(actor=owner, day=date(2026, 12, 23), **said, **named(calendar))
    calendars.drop_holiday(actor=owner, day=CHRISTMAS, **named(calendar))
    days = {each.day: each.source for each in calendar.holidays.all()}
    assert (len(days), days[date(2026, 12, 23)], CHRISTMAS in days) == (25, "Decree 7", False)


def test_once_a_published_version_runs_by_it_nothing_changes_and_the_next_number_goes_on(
    owner: Actor,
) -> None:
    calendar = fixed(CHRISTMAS)
    for change in (
        lambda: calendars.change_calendar(actor=owner, words=words(), **named(calendar)),
        lambda: calendars.load_holidays(actor=owner, jurisdiction="ID", year=2027, **named(calendar)),
        lambda: calendars.drop_holiday(actor=owner, day=CHRISTMAS, **named(calendar)),
    ):
        with pytest.raises(Conflict) as refused:
            change()
        assert refused.value.code == "calendar_fixed"
    following = calendars.continue_calendar(actor=owner, **named(calendar))
    assert (following.code, following.number, following.fixed_at) == (calendar.code, 2, None)
    assert [each.day for each in following.holidays.all()] == [CHRISTMAS]
    calendars.drop_holiday(actor=owner, day=CHRISTMAS, **named(following))
    with pytest.raises(Conflict) as refused:
        calendars.continue_calendar(actor=owner, **named(calendar))
    assert refused.value.code == "calendar_open"
    assert calendar.holidays.count() == 1


def test_a_day_is_a_holiday_once(owner: Actor) -> None:
    calendar = make_calendar("24x7", CHRISTMAS)
    said = {"actor": owner, "name": "Christmas", "source": "Decree 7", **named(calendar)}
    with pytest.raises(Invalid) as refused:
        calendars.add_holiday(day=CHRISTMAS, **said)
    assert (refused.value.code, refused.value.field) == ("holiday_there", "day")
    with pytest.raises(NotKnown):
        calendars.drop_holiday(actor=owner, day=date(2026, 12, 24), **named(calendar))


def test_nobody_but_the_owners_administrator_changes_a_calendar() -> None:
    calendar = make_calendar()
    stranger = make_actor(make_agency(), Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        calendars.change_calendar(actor=stranger, words=words(), **named(calendar))


def test_an_operator_knows_the_calendars_of_his_policies_and_no_others() -> None:
    desk = make_desk()
    office, others, draft = fixed(), fixed(), make_calendar()
    agreed = office.rules.get(kind=ClockKind.EFFECT, urgency="urgent").version
    make_agreement(desk.agency, desk.platform, agreed)
    assert set(calendars_for(desk.moderator)) == {office}
    assert set(calendars_for(desk.analyst)) == {office, others, draft}


def test_the_list_of_a_year_says_where_it_is_from_and_which_days_are_estimates() -> None:
    days = {each.day: each for each in listed_days("ID", 2027)}
    assert days[date(2027, 3, 10)].name == "Hari Raya Idul Fitri (perkiraan)"
    assert days[date(2027, 12, 24)].name == "Cuti Bersama Hari Raya Natal"
    assert days[date(2027, 12, 24)].source.endswith(", ID 2027: public, government")
    with pytest.raises(Invalid):
        next(listed_days("XX", 2027))


def test_reference_data_bring_a_calendar_with_this_years_and_the_next_years_holidays_once() -> None:
    load_reference(actor=COMMAND, now=NOON)
    (calendar,) = Calendar.objects.filter(code="indonesia-office")
    assert {day.year for day in calendar.holidays.values_list("day", flat=True)} == {NOON.year, NOON.year + 1}
    # Thirty-seven and a half hours a week, but for the feasts in it.
    hours = as_hours(calendar.time_zone, calendar.hours, ())
    assert hours.between(NOON, NOON + timedelta(days=7)) == timedelta(hours=37.5)
    calendar.holidays.all().delete()
    load_reference(actor=COMMAND, now=NOON)
    assert calendar.holidays.count() == 0
