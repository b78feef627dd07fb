"""Channels by programs: found, read over time, seen."""

from datetime import timedelta

import pytest

from channels_registry.models import Sighting
from kernel.clock import database_now
from tests.factories.cases import make_waiting_case
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    make_waiting_case(desk, ["room", "hall"])
    return desk


def path_of(desk: Desk, key: str = "room") -> str:
    [row] = api_of(desk.analyst).get(f"channels/?q={key}").json()
    return f"channels/{row['id']}/"


def test_channels_are_found_by_a_part_of_their_key_and_by_what_was_seen(desk: Desk):
    api = api_of(desk.analyst)
    api.post(f"{path_of(desk)}sightings/", {"state": "down"})

    def found(asked: str) -> list[tuple[str, str | None]]:
        return sorted((row["key"], row["last_state"]) for row in api.get(f"channels/{asked}").json())

    assert found("") == [("hall", None), ("room", "down")]
    assert found("?q=oo") == [("room", "down")]
    assert found("?state=down") == [("room", "down")]
    [fault] = api.get("channels/?state=sideways").json()["errors"]
    assert fault["parameter"] == "state"


def test_a_sighting_is_answered_with_the_channel_as_it_is_then(desk: Desk):
    api, path = api_of(desk.analyst), path_of(desk)
    earlier = (database_now() - timedelta(hours=1)).isoformat()
    api.post(f"{path}sightings/", {"state": "down", "seen_at": earlier, "note": "Gone."})
    answer = api.post(f"{path}sightings/", {"state": "up"})
    assert answer.status_code == 201
    assert [(row["state"], row["note"], row["own"]) for row in answer.json()["sightings"]] == [
        ("back_up", "", True),
        ("down", "Gone.", True),
    ]
    assert answer.json() == api.get(path).json()


def test_a_sighting_in_the_future_is_refused_at_its_field(desk: Desk):
    ahead = (database_now() + timedelta(hours=1)).isoformat()
    answer = api_of(desk.analyst).post(f"{path_of(desk)}sightings/", {"state": "up", "seen_at": ahead})
    assert (answer.status_code, answer.json()["code"]) == (422, "seen_ahead")
    assert Sighting.objects.count() == 0


def test_a_channel_of_others_is_not_to_be_known_and_a_platform_may_not_ask(desk: Desk):
    path = path_of(desk)
    for reader, code in ((make_desk().analyst, 404), (desk.moderator, 403)):
        assert api_of(reader).get(path).status_code == code
        assert api_of(reader).post(f"{path}sightings/", {"state": "up"}).status_code == code
