from datetime import date

import pytest

from channels_registry.domain.dead_forms import closed_since, is_short_lived
from channels_registry.enums import TargetKind


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://goo.gl/abc", date(2025, 8, 25)),
        ("HTTP://WWW.Plus.Google.com/+name", date(2019, 4, 2)),
        ("vine.co", date(2017, 1, 17)),
        ("https://goo.glory.example/abc", None),
        ("https://t.me/name", None),
    ],
)
def test_an_address_of_a_closed_service_is_dead_since_its_end(url: str, day: date | None):
    assert closed_since(url) == day


def test_stories_and_live_broadcasts_alone_last_a_day():
    short = [kind for kind in TargetKind if is_short_lived(kind)]
    assert short == [TargetKind.STORY, TargetKind.LIVE]
