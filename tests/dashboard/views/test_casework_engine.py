"""The red bar comes to a page that is open already, and goes."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from kernel.clock import database_now
from operations.domain.heartbeats import STALE_AFTER, stamp
from operations.enums import Work
from tests.dashboard.views.casework_scene import browser_of, words_of
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db
STILL, MUTE = "The engine stands still.", "No message leaves the desk."


def beat(work: Work, *, ago: int) -> None:
    stamp(runner="loop@host:7", work=work, count=0, now=database_now() - timedelta(seconds=ago))


def asked(shown: str) -> HttpResponse:
    answer: HttpResponse = browser_of(make_desk().moderator).get(f"/engine/?shown={shown}")
    return answer


@pytest.mark.parametrize(
    ("swept", "sent", "says"), [(1, 1, ""), (40, 1, STILL), (1, 40, MUTE), (40, 40, STILL)]
)
def test_a_page_that_is_open_is_told_what_stands_still(swept: int, sent: int, says: str) -> None:
    beat(Work.SWEEP, ago=swept)
    beat(Work.OUTBOX, ago=sent)
    words = words_of(asked("something else"))
    assert [each for each in (STILL, MUTE) if each in words] == ([says] if says else [])


def test_a_bar_that_stays_is_not_swapped_and_so_not_announced_again() -> None:
    same, other = asked("engine"), asked("ok")
    assert (same["HX-Reswap"], STILL in words_of(same), "ago" in words_of(same)) == ("none", False, False)
    assert ("HX-Reswap" in other, STILL in words_of(other)) == (False, True)


def test_every_page_asks_again_soon_enough_for_a_bar_within_a_minute() -> None:
    page = browser_of(make_desk().analyst).get("/profile/").content.decode()
    assert ('hx-get="/engine/?shown=engine" hx-trigger="every 20s' in page, STILL in page) == (True, True)
    assert STALE_AFTER + timedelta(seconds=20) < timedelta(seconds=60)
