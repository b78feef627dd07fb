"""What is asked of the routes of intake: reports, drafts, the second signature."""

from collections.abc import Callable
from typing import Any

from tests.architecture.route_asks import (
    ABSENT,
    EVERYBODY,
    HOUSE,
    NO_ID,
    OTHER_HOUSE,
    Asks,
    Body,
    ask_of_case,
)
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference


def report_body(side: Side, version: int, action: str, **more: str) -> dict[str, Any]:
    """What the form of a report sends."""
    desk = side.desk
    return {
        "edit_version": version,
        "action": action,
        "paste": f"https://{desk.platform.slug}.example/fresh/1",
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": "urgent",
        "reasons": "It calls for violence.",
        "considerations": "It is no art.",
        "considered": "on",
        **more,
    }


def reports(asks: Asks) -> None:
    """Reports, from the paste to the agency that issues."""
    asks.get("dashboard:reports")
    asks.get("dashboard:own_answers")
    asks.get("dashboard:own_answers", "new", query={"show": "new"})
    asks.post("dashboard:own_answers")
    asks.get("dashboard:reports", "referred to us", query={"tab": "referred"})
    asks.get("dashboard:report_new")
    for action in ("check", "save", "file"):
        asks.post("dashboard:report_new", action, body=report_body(asks.home, 0, action))
    _handing_on(asks)
    _reports(asks)


def _handing_on(asks: Asks) -> None:
    home, route = asks.home, "dashboard:report_new"
    for label, to, knows in (
        ("refer to home", home.desk.agency.public_id, EVERYBODY),
        ("refer to an operator", home.desk.operator.public_id, frozenset[str]()),
        ("refer to nobody", NO_ID, EVERYBODY),
    ):
        body = report_body(home, 0, "refer", legal_basis="", issuing=str(to))
        asks.post(route, label, body=body, knows=knows, like="refer to nobody" if not knows else "")
    # Somebody else's claim: that it is in hand, since and until when, and no more.
    for side in (home, asks.other):
        taken = f"https://{side.desk.platform.slug}.example/{side.mark('itemreceived')}"
        body = report_body(home, 0, "check", paste=taken)
        asks.post("dashboard:report_links", f"link of {side.word}", body=body)
    for label, reference, knows in (
        ("of home draft", home.reports["draft"].reference, HOUSE),
        ("of other draft", asks.other.reports["draft"].reference, OTHER_HOUSE),
        (ABSENT, absent_reference(), EVERYBODY),
    ):
        body, query = report_body(home, 0, "check"), {"report": reference}
        asks.post("dashboard:report_links", label, body=body, query=query, knows=knows)


def _reports(asks: Asks) -> None:
    for side, house in ((asks.home, HOUSE), (asks.other, OTHER_HOUSE)):
        for name in ("draft", "referred", "taken", "sentback", "filed"):
            report = side.report(name)
            knows = house if name == "draft" else house | {"ref"}
            label, args = f"{side.word} {name}", [report.reference]
            asks.get("dashboard:report", label, args, knows=knows)
            # A basis is of the jurisdiction that issues: the referrer names none.
            basis = {} if name == "draft" else {"legal_basis": ""}
            body = report_body(side, report.edit_version, "save", **basis)
            asks.post("dashboard:report", label, args, body=body, knows=knows)
        knows, args = house | {"ref"}, [side.reports["referred"].reference]
        label, reason = f"{side.word} referred", {"reason": "Not a matter for us."}
        asks.post("dashboard:report_take_over", label, args, knows=knows)
        asks.post("dashboard:report_return", label, args, body=reason, knows=knows)
    args = [absent_reference()]
    asks.get("dashboard:report", ABSENT, args)
    asks.post("dashboard:report", ABSENT, args, body=report_body(asks.home, 1, "save"))
    asks.post("dashboard:report_take_over", ABSENT, args)
    asks.post("dashboard:report_return", ABSENT, args, body={"reason": "Not a matter for us."})


def case_body(side: Side, state: str, **more: str) -> dict[str, Any]:
    """What the form of a draft sends."""
    case = side.case(state)
    return {
        "edit_version": case.edit_version,
        "category": side.desk.category.code,
        "legal_basis": side.desk.basis.code,
        "urgency": case.urgency,
        "reasons": "Better reasons.",
        "considerations": case.considerations,
        **more,
    }


def approving(asks: Asks) -> None:
    """Drafts and the second signature."""
    home, other = asks.home, asks.other
    asks.get("dashboard:approvals")
    ask_of_case(asks, "GET", "dashboard:approve", "waiting")
    ask_of_case(asks, "GET", "dashboard:case_edit", "waiting")
    ask_of_case(asks, "POST", "dashboard:case_edit", "waiting", lambda side: case_body(side, "waiting"))
    for label, item, knows in (
        ("item of other", other.items("waiting")[0], frozenset[str]()),
        ("no such item", NO_ID, EVERYBODY),
    ):
        like = "" if knows else "home waiting, no such item"
        asks.post(
            "dashboard:case_edit",
            f"home waiting, {label}",
            [home.ref("waiting")],
            body=case_body(home, "waiting", **{f"out-{item}": "on"}),
            knows=knows,
            like=like,
        )
    bodies: dict[str, tuple[str, Body]] = {
        "case_submit": ("draft", lambda side: {"edit_version": side.case("draft").edit_version}),
        "case_mark_seen": ("waiting", lambda side: {"content_hash": side.seen("waiting")}),
        "case_return": ("waiting", lambda side: {"content_hash": side.seen("waiting"), "reason": "Vague."}),
        "case_send": ("waiting", lambda side: {"content_hash": side.seen("waiting")}),
        "case_send_urgent": ("returned", lambda side: {"edit_version": side.case("returned").edit_version}),
        "case_confirm": ("alone", lambda side: {"content_hash": side.seen("alone")}),
    }
    for name, (state, body) in bodies.items():
        ask_of_case(asks, "POST", f"dashboard:{name}", state, body)


INTAKE: dict[str, Callable[[Asks], None]] = {"reports": reports, "approving": approving}
