"""Calendars as rows: what they say to the arithmetic, and that they stay as they were promised."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sla.domain.calendar_hours import as_hours, hours_of
from sla.enums import ClockKind
from sla.models import Calendar, Holiday
from tests.factories.law import make_calendar, make_policy

pytestmark = pytest.mark.django_db
CHRISTMAS = date(2026, 12, 25)


def test_hours_are_read_with_their_holidays_in_one_query(django_assert_num_queries):
    office, always = make_calendar("Mon-Fri 08:00-16:00", CHRISTMAS), make_calendar("24x7", zone="UTC")
    with django_assert_num_queries(1):
        hours = hours_of({office.pk, always.pk})
    assert hours[office.pk].of(CHRISTMAS) == ()
    assert hours[office.pk].of(date(2026, 12, 24)) == ((480, 960),)
    assert (hours[always.pk].zone, hours[always.pk].of(CHRISTMAS)) == ("UTC", ((0, 1440),))


def test_where_no_calendar_is_named_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert hours_of(set()) == {}


@pytest.mark.parametrize(
    ("words", "friday", "saturday"),
    [
        ("Mon-Fri 08:00-12:00; Mon-Fri 13:00-16:00", ((480, 720), (780, 960)), ()),
        ("Fri 22:00-06:00", ((1320, 1440),), ((0, 360),)),
        ("Mon-Fri 08:00-12:00; Mon-Fri 11:00-16:00", ((480, 960),), ()),
        ("Fri 18:00-24:00; Sat 00:00-02:00", ((1080, 1440),), ((0, 120),)),
    ],
)
def test_a_day_has_its_periods_in_order_and_once(words, friday, saturday):
    hours = as_hours("Asia/Jakarta", words, ())
    assert (hours.of(CHRISTMAS), hours.of(date(2026, 12, 26))) == (friday, saturday)


@pytest.mark.parametrize(
    "change",
    [
        lambda calendar: Calendar.objects.filter(pk=calendar.pk).update(hours="24x7"),
        lambda calendar: Calendar.objects.filter(pk=calendar.pk).update(fixed_at=None),
        lambda calendar: calendar.holidays.all().delete(),
        lambda calendar: calendar.holidays.update(day=date(2026, 12, 24)),
        lambda calendar: Holiday.objects.create(
            calendar=calendar, day=date(2027, 1, 1), name="N", source="S"
        ),
        lambda calendar: make_calendar("24x7", CHRISTMAS).holidays.update(calendar=calendar),
    ],
)
def test_what_a_published_version_runs_by_is_final(change):
    calendar = make_calendar("Mon-Fri 08:00-16:00", CHRISTMAS)
    calendar.holidays.update(name="Christmas")  # a draft's may change
    make_policy(calendars={ClockKind.EFFECT: calendar}, is_default=False)
    with pytest.raises(IntegrityError, match="published policy runs by"), transaction.atomic():
        change(calendar)
    calendar.refresh_from_db()
    assert (calendar.hours, calendar.fixed_at is not None) == ("Mon-Fri 08:00-16:00", True)
    assert list(calendar.holidays.values_list("day", flat=True)) == [CHRISTMAS]
