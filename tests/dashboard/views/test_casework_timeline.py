"""The timeline can be narrowed to one kind of thing."""

import pytest

from cases.domain import thread
from tests.dashboard.views.casework_scene import acknowledged, browser_of, minutes_ago, words_of
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db


def test_a_group_is_shown_alone_and_says_how_many_it_has() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    thread.write(actor=desk.analyst, reference=case.reference, text="A word.", now=minutes_ago(3))
    address = f"/cases/{case.reference}/"
    every = browser_of(desk.moderator).get(address).context["event_count"]
    page = browser_of(desk.moderator).get(address, {"events": "messages"})
    assert [event["title"] for event in page.context["events"]] == ["Message"]
    assert every > 1
    part = browser_of(desk.moderator).get(
        address, {"events": "messages"}, headers={"HX-Request": "true", "HX-Target": "timeline"}
    )
    source = part.content.decode()
    assert source.lstrip().startswith("<section")
    assert '<div id="live" hx-swap-oob="innerHTML">1 event</div>' in source
    assert "<table" not in source


def test_a_group_without_events_says_so_and_keeps_the_way_back() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    page = browser_of(desk.moderator).get(f"/cases/{case.reference}/?events=messages&items=all")
    assert "Nothing of this kind has happened yet." in words_of(page)
    urls = [each["url"] for each in page.context["event_groups"]]
    assert urls[0] == "?events=all&items=all#timeline"


def test_a_group_that_is_none_shows_everything() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    page = browser_of(desk.moderator).get(f"/cases/{case.reference}/?events=%27")
    assert page.status_code == 200
    assert page.context["event_groups"][0]["active"]
