from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from dashboard.templatetags.instants import exact_instant, short_instant, utc_offset, zone_name

JAKARTA = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 22, 7, 5, 9, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    with timezone.override(JAKARTA):
        return Template("{% load desk %}" + source).render(Context(context))


def test_an_instant_of_today_is_its_time_and_the_name_of_the_zone() -> None:
    assert short_instant(AT, zone=JAKARTA, now=datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == "14:05 WIB"


def test_an_instant_of_another_day_in_the_readers_zone_carries_its_date() -> None:
    # 17:01 UTC is after midnight in Jakarta although the day in UTC is the same.
    assert (
        short_instant(AT, zone=JAKARTA, now=datetime(2026, 11, 22, 17, 1, tzinfo=UTC))
        == "22 Nov 2026, 14:05 WIB"
    )


def test_without_the_pages_instant_the_date_is_always_shown() -> None:
    assert short_instant(AT, zone=JAKARTA, now=None) == "22 Nov 2026, 14:05 WIB"


@pytest.mark.parametrize(
    ("zone", "name", "offset"),
    [
        ("Asia/Jakarta", "WIB", "UTC+7"),
        ("Asia/Jayapura", "WIT", "UTC+9"),
        ("Asia/Dubai", "UTC+04", "UTC+4"),
        ("Asia/Kolkata", "IST", "UTC+5:30"),
        ("America/New_York", "EST", "UTC−5"),
        ("America/Argentina/Buenos_Aires", "UTC-03", "UTC−3"),
        ("UTC", "UTC", "UTC+0"),
    ],
)
def test_a_zone_has_its_name_or_its_offset(zone: str, name: str, offset: str) -> None:
    local = AT.astimezone(ZoneInfo(zone))
    assert (zone_name(local), utc_offset(local)) == (name, offset)


def test_the_exact_instant_names_weekday_second_zone_and_offset() -> None:
    assert exact_instant(AT, zone=JAKARTA) == "Sunday 22 November 2026, 14:05:09 WIB (UTC+7)"
    assert exact_instant(AT, zone=ZoneInfo("Asia/Dubai")) == "Sunday 22 November 2026, 11:05:09 UTC+04"


def test_the_months_follow_the_language() -> None:
    with translation.override("id"):
        assert short_instant(AT, zone=JAKARTA, now=None) == "22 Nov 2026, 14:05 WIB"
        assert exact_instant(AT, zone=JAKARTA) == "Minggu 22 November 2026, 14:05:09 WIB (UTC+7)"


def test_the_tag_shows_the_readers_time_with_the_machine_readable_instant() -> None:
    assert rendered("{% instant at %}", at=AT, now=AT) == (
        '<time class="instant" datetime="2026-11-22T07:05:09+00:00"'
        ' title="Sunday 22 November 2026, 14:05:09 WIB (UTC+7)">14:05 WIB</time>'
    )


def test_the_other_sides_time_stands_beside_only_where_it_differs() -> None:
    text = rendered(
        '{% instant at other="Asia/Dubai" %}|{% instant at other="Asia/Bangkok" %}', at=AT, now=AT
    )
    dubai, bangkok = text.split("|")
    assert dubai.endswith('>14:05 WIB <span class="instant-other">(11:05 UTC+04)</span></time>')
    assert bangkok.endswith(">14:05 WIB</time>")


def test_full_shows_the_date_even_today_and_nothing_is_a_dash() -> None:
    assert rendered("{% instant at full=True %}", at=AT, now=AT).endswith(">22 Nov 2026, 14:05 WIB</time>")
    assert rendered("{% instant at %}", at=None, now=AT) == "–"
