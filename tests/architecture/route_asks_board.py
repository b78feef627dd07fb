"""What is asked of the routes of the board and of the record."""

from collections.abc import Callable

from tests.architecture.route_asks import (
    ABSENT,
    AGENCIES,
    HOUSE,
    OTHER_HOUSE,
    OTHER_PLATFORM,
    PLATFORM,
    ROLES,
    WITNESSES,
    Asks,
    ask_of_case,
)
from tests.architecture.route_world import absent_reference


def board(asks: Asks) -> None:
    """Figures, their rows, the record."""
    asks.get("dashboard:board")
    asks.get("dashboard:board", "all time", query={"span": "all"})
    for code in FIGURES:
        asks.get("dashboard:board_rows", code, [code], query={"span": "all"})
        asks.roles = WITNESSES
    asks.roles = tuple(ROLES)
    for side in (asks.home, asks.other):
        knows = AGENCIES | (PLATFORM if side is asks.home else OTHER_PLATFORM)
        query = {"span": "all", "platform": side.desk.platform.slug}
        label = f"open of {side.word} service"
        asks.get("dashboard:board_rows", label, ["open"], query=query, knows=knows, like="open of no service")
        label, query = f"of {side.word} case", {"q": side.ref("received")}
        house = HOUSE if side is asks.home else OTHER_HOUSE
        asks.get("dashboard:records", label, query=query, knows=house)
    query = {"span": "all", "platform": "no-service"}
    asks.get("dashboard:board_rows", "open of no service", ["open"], query=query)
    asks.get("dashboard:board_rows", ABSENT, ["no-figure"])
    asks.get("dashboard:records")
    asks.get("dashboard:records", ABSENT, query={"q": absent_reference()})
    ask_of_case(asks, "GET", "dashboard:record", "received")
    home = [asks.home.ref("received")]
    ask_of_case(asks, "GET", "dashboard:record_extract", "received")
    asks.get("dashboard:record_checks")
    asks.post("dashboard:record_checks")
    asks.get("dashboard:record", "home verified", home, query={"verify": "1"}, knows=HOUSE)


FIGURES = (
    "open",
    "breached",
    "due-soon",
    "silent",
    "proposals",
    "share-met",
    "to-receipt",
    "to-effect",
    "breaches",
    "own-open",
    "own-breached",
    "own-due-soon",
    "own-share-met",
    "notices-good",
    "lateness",
)


BOARD: dict[str, Callable[[Asks], None]] = {"board": board}
