import pytest
from django.utils import translation

from notifications.domain.instants import due_text

NOON_UTC = "2026-11-02T12:00:00+00:00"


@pytest.mark.parametrize(
    ("time_zone", "other", "text"),
    [
        ("Asia/Jakarta", "", "2 Nov 2026, 19:00 WIB"),
        ("Asia/Jakarta", "UTC", "2 Nov 2026, 19:00 WIB (12:00 UTC)"),
        ("Asia/Jakarta", "Asia/Dubai", "2 Nov 2026, 19:00 WIB (16:00 UTC+04)"),
        ("Asia/Dubai", "America/Los_Angeles", "2 Nov 2026, 16:00 UTC+04 (04:00 PST)"),
        ("Pacific/Auckland", "Asia/Jakarta", "3 Nov 2026, 01:00 NZDT (2 Nov, 19:00 WIB)"),
        ("Asia/Jakarta", "Asia/Bangkok", "2 Nov 2026, 19:00 WIB"),
    ],
)
def test_an_instant_stands_in_the_readers_zone_and_in_the_others_where_it_differs(
    time_zone: str, other: str, text: str
) -> None:
    assert due_text(NOON_UTC, time_zone=time_zone, other=other) == text


def test_an_instant_written_in_any_zone_is_the_same_instant() -> None:
    assert due_text("2026-11-02T19:00:00+07:00", time_zone="UTC") == "2 Nov 2026, 12:00 UTC"


def test_the_hour_that_comes_twice_in_autumn_is_told_apart_by_its_zone() -> None:
    first = due_text("2026-10-25T00:30:00+00:00", time_zone="Europe/Berlin")
    second = due_text("2026-10-25T01:30:00+00:00", time_zone="Europe/Berlin")
    assert (first, second) == ("25 Oct 2026, 02:30 CEST", "25 Oct 2026, 02:30 CET")


def test_months_are_named_in_the_readers_language() -> None:
    with translation.override("id"):
        assert due_text("2026-08-02T12:00:00Z", time_zone="Asia/Jakarta") == "2 Agu 2026, 19:00 WIB"
