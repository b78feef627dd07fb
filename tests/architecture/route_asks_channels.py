"""What is asked of the pages of flagged channels."""

from uuid import UUID

from accounts.domain.acting import COMMAND, acting_as
from cases.models import Item
from tests.architecture.route_asks import ABSENT, HOUSE, NO_ID, OTHER_HOUSE, Asks
from tests.architecture.route_side import Side

ONCE = {"Idempotency-Key": "asked-once"}
SEEN = {"state": "up"}
NOTED = {
    "dashboard:channel_sighting": {"state": "up"},
    "dashboard:channel_title": {"title": "A title"},
    "dashboard:channel_alias": {"link": "@somebody_else"},
    "dashboard:channel_successor": {"link": "@somebody_else"},
}


def channels(asks: Asks) -> None:
    """The list, one channel of each side, what is noted of it."""
    asks.get("dashboard:channels")
    asks.get("dashboard:channels", "by words", query={"q": "mark", "state": "up"})
    for side in (asks.home, asks.other):
        knows = HOUSE if side is asks.home else OTHER_HOUSE
        asks.get("dashboard:channel", side.word, [_channel(side)], knows=knows)
    asks.get("dashboard:channel", ABSENT, [NO_ID])
    for route, body in NOTED.items():
        for side in (asks.home, asks.other):
            knows = HOUSE if side is asks.home else OTHER_HOUSE
            asks.post(route, side.word, [_channel(side)], body=body, knows=knows)
        asks.post(route, ABSENT, [NO_ID], body=body)
    asks.post("dashboard:channel_unlink", "home", [_channel(asks.home), NO_ID], knows=HOUSE)
    asks.post("dashboard:channel_unlink", ABSENT, [NO_ID, NO_ID])
    asks.post("dashboard:channel_unalias", "home", [_channel(asks.home), NO_ID], knows=HOUSE)
    asks.post("dashboard:channel_unalias", ABSENT, [NO_ID, NO_ID])


def api_channels(asks: Asks) -> None:
    """The same by programs."""
    asks.get("api:channels")
    for side in (asks.home, asks.other):
        knows = HOUSE if side is asks.home else OTHER_HOUSE
        asks.get("api:channel", side.word, [_channel(side)], knows=knows)
        asks.post("api:channel_sightings", side.word, [_channel(side)], body=SEEN, knows=knows, headers=ONCE)
    asks.get("api:channel", ABSENT, [NO_ID])
    asks.post("api:channel_sightings", ABSENT, [NO_ID], body=SEEN, headers=ONCE)


def _channel(side: Side) -> UUID:
    with acting_as(COMMAND):
        item = Item.objects.filter(case=side.cases["received"]).select_related("channel").first()
        assert item is not None
        return item.channel.public_id
