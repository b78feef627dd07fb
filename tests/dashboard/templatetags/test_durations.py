from datetime import timedelta

import pytest
from django.utils import translation

from dashboard.templatetags.durations import duration, duration_patterns, span_in_words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=42, milliseconds=900), "42 s"),
        (timedelta(minutes=42, seconds=59), "42 m"),
        (timedelta(hours=1, minutes=5), "1 h 05 m"),
        (timedelta(hours=4), "4 h"),
        (timedelta(hours=4, seconds=59), "4 h"),
        (timedelta(hours=47, minutes=59, seconds=59), "47 h 59 m"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=2, hours=4, minutes=50), "2 d 4 h"),
        (timedelta(days=10, hours=4), "10 d"),
        (timedelta(days=472), "472 d"),
        (timedelta(hours=-1, minutes=-5), "− 1 h 05 m"),
        (timedelta(seconds=-1), "− 1 s"),
    ],
)
def test_a_span_is_cut_to_its_unit_and_never_promises_more_than_is_left(span: timedelta, words: str) -> None:
    assert span_in_words(span) == words


def test_the_filter_takes_seconds_and_shows_a_dash_for_nothing() -> None:
    assert [duration(11520), duration(2.9), duration(timedelta(hours=24)), duration(None), duration("")] == [
        "3 h 12 m",
        "2 s",
        "24 h",
        "–",
        "–",
    ]


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_language_keeps_the_places_that_the_script_fills(language: str) -> None:
    with translation.override(language):
        patterns = duration_patterns()
    places = {
        name: sorted(part.split(")")[0] for part in text.split("%(")[1:]) for name, text in patterns.items()
    }
    assert places == {
        "days": ["days"],
        "days_hours": ["days", "hours"],
        "hours": ["hours"],
        "hours_minutes": ["hours", "minutes"],
        "minutes": ["minutes"],
        "seconds": ["seconds"],
    }
