"""What is asked of every route: which address, which words, and who may know what it names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from tests.architecture.route_world import Side, World, absent_reference

# Whoever asks: the columns of routes.txt.
ROLES = {
    "nob": "nobody",
    "nos": "a person without a seat",
    "ana": "analyst of the owning agency, author of its cases",
    "app": "approver of the owning agency",
    "sup": "supervisor of the owning agency",
    "aud": "auditor of the owning agency",
    "adm": "administrator of the owning agency",
    "oth": "analyst and supervisor of another agency that issues",
    "oad": "administrator of another agency that issues",
    "ref": "analyst of an agency that only refers",
    "mod": "moderator of the addressed operator",
    "lea": "lead of the addressed operator",
    "oop": "moderator and lead of another operator",
}
EVERYBODY = frozenset(ROLES)
HOUSE = frozenset({"ana", "app", "sup", "aud"})
PLATFORM = frozenset({"mod", "lea"})
OTHER_HOUSE = frozenset({"oth"})
OTHER_PLATFORM = frozenset({"oop"})
AGENCIES = HOUSE | {"adm", "oth", "oad", "ref"}
ABSENT = "absent"
# Stopped before any address is looked at: asked once a route and method.
OUTSIDE = ("nob", "nos")
# One of each house, where many addresses of one route show the same to its colleagues.
WITNESSES = ("ana", "oth", "ref", "mod", "lea", "oop")
NO_ID = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Ask:
    """One request. To those who may not ``know`` what it names, the answer is that to ``like``."""

    route: str
    method: str
    label: str
    path: str
    body: Mapping[str, Any] = field(default_factory=dict)
    knows: frozenset[str] = EVERYBODY
    like: str = ""
    roles: tuple[str, ...] = tuple(ROLES)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.route, self.method, self.label


class Asks:
    """Gathers asks. ``roles``: who asks, where it is not everybody's question."""

    def __init__(self, world: World) -> None:
        self.world, self.home, self.other = world, world.home, world.other
        self.roles: tuple[str, ...] = tuple(ROLES)
        self.found: list[Ask] = []
        self._seen: set[tuple[str, str]] = set()

    def add(
        self,
        method: str,
        route: str,
        label: str = "",
        args: Iterable[object] = (),
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        knows: frozenset[str] = EVERYBODY,
        like: str = "",
    ) -> None:
        """Add one ask. Where not everybody may know, it is compared with ``absent``."""
        path = reverse(route, args=list(args)) + (f"?{urlencode(query)}" if query else "")
        like = like or (ABSENT if knows != EVERYBODY else "")
        roles = self.roles
        if (route, method) in self._seen and roles == tuple(ROLES):
            roles = tuple(role for role in ROLES if role not in OUTSIDE)
        self._seen.add((route, method))
        self.found.append(Ask(route, method, label, path, body or {}, knows, like, roles))

    def get(self, route: str, label: str = "", args: Iterable[object] = (), **more: Any) -> None:
        self.add("GET", route, label, args, **more)

    def post(self, route: str, label: str = "", args: Iterable[object] = (), **more: Any) -> None:
        self.add("POST", route, label, args, **more)


Body = Callable[[Side], Mapping[str, Any]]


def knowing(side: Side, state: str) -> frozenset[str]:
    """Who may know of a case of ``side`` in ``state``: an operator of nothing that was not sent."""
    if state == "restricted":
        return frozenset()
    house, platform = (HOUSE, PLATFORM) if side.word == "home" else (OTHER_HOUSE, OTHER_PLATFORM)
    if state == "crossing":
        return OTHER_HOUSE | PLATFORM
    return house if state in ("waiting", "draft", "returned", "replay") else house | platform


def ask_of_case(
    asks: Asks,
    method: str,
    route: str,
    state: str,
    body: Body = lambda side: {},
    strangers: tuple[str, ...] = tuple(ROLES),
) -> None:
    """Ask about a case of home, one of the other side in the same state, and one that is not there.

    ``strangers``: who is asked about the latter two.
    """
    for side in (asks.home, asks.other):
        args = [side.cases[state].reference]
        asks.add(method, route, f"{side.word} {state}", args, body=body(side), knows=knowing(side, state))
        asks.roles = strangers
    asks.add(method, route, ABSENT, [absent_reference()], body=body(asks.home))
    asks.roles = tuple(ROLES)


# Casework.

Steps = Mapping[str, tuple[str, Mapping[str, Any]]]
PLATFORM_STEPS: Steps = {
    "open": ("sent", {}),
    "acknowledge": ("received", {}),
    "ask_clarification": ("received", {"ground": "insufficient", "text": "Which page?"}),
    "declare_impossible": ("received", {"ground": "technical", "text": "Our tool is down."}),
    "end_impossibility": ("impossible", {"text": "It is up again."}),
    "object": ("received", {"text": "It is art."}),
    "report_restored": ("withdrawn", {"text": "It is back."}),
}
AGENCY_STEPS: Steps = {
    "message": ("received", {"text": "A word."}),
    "answer_clarification": ("clarification", {"text": "The first."}),
    "amend": ("received", {"text": "One more page."}),
    "withdraw": ("received", {"reason": "We erred."}),
    "close": ("verified", {}),
    "decide_objection": ("disputed", {"upheld": "no", "reason": "It is not."}),
    "extend": ("received", {"clock": "effect", "amount": "5", "unit": "minutes", "reason": "A holiday."}),
    "waive": ("received", {"clock": "effect", "reason": "They told us by telephone."}),
}


def rows_of(items: Iterable[UUID], **chosen: str) -> dict[str, Any]:
    """What a table of items sends: one row an item."""
    rows = list(items)
    sent: dict[str, Any] = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": len(rows)}
    for place, item in enumerate(rows):
        sent |= {f"items-{place}-item": str(item)}
        sent |= {f"items-{place}-{name}": value for name, value in chosen.items()}
    return sent


def cases(asks: Asks) -> None:
    """The queue and the pages of cases."""
    home, other = asks.home, asks.other
    asks.get("dashboard:queue")
    for tab in ("all", "late", "them", "verify"):
        asks.get("dashboard:queue", f"tab {tab}", query={"tab": tab})
    sought, no_service = "dashboard:queue", "of no service"
    for side in (home, other):
        query = {"tab": "all", "q": _ref(side, "received")}
        asks.get(sought, f"of {side.word} case", query=query, knows=knowing(side, "received"))
        knows = AGENCIES | (PLATFORM if side is home else OTHER_PLATFORM)
        query = {"platform": side.desk.platform.slug}
        asks.get(sought, f"of {side.word} service", query=query, knows=knows, like=no_service)
    asks.get(sought, ABSENT, query={"tab": "all", "q": absent_reference()})
    asks.get(sought, no_service, query={"platform": "no-service"})
    for state in ("received", "waiting", "sent", "restricted", "replay", "proposed", "alone"):
        for side in (home, other):
            args = [_ref(side, state)]
            asks.get("dashboard:case", f"{side.word} {state}", args, knows=knowing(side, state))
    asks.get("dashboard:case", "crossing", [_ref(other, "crossing")], knows=knowing(other, "crossing"))
    asks.get("dashboard:case", ABSENT, [absent_reference()])


def steps_of_platform(asks: Asks) -> None:
    """What the platform does to a case, a form each."""
    _steps(asks, PLATFORM_STEPS)


def steps_of_agency(asks: Asks) -> None:
    """What the agency does to a case, a form each."""
    _steps(asks, AGENCY_STEPS)


def _steps(asks: Asks, steps: Steps) -> None:
    for slug, (state, body) in steps.items():
        for method in ("GET", "POST"):
            # One view serves all steps: what it hides is asked of one colleague of each house.
            route, said = f"dashboard:case_{slug}", dict(body)
            ask_of_case(asks, method, route, state, lambda side, said=said: said, WITNESSES)


def _ref(side: Side, state: str) -> str:
    return side.cases[state].reference


def items(asks: Asks) -> None:
    """Answers and verdicts, item by item."""
    home, other = asks.home, asks.other
    kinds: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("dashboard:case_decide", "received", {"outcome": "removed"}),
        ("dashboard:case_verify", "answered", {"verdict": "down"}),
    )
    for route, state, chosen in kinds:

        def body(side: Side, state: str = state, chosen: dict[str, str] = chosen) -> Mapping[str, Any]:
            version = side.case(state).edit_version
            return {"edit_version": version, "text": "Gone.", **rows_of(side.items(state), **chosen)}

        ask_of_case(asks, "GET", route, state)
        ask_of_case(asks, "POST", route, state, body)
        strange = {
            "item of other": (other.items(state), frozenset()),
            "item of another case": (home.items("clarification"), frozenset()),
            "no such item": ([NO_ID], EVERYBODY),
        }
        for label, (items, knows) in strange.items():
            asks.post(
                route,
                f"home {state}, {label}",
                [_ref(home, state)],
                body={**body(home), **rows_of(items, **chosen)},
                knows=knows,
                like=f"home {state}, no such item" if knows != EVERYBODY else "",
            )


def proposals(asks: Asks) -> None:
    """Proposed sanctions, and the notices."""
    _notices(asks)
    home, other = asks.home, asks.other
    route, body = "dashboard:case_proposal", {"decision": "noted", "reason": "We wait for the appeal."}
    for method in ("GET", "POST"):
        for side, knows in ((home, HOUSE), (other, OTHER_HOUSE)):
            args = [_ref(side, "proposed"), side.proposal()]
            asks.add(method, route, f"{side.word} proposed", args, body=body, knows=knows)
        of_none = frozenset[str]()
        strange = [_ref(home, "proposed"), other.proposal()]
        asks.add(method, route, "home proposed, step of other", strange, body=body, knows=of_none)
        strange = [_ref(home, "received"), home.proposal()]
        asks.add(method, route, "home received, step of proposed", strange, body=body, knows=of_none)
        asks.add(method, route, ABSENT, [_ref(home, "proposed"), NO_ID], body=body)


def _notices(asks: Asks) -> None:
    asks.get("dashboard:notices")
    asks.post("dashboard:notices_read")
    for side, role, knows in ((asks.home, "analyst", {"ana"}), (asks.other, "casework", {"oth"})):
        notice = side.notices[side.mark(role)]
        asks.post("dashboard:notice_read", f"of {side.word} {role}", [notice], knows=frozenset(knows))
    asks.post("dashboard:notice_read", ABSENT, [NO_ID])


# Intake.


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
            [_ref(home, "waiting")],
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


# Board and record.


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
        label, query = f"of {side.word} case", {"q": _ref(side, "received")}
        house = HOUSE if side is asks.home else OTHER_HOUSE
        asks.get("dashboard:records", label, query=query, knows=house)
    query = {"span": "all", "platform": "no-service"}
    asks.get("dashboard:board_rows", "open of no service", ["open"], query=query)
    asks.get("dashboard:board_rows", ABSENT, ["no-figure"])
    asks.get("dashboard:records")
    asks.get("dashboard:records", ABSENT, query={"q": absent_reference()})
    ask_of_case(asks, "GET", "dashboard:record", "received")
    home = [_ref(asks.home, "received")]
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
    "lateness",
)


PARTS: dict[str, Callable[[Asks], None]] = {
    "cases": cases,
    "steps-of-platform": steps_of_platform,
    "steps-of-agency": steps_of_agency,
    "items": items,
    "proposals": proposals,
    "reports": reports,
    "approving": approving,
    "board": board,
}
