"""What is asked of the API: the same things, in the same roles, by a person's session."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.architecture.route_asks import (
    ABSENT,
    AGENCIES,
    EVERYBODY,
    HOUSE,
    NO_ID,
    OTHER_HOUSE,
    OTHER_PLATFORM,
    PLATFORM,
    ROLES,
    WITNESSES,
    Asks,
    knowing,
)
from tests.architecture.route_asks_casework import AGENCY_STEPS, PLATFORM_STEPS
from tests.architecture.route_asks_intake import report_body
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference

Body = Callable[[Side], Mapping[str, Any]]
Version = Callable[[Side], int]
PARTS_OF_CASE = ("items", "messages", "answers", "amendments", "timeline")


def _send(
    asks: Asks,
    method: str,
    route: str,
    label: str = "",
    args: Iterable[object] = (),
    *,
    match: int | None = None,
    **more: Any,
) -> None:
    headers = {"Idempotency-Key": "asked-once"} if method == "POST" else {}
    if match is not None:
        headers["If-Match"] = f'"{match}"'
    asks.add(method, f"api:{route}", label, args, headers=headers, **more)


def _of_case(
    asks: Asks,
    method: str,
    route: str,
    state: str,
    body: Body = lambda side: {},
    version: Version | None = None,
    strangers: tuple[str, ...] = WITNESSES,
) -> None:
    """Ask about a case of home, one of the other side in the same state, and one that is not there."""
    for side in (asks.home, asks.other):
        match = version(side) if version else None
        args = [side.cases[state].reference]
        knows = knowing(side, state)
        _send(asks, method, route, f"{side.word} {state}", args, body=body(side), knows=knows, match=match)
        asks.roles = strangers
    match = version(asks.home) if version else None
    _send(asks, method, route, ABSENT, [absent_reference()], body=body(asks.home), match=match)
    asks.roles = tuple(ROLES)


def api_reference(asks: Asks) -> None:
    """What all share, who one is, and the schema."""
    for route in (
        "me",
        "platforms",
        "categories",
        "legal-bases",
        "calendars",
        "agencies",
        "schema",
        "schema_page",
    ):
        asks.get(f"api:{route}")
    _send(asks, "POST", "links", body=_links(asks.home))
    for side in (asks.home, asks.other):
        taken = {"paste": f"https://{side.desk.platform.slug}.example/{side.mark('itemreceived')}"}
        _send(asks, "POST", "links", f"link of {side.word}", body=taken)


def _links(side: Side) -> dict[str, Any]:
    return {"paste": f"https://{side.desk.platform.slug}.example/fresh/1"}


def api_cases(asks: Asks) -> None:
    """Lists and cases to read."""
    asks.get("api:cases")
    asks.get("api:cases", "oldest change first", query={"sort": "updated_at"})
    asks.get("api:cases", "of no parameter", query={"who": "all"})
    for side in (asks.home, asks.other):
        query = {"q": side.cases["received"].reference}
        asks.get("api:cases", f"of {side.word} case", query=query, knows=knowing(side, "received"))
        knows = AGENCIES | (PLATFORM if side is asks.home else OTHER_PLATFORM)
        query = {"platform": side.desk.platform.slug}
        asks.get("api:cases", f"of {side.word} service", query=query, knows=knows, like="of no service")
    asks.get("api:cases", ABSENT, query={"q": absent_reference()})
    asks.get("api:cases", "of no service", query={"platform": "no-service"})
    for state in ("received", "waiting", "sent", "restricted", "replay", "proposed", "alone"):
        for side in (asks.home, asks.other):
            args = [side.cases[state].reference]
            asks.get("api:case", f"{side.word} {state}", args, knows=knowing(side, state))
    args = [asks.other.cases["crossing"].reference]
    asks.get("api:case", "crossing", args, knows=knowing(asks.other, "crossing"))
    asks.get("api:case", ABSENT, [absent_reference()])
    _of_case(asks, "PUT", "case", "waiting", _draft, _version("waiting"), tuple(ROLES))
    _send(asks, "POST", "cases", body=_report(asks.home, considered=True))
    for part in (*PARTS_OF_CASE, "clocks"):
        _of_case(asks, "GET", f"{part}", "received")
    for side in (asks.home, asks.other):
        args, knows = [side.cases["sent"].reference], knowing(side, "sent")
        for part in ("items", "clocks"):
            asks.get(f"api:{part}", f"{side.word} sent", args, knows=knows)


def _draft(side: Side) -> dict[str, Any]:
    case = side.case("waiting")
    return {
        "category": side.desk.category.code,
        "legal_basis": side.desk.basis.code,
        "urgency": case.urgency,
        "reasons": "Better reasons.",
        "considerations": case.considerations,
    }


def _in_json(body: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a page's form as the API takes them."""
    words = dict(body)
    if "amount" in words:
        words = {"clock": words["clock"], "minutes": int(words["amount"]), "reason": words["reason"]}
    if "upheld" in words:
        words["upheld"] = words["upheld"] == "yes"
    return words


def api_steps(asks: Asks) -> None:
    """What both sides do to a case, as the pages' forms do it."""
    for slug, (state, body) in {**PLATFORM_STEPS, **AGENCY_STEPS}.items():
        said = _in_json(body)
        _of_case(asks, "POST", f"case_{slug}", state, lambda side, said=said: said)


def _version(state: str) -> Version:
    return lambda side: side.case(state).edit_version


def api_items(asks: Asks) -> None:
    """Answers and verdicts, item by item; proposed sanctions."""
    home, other = asks.home, asks.other
    for route, state, rows, word in (
        ("case_decide", "received", "decisions", {"outcome": "removed"}),
        ("case_verify", "answered", "verdicts", {"verdict": "down"}),
    ):

        def body(
            side: Side, items: Any = None, state: str = state, rows: str = rows, word: Any = word
        ) -> Any:
            named = items or side.items(state)
            return {rows: [{"item": str(item), **word} for item in named]}

        _of_case(asks, "POST", route, state, body, _version(state))
        for label, items, knows in (
            ("item of other", other.items(state), frozenset[str]()),
            ("no such item", [NO_ID], EVERYBODY),
        ):
            _send(
                asks,
                "POST",
                route,
                f"home {state}, {label}",
                [home.cases[state].reference],
                body=body(home, items),
                match=_version(state)(home),
                knows=knows,
                like="" if knows else f"home {state}, no such item",
            )
    _proposals(asks)


def _proposals(asks: Asks) -> None:
    _of_case(asks, "GET", "proposals", "proposed")
    body = {"decision": "noted", "reason": "We wait for the appeal."}
    home, other = asks.home, asks.other
    for side, knows in ((home, HOUSE), (other, OTHER_HOUSE)):
        args = [side.cases["proposed"].reference, side.proposal()]
        _send(asks, "POST", "proposal_decide", f"{side.word} proposed", args, body=body, knows=knows)
    of_none = frozenset[str]()
    for label, args in (
        ("home proposed, step of other", [home.cases["proposed"].reference, other.proposal()]),
        ("home received, step of proposed", [home.cases["received"].reference, home.proposal()]),
    ):
        _send(asks, "POST", "proposal_decide", label, args, body=body, knows=of_none)
    _send(asks, "POST", "proposal_decide", ABSENT, [home.cases["proposed"].reference, NO_ID], body=body)


def _report(side: Side, **more: Any) -> dict[str, Any]:
    body = report_body(side, 0, "save")
    for name in ("edit_version", "action", "considered"):
        del body[name]
    return body | more


def api_reports(asks: Asks) -> None:
    """Reports, from the paste to the case."""
    asks.get("api:reports")
    asks.get("api:reports", "referred to us", query={"tab": "referred"})
    _send(asks, "POST", "reports", body=_report(asks.home))
    for side, house in ((asks.home, HOUSE), (asks.other, OTHER_HOUSE)):
        for name in ("draft", "referred", "taken", "sentback", "filed"):
            report = side.report(name)
            knows = house if name == "draft" else house | {"ref"}
            label, args = f"{side.word} {name}", [report.reference]
            asks.get("api:report", label, args, knows=knows)
            basis = {} if name == "draft" else {"legal_basis": ""}
            body = _report(side, **basis)
            _send(asks, "PUT", "report", label, args, body=body, knows=knows, match=report.edit_version)
        _report_steps(asks, side, house)
    args = [absent_reference()]
    asks.get("api:report", ABSENT, args)
    _send(asks, "PUT", "report", ABSENT, args, body=_report(asks.home), match=1)
    for step, body in _steps_of_report(asks.home).items():
        _send(asks, "POST", f"report_{step}", ABSENT, args, body=body, match=1)


def _steps_of_report(side: Side) -> dict[str, dict[str, Any]]:
    return {
        "file": {"considered": True},
        "refer": {"issuing": str(side.desk.agency.public_id)},
        "take_over": {},
        "return": {"reason": "Not a matter for us."},
    }


def _report_steps(asks: Asks, side: Side, house: frozenset[str]) -> None:
    for step, body in _steps_of_report(side).items():
        name = {"file": "draft", "refer": "sentback"}.get(step, "referred")
        report = side.report(name)
        knows = house if name == "draft" else house | {"ref"}
        _send(
            asks,
            "POST",
            f"report_{step}",
            f"{side.word} {name}",
            [report.reference],
            body=body,
            knows=knows,
            match=report.edit_version,
        )


def api_approving(asks: Asks) -> None:
    """Drafts and the second signature."""

    bodies: dict[str, tuple[str, Body, Version | None]] = {
        "case_submit": ("draft", lambda side: {}, _version("draft")),
        "case_mark_read": ("waiting", lambda side: {"content_hash": side.seen("waiting")}, None),
        "case_return": (
            "waiting",
            lambda side: {"content_hash": side.seen("waiting"), "reason": "Vague."},
            None,
        ),
        "case_send": ("waiting", lambda side: {"content_hash": side.seen("waiting")}, None),
        "case_send_urgent": ("returned", lambda side: {}, _version("returned")),
        "case_confirm": ("alone", lambda side: {"content_hash": side.seen("alone")}, None),
    }
    for route, (state, body, version) in bodies.items():
        _of_case(asks, "POST", route, state, body, version)


API: dict[str, Callable[[Asks], None]] = {
    "api-reference": api_reference,
    "api-cases": api_cases,
    "api-steps": api_steps,
    "api-items": api_items,
    "api-reports": api_reports,
    "api-approving": api_approving,
}
