"""What is asked of the routes of casework: the queue, the case, its steps, its items, the notices."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from accounts.domain.acting import COMMAND
from cases.domain.letters import issuing
from cases.domain.saved_queues import save_queue
from notifications.models import Notice
from tests.architecture.route_asks import (
    ABSENT,
    AGENCIES,
    EVERYBODY,
    HOUSE,
    NO_ID,
    OTHER_HOUSE,
    OTHER_PLATFORM,
    PLATFORM,
    WITNESSES,
    Asks,
    ask_of_case,
    knowing,
)
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference

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

# What the pages alone do: no program writes a note.
OF_PAGES: Steps = {"note": ("received", {"note": "A word."})}


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
    for tab in ("all", "approve", "breached", "due", "mine", "them", "unassigned", "verify"):
        asks.get("dashboard:queue", f"tab {tab}", query={"tab": tab})
    sought, no_service = "dashboard:queue", "of no service"
    for side in (home, other):
        query = {"tab": "all", "q": side.ref("received")}
        asks.get(sought, f"of {side.word} case", query=query, knows=knowing(side, "received"))
        knows = AGENCIES | (PLATFORM if side is home else OTHER_PLATFORM)
        query = {"platform": side.desk.platform.slug}
        asks.get(sought, f"of {side.word} service", query=query, knows=knows, like=no_service)
    asks.get(sought, ABSENT, query={"tab": "all", "q": absent_reference()})
    asks.get(sought, no_service, query={"platform": "no-service"})
    asks.get("dashboard:search")
    for state in ("received", "waiting", "sent", "restricted"):
        for side in (home, other):
            query = {"q": side.ref(state)}
            label = f"of {side.word} {state}"
            asks.get("dashboard:search", label, query=query, knows=knowing(side, state))
    asks.get("dashboard:search", ABSENT, query={"q": absent_reference()})
    for state in ("received", "waiting", "sent", "restricted", "replay", "proposed", "alone"):
        for side in (home, other):
            args = [side.ref(state)]
            asks.get("dashboard:case", f"{side.word} {state}", args, knows=knowing(side, state))
            asks.get("dashboard:case_related", f"{side.word} {state}", args, knows=knowing(side, state))
            asks.post("dashboard:case_here", f"{side.word} {state}", args, knows=knowing(side, state))
    for side in (home, other):
        args, knows = [side.ref("received")], knowing(side, "received")
        query = {"thread": "internal"}
        asks.get("dashboard:case", f"{side.word} received, internal", args, query=query, knows=knows)
    case_routes = (
        ("GET", "dashboard:case"),
        ("GET", "dashboard:case_related"),
        ("POST", "dashboard:case_here"),
    )
    for method, route in case_routes:
        asks.add(method, route, "crossing", [other.ref("crossing")], knows=knowing(other, "crossing"))
        asks.add(method, route, ABSENT, [absent_reference()])


def steps_of_platform(asks: Asks) -> None:
    """What the platform does to a case, a form each."""
    _steps(asks, PLATFORM_STEPS)


def steps_of_agency(asks: Asks) -> None:
    """What the agency does to a case, a form each."""
    _steps(asks, {**AGENCY_STEPS, **OF_PAGES})


def notes(asks: Asks) -> None:
    """The taking back of a note: one's own, and nobody else's."""
    home, other = asks.home, asks.other
    route, of_none = "dashboard:case_note_take_back", frozenset[str]()
    for side, house in ((home, "ana"), (other, "oth")):
        args = [side.ref("received"), side.notes["agency"]]
        asks.post(route, f"{side.word} agency's note", args, knows=frozenset({house}))
    args = [home.ref("received"), home.notes["operator"]]
    asks.post(route, "home operator's note", args, knows=frozenset({"mod"}))
    args = [home.ref("received"), other.notes["agency"]]
    asks.post(route, "home, note of other", args, knows=of_none)
    asks.post(route, ABSENT, [home.ref("received"), NO_ID])


def kept(asks: Asks) -> None:
    """What is typed and not sent: kept for its author, in a case that he knows."""
    for route in ("dashboard:case_keep", "dashboard:case_forget"):
        for state in ("received", "sent", "restricted"):
            for side in (asks.home, asks.other):
                args, words = [side.ref(state), "message"], {"text": "Not sent."}
                knows = knowing(side, state)
                asks.post(route, f"{side.word} {state}", args, body=words, knows=knows)
        asks.post(route, "no such form", [asks.home.ref("received"), "no-such-form"])
        asks.post(route, ABSENT, [absent_reference(), "message"], body={"text": "Not sent."})


def _steps(asks: Asks, steps: Steps) -> None:
    for slug, (state, body) in steps.items():
        for method in ("GET", "POST"):
            # One view serves all steps: what it hides is asked of one colleague of each house.
            route, said = f"dashboard:case_{slug}", dict(body)
            ask_of_case(asks, method, route, state, lambda side, said=said: said, WITNESSES)


def holders(asks: Asks) -> None:
    """Who has a case, and taking it back."""
    for method in ("GET", "POST"):
        ask_of_case(asks, method, "dashboard:case_assign", "received", lambda side: {"to": "nobody"})
    for side in (asks.home, asks.other):
        args = [side.ref("received"), NO_ID]
        asks.post(
            "dashboard:case_assign_undo", f"{side.word} received", args, knows=knowing(side, "received")
        )
    asks.post("dashboard:case_assign_undo", ABSENT, [absent_reference(), NO_ID])


def many(asks: Asks) -> None:
    """One thing for many cases: what is not to be known is passed over like what is not there."""
    for verb in ("assign", "acknowledge", "decide"):
        for side in (asks.home, asks.other):
            query = {"do": verb, "case": side.ref("received"), "outcome": "removed"}
            label = f"{verb}, {side.word} received"
            asks.get("dashboard:queue_bulk", label, query=query)
        asks.get("dashboard:queue_bulk", f"{verb}, {ABSENT}", query={"do": verb, "case": absent_reference()})
    for side in (asks.home, asks.other):
        body = {"do": "acknowledge", "case": f"{side.ref('received')}:{side.case('received').edit_version}"}
        asks.post("dashboard:queue_bulk", f"acknowledge, {side.word} received", body=body)


def saved_queues(asks: Asks) -> None:
    """Queues under a name: shared ones of each house, one of an analyst alone."""
    asks.get("dashboard:saved_queues")
    asks.get("dashboard:saved_queue_new", query={"tab": "all"})
    asks.post("dashboard:saved_queue_new", body={"name": "All"})
    for side, knows in ((asks.home, HOUSE | {"adm"}), (asks.other, OTHER_HOUSE | {"oad"})):
        for label, shared in (("shared", True), ("own", False)):
            row = keep_queue(side, label, shared=shared)
            _ask_of_queue(asks, f"{label} of {side.word}", row, knows if shared else owner_of(side))
    _ask_of_queue(asks, ABSENT, NO_ID, EVERYBODY)


def keep_queue(side: Side, name: str, *, shared: bool) -> UUID:
    """A queue that the analyst of a side keeps."""
    rules = {"tab": ["all"]}
    row = save_queue(actor=side.desk.analyst, name=name, rules=rules, shared=shared, now=side.now)
    return row.public_id


def owner_of(side: Side) -> frozenset[str]:
    """Who alone knows what the analyst of a side keeps for himself."""
    return frozenset({"ana"} if side.word == "home" else {"oth"})


def _ask_of_queue(asks: Asks, label: str, row: UUID, knows: frozenset[str]) -> None:
    asks.get("dashboard:saved_queue", label, [row], knows=knows)
    asks.post("dashboard:saved_queue", label, [row], body={"name": "New", "edit_version": "1"}, knows=knows)
    for verb in ("begin", "remove"):
        asks.post(f"dashboard:saved_queue_{verb}", label, [row], knows=knows)


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
                [home.ref(state)],
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
            args = [side.ref("proposed"), side.proposal()]
            asks.add(method, route, f"{side.word} proposed", args, body=body, knows=knows)
        of_none = frozenset[str]()
        strange = [home.ref("proposed"), other.proposal()]
        asks.add(method, route, "home proposed, step of other", strange, body=body, knows=of_none)
        strange = [home.ref("received"), home.proposal()]
        asks.add(method, route, "home received, step of proposed", strange, body=body, knows=of_none)
        asks.add(method, route, ABSENT, [home.ref("proposed"), NO_ID], body=body)


def _notices(asks: Asks) -> None:
    asks.get("dashboard:notices")
    asks.get("dashboard:notices_panel")
    asks.post("dashboard:notices_read")
    for side, role, knows in ((asks.home, "analyst", {"ana"}), (asks.other, "casework", {"oth"})):
        of = Notice.objects.get(public_id=side.notices[side.mark(role)]).thread
        asks.get("dashboard:notices", f"of {side.word}", query={"of": of}, knows=frozenset(knows))
    asks.get("dashboard:notices", ABSENT, query={"of": "case:none"})
    for side, role, knows in ((asks.home, "analyst", {"ana"}), (asks.other, "casework", {"oth"})):
        notice = side.notices[side.mark(role)]
        asks.post("dashboard:notice_read", f"of {side.word} {role}", [notice], knows=frozenset(knows))
    asks.post("dashboard:notice_read", ABSENT, [NO_ID])


def letters(asks: Asks) -> None:
    """The letters of a case, as pages and as PDF: not on the cover, and nobody else's."""
    home = asks.home
    for side in (home, asks.other):
        issuing.issue(
            actor=COMMAND,
            reference=side.ref("received"),
            letter=side.letter("received"),
            language="en",
            now=side.now,
        )
    for method, route in (
        ("GET", "dashboard:case_letter"),
        ("GET", "dashboard:case_letter_pdf"),
        ("POST", "dashboard:case_letter_pdf"),
    ):
        for side, state in itertools.product((home, asks.other), ("received", "sent", "restricted")):
            house = HOUSE if side is home else OTHER_HOUSE
            knows = knowing(side, state) & house if state == "sent" else knowing(side, state)
            args = [side.ref(state), side.letter(state)]
            asks.add(method, route, f"{side.word} {state}", args, query={"language": "en"}, knows=knows)
        strange = [home.ref("received"), asks.other.letter("received")]
        asks.add(method, route, "home, letter of other", strange, knows=frozenset())
        strange = [home.ref("received"), home.letter("sent")]
        asks.add(method, route, "home received, letter of sent", strange, knows=frozenset())
        asks.add(method, route, ABSENT, [home.ref("received"), NO_ID])


CASEWORK: dict[str, Callable[[Asks], None]] = {
    "cases": cases,
    "steps-of-platform": steps_of_platform,
    "steps-of-agency": steps_of_agency,
    "holders": holders,
    "notes": notes,
    "kept": kept,
    "many": many,
    "saved-queues": saved_queues,
    "items": items,
    "proposals": proposals,
    "letters": letters,
}
