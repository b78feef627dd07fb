"""Whether somebody is there to read."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.utils import translation

from channels_registry.domain.contact_hours import check_hours, in_words, is_within, next_opening
from kernel.errors import Invalid


@dataclass
class Reader:
    hours: str
    time_zone: str = "Asia/Jakarta"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Monday is 2 March 2026; Jakarta is seven hours ahead."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_hours_that_nobody_gave_are_neither_day_nor_night():
    assert is_within(Reader(""), at(2, 3)) is None
    assert next_opening(Reader(""), at(2, 3)) is None


def test_a_desk_that_never_closes_is_always_there():
    assert is_within(Reader("24x7"), at(2, 20)) is True


@pytest.mark.parametrize(
    ("instant", "there"),
    [
        (at(2, 1, 59), False),  # 08:59 in Jakarta
        (at(2, 2), True),  # 09:00
        (at(2, 9, 59), True),  # 16:59
        (at(2, 10), False),  # 17:00
        (at(7, 4), True),  # Saturday 11:00
        (at(7, 8), False),  # Saturday 15:00
        (at(8, 4), False),  # Sunday
        (at(8, 23), False),  # Monday 06:00 there, still Sunday in UTC
    ],
)
def test_the_zone_of_the_contact_decides(instant, there):
    assert is_within(Reader("Mon-Fri 09:00-17:00; Sat 10:00-14:00"), instant) is there


def test_a_period_over_midnight_belongs_to_the_day_on_which_it_begins():
    night = Reader("Fri 22:00-06:00", "UTC")
    assert [is_within(night, each) for each in (at(6, 21), at(6, 22), at(7, 5), at(7, 6), at(6, 5))] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_the_next_opening_is_now_or_the_next_quarter_on_which_somebody_is_there():
    desk = Reader("Mon-Fri 09:00-17:00")
    assert next_opening(desk, at(2, 3)) == at(2, 3)
    assert next_opening(desk, at(6, 12, 7)) == at(9, 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("24/7", "24x7"),
        ("24 jam", "24x7"),
        ("mon – fri 9:00–17.30", "Mon-Fri 09:00-17:30"),
        ("Senin-Jumat 08:00-16:00; Sabtu 8:00-12:00", "Mon-Fri 08:00-16:00; Sat 08:00-12:00"),
        ("Sat-Mon 10:00-18:00", "Mon,Sat-Sun 10:00-18:00"),
        ("Mon,Wed 00:00-24:00", "Mon,Wed 00:00-24:00"),
    ],
)
def test_hours_are_kept_in_one_spelling(typed, kept):
    assert check_hours(typed) == kept
    assert check_hours(kept) == kept


@pytest.mark.parametrize("typed", ["office hours", "Mon 9-17", "Mon 25:00-26:00", "Xyz 09:00-17:00"])
def test_what_is_no_hours_is_refused(typed):
    with pytest.raises(Invalid) as raised:
        check_hours(typed)
    assert raised.value.field == "hours"


def test_days_are_read_in_the_readers_language():
    with translation.override("id"):
        assert in_words("Mon-Fri 09:00-17:00") == "Sen-Jum 09:00-17:00"
