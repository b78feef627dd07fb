"""What is asked of the routes of joining: the form, the list, the narrow page, the second signature."""

from collections.abc import Callable
from typing import Any

from tests.architecture.route_asks import ABSENT, HOUSE, NO_ID, OTHER_HOUSE, Asks
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference
from tests.architecture.route_world_joining import ASKED, join_token

ONCE = {"Idempotency-Key": "asked-once"}
STEPS: dict[str, dict[str, str]] = {"confirm": {}, "return": {"reason": "Which law?"}, "leave": {}}


def join_body(side: Side) -> dict[str, Any]:
    """What the form of a joining sends."""
    return {
        "category": side.desk.category.code,
        "legal_basis": side.desk.basis.code,
        "reasons": "It recruits here too.",
        "considerations": "It is no art.",
    }


def joining(asks: Asks) -> None:
    """Joinings of both agencies, each of cases of the other."""
    home, other = asks.home, asks.other
    asks.get("dashboard:joined")
    pairs = ((home, other, HOUSE), (other, home, OTHER_HOUSE))
    for side, _of, knows in pairs:
        for state in ("received", "answered", ASKED):
            args = [side.joinings[state]]
            asks.get("dashboard:joined_case", f"{side.word} joined {state}", args, knows=knows)
        for name in ("confirm", "return", "leave"):
            route, body = f"dashboard:joining_{name}", {"reason": "Which law?"}
            asks.post(route, f"{side.word} asked", [side.joinings[ASKED]], body=body, knows=knows)
    asks.get("dashboard:joined_case", ABSENT, [NO_ID])
    for name in ("confirm", "return", "leave"):
        asks.post(f"dashboard:joining_{name}", ABSENT, [NO_ID], body={"reason": "Which law?"})
    _form(asks)


def _form(asks: Asks) -> None:
    home, other, route = asks.home, asks.other, "dashboard:join"
    for method in ("GET", "POST"):
        for side, of, knows in ((home, other, HOUSE), (other, home, OTHER_HOUSE)):
            args = [side.reports["joins"].reference, join_token(of, "received")]
            asks.add(method, route, f"{side.word} report", args, body=join_body(side), knows=knows)
        args = [home.reports["joins"].reference, "0" * 16]
        label, like = "home report, no such link", ABSENT
        asks.add(method, route, label, args, body=join_body(home), knows=HOUSE, like=like)
        args = [absent_reference(), join_token(other, "received")]
        asks.add(method, route, ABSENT, args, body=join_body(home))


def api_joining(asks: Asks) -> None:
    """The same by programs."""
    home, other = asks.home, asks.other
    asks.get("api:joined")
    for side, of, knows in ((home, other, HOUSE), (other, home, OTHER_HOUSE)):
        for state in ("received", ASKED):
            args = [side.joinings[state]]
            asks.get("api:joining", f"{side.word} joined {state}", args, knows=knows)
        for name, body in STEPS.items():
            args, route = [side.joinings[ASKED]], f"api:joining_{name}"
            asks.post(route, f"{side.word} asked", args, body=body, knows=knows, headers=ONCE)
        body = join_body(side) | {"platform": of.desk.platform.slug, "key": of.mark("itemreceived")}
        args = [side.reports["joins"].reference]
        asks.post("api:join", f"{side.word} report", args, body=body, knows=knows, headers=ONCE)
    asks.get("api:joining", ABSENT, [NO_ID])
    for name, body in STEPS.items():
        asks.post(f"api:joining_{name}", ABSENT, [NO_ID], body=body, headers=ONCE)
    body = join_body(home) | {"platform": other.desk.platform.slug, "key": other.mark("itemreceived")}
    asks.post("api:join", ABSENT, [absent_reference()], body=body, headers=ONCE)


JOINING: dict[str, Callable[[Asks], None]] = {"joining": joining, "api-joining": api_joining}
