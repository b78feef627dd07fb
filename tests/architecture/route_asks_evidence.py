"""What is asked of the routes of evidence: one file, its preview, its original, the files of a case."""

from collections.abc import Mapping
from typing import Any

from tests.architecture.route_asks import (
    ABSENT,
    EVERYBODY,
    HOUSE,
    NO_ID,
    OTHER_HOUSE,
    OTHER_PLATFORM,
    PLATFORM,
    Asks,
    ask_of_case,
)
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference
from tests.factories.files import text


class Again:
    """A file to upload that can be read as often as it is asked."""

    name = "note.txt"

    def __init__(self) -> None:
        self.data = text()

    def read(self) -> bytes:
        """All of it."""
        return self.data

    def __str__(self) -> str:
        return self.name


def evidence(asks: Asks) -> None:
    """Files: before their report goes anywhere, with cases that wait, went out, were opened."""
    for route in ("evidence", "evidence_preview", "evidence_original"):
        for side in (asks.home, asks.other):
            for state in ("draft", "taken", "added", "returned", "sent", "received"):
                args, knows = [side.evidence[state]], _knows(side, state)
                asks.get(f"dashboard:{route}", f"{side.word} {state}", args, knows=knows)
        asks.get(f"dashboard:{route}", ABSENT, [NO_ID])
    ask_of_case(asks, "GET", "dashboard:case_evidence", "received")
    for route, method in (("case_custody", "GET"), ("case_court_file", "POST")):
        for state in ("returned", "received"):
            _of_case(asks, method, f"dashboard:{route}", state)
    for state in ("returned", "received"):
        _adding(asks, state)
    _taking_out(asks)


def _of_case(asks: Asks, method: str, route: str, state: str) -> None:
    for side in (asks.home, asks.other):
        label, knows = f"{side.word} {state}", _knows(side, state)
        asks.add(method, route, label, [side.ref(state)], knows=knows, like=ABSENT)
    if state == "returned":
        asks.add(method, route, ABSENT, [absent_reference()])


def _knows(side: Side, state: str) -> frozenset[str]:
    home = side.word == "home"
    house, platform = (HOUSE, PLATFORM) if home else (OTHER_HOUSE, OTHER_PLATFORM)
    return house | {"taken": frozenset({"ref"}), "received": platform}.get(state, frozenset())


def _adding(asks: Asks, state: str) -> None:
    route = "dashboard:case_evidence"
    for side in (asks.home, asks.other):
        knows = _knows(side, state)
        body: Mapping[str, Any] = {"uploads": Again()}
        asks.post(route, f"{side.word} {state}", [side.ref(state)], body=body, knows=knows, like=ABSENT)
    if state == "returned":
        asks.post(route, ABSENT, [absent_reference()], body={"uploads": Again()})
        strange = {"uploads": Again(), "item": str(asks.other.items(state)[0])}
        none = {"uploads": Again(), "item": str(NO_ID)}
        args, like = [asks.home.ref(state)], "home returned, no such item"
        asks.post(route, "home returned, item of other", args, body=strange, knows=frozenset(), like=like)
        asks.post(route, like, args, body=none)


def _taking_out(asks: Asks) -> None:
    route, home, other = "dashboard:evidence_take_out", asks.home, asks.other
    for side in (home, other):
        for state in ("returned", "received"):
            args = [side.ref(state), side.evidence[state]]
            asks.post(route, f"{side.word} {state}", args, knows=_knows(side, state))
    strange = [home.ref("returned"), other.evidence["returned"]]
    asks.post(route, "home returned, file of other", strange, knows=frozenset())
    asks.post(route, ABSENT, [home.ref("returned"), NO_ID], knows=EVERYBODY)
