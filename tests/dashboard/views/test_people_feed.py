"""Due times in a calendar: by a secret address, thin, in the standard's words, ended at will."""

import re
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.models import CalendarFeed, User
from cases.models import Case, Clock, Item
from kernel.clock import database_now
from tests.dashboard.views.casework_scene import acknowledged, browser_of, words_of
from tests.factories.desk import Desk, make_desk
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"/calendar/[\w-]+\.ics")


@pytest.fixture(autouse=True)
def _no_limit_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def address_for(reader: Actor) -> str:
    page = browser_of(reader).post("/profile/calendar/").content.decode()
    found = ADDRESS.search(page)
    assert found is not None
    return found.group()


def events_at(address: str) -> list[Any]:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_the_address_is_shown_once_and_its_hash_alone_is_kept(desk: Desk) -> None:
    address = address_for(desk.analyst)
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 43  # 256 bits
    assert secret not in words_of(browser_of(desk.analyst).get("/profile/calendar/"))
    (kept,) = CalendarFeed.objects.all()
    assert secret not in (kept.hash, str(kept))
    assert verbs_of("user", desk.analyst.id) == ["make_calendar_feed"]


def test_without_signing_in_a_calendar_reads_what_runs_and_when_it_is_due(desk: Desk) -> None:
    case = acknowledged(desk)
    address = address_for(desk.moderator)
    with acting_as(COMMAND):
        clocks = {clock.kind: clock for clock in Clock.objects.filter(case=case, state="running")}
        url = Item.objects.filter(case=case).first().url
    events = events_at(address)
    effect = next(event for event in events if "effect" in str(event["uid"]))
    assert effect["dtstart"].dt == clocks["effect"].due_at.replace(microsecond=0)
    assert effect["dtstart"].dt.tzinfo in (UTC, effect["dtstart"].dt.tzinfo)
    assert str(effect["summary"]) == f"{case.reference} · Give effect"
    assert str(effect["url"]).endswith(f"/cases/{case.reference}/")
    raw = Client().get(address).content.decode()
    unfolded = raw.replace("\r\n ", "")
    assert (url in unfolded, case.platform.name in unfolded) == (False, False)
    assert re.search(r"DTSTART:\d{8}T\d{6}Z\r\n", raw) is not None
    assert max(len(line.encode()) for line in raw.split("\r\n")) <= 75


def test_an_event_stays_the_same_one(desk: Desk) -> None:
    acknowledged(desk)
    address = address_for(desk.analyst)
    first, second = (sorted(str(event["uid"]) for event in events_at(address)) for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_a_calendar_that_has_it_already_is_told_so(desk: Desk) -> None:
    acknowledged(desk)
    address = address_for(desk.analyst)
    first = Client().get(address)
    again = Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_each_side_reads_its_own_and_a_stranger_nothing(desk: Desk) -> None:
    case = acknowledged(desk)
    stranger = make_desk()
    seen = [
        any(case.reference in str(event["summary"]) for event in events_at(address_for(reader)))
        for reader in (desk.analyst, desk.moderator, stranger.analyst, stranger.moderator)
    ]
    assert seen == [True, True, False, False]


def test_the_platform_reads_no_deadline_of_the_agencys_own_house(desk: Desk) -> None:
    case = acknowledged(desk)
    with acting_as(COMMAND):
        Clock.objects.filter(case=case, kind="effect").update(kind="verify", side="agency")
    assert [event for event in events_at(address_for(desk.moderator)) if "verify" in str(event["uid"])] == []


def test_what_ended_or_stands_still_is_in_no_calendar(desk: Desk) -> None:
    case = acknowledged(desk)
    address = address_for(desk.analyst)
    with acting_as(COMMAND):
        running = Clock.objects.filter(case=case, state="running")
        running.update(state="paused", next_step_at=None)
    assert events_at(address) == []


def test_who_lost_his_seat_or_ended_the_address_or_made_another_has_none(desk: Desk) -> None:
    first = address_for(desk.analyst)
    second = address_for(desk.analyst)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    page = browser_of(desk.analyst).post("/profile/calendar/end/", follow=True)
    assert "The address is ended." in words_of(page)
    assert Client().get(second).status_code == 404
    third = address_for(desk.moderator)
    User.objects.filter(pk=desk.moderator.user_id).update(is_active=False)
    assert Client().get(third).status_code == 404


def test_it_reads_and_does_nothing(desk: Desk) -> None:
    address = address_for(desk.analyst)
    assert [Client().post(address).status_code, Client().head(address).status_code] == [405, 200]


def test_who_asks_too_often_waits(desk: Desk) -> None:
    address = address_for(desk.analyst)
    client = Client()
    codes = [client.get(address).status_code for _ in range(61)]
    assert (codes[0], codes[59], codes[60]) == (200, 200, 429)


def test_a_deadline_long_past_is_left_to_the_desk(desk: Desk) -> None:
    case = acknowledged(desk)
    address = address_for(desk.analyst)
    past = database_now() - timedelta(days=2)
    with acting_as(COMMAND):
        Clock.objects.filter(case=case).update(due_at=past, started_at=past - timedelta(days=1))
        Case.objects.filter(pk=case.pk).update(next_due_at=past, operator_due_at=past)
    assert events_at(address) == []
