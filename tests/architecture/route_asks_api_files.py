"""What is asked of the API about files: evidence of cases and reports, and letters."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from accounts.domain.acting import COMMAND
from cases.domain.letters import issuing
from tests.architecture.route_asks import (
    ABSENT,
    EVERYBODY,
    HOUSE,
    NO_ID,
    OTHER_HOUSE,
    OTHER_PLATFORM,
    PLATFORM,
    WITNESSES,
    Asks,
    knowing,
)
from tests.architecture.route_asks_evidence import Again
from tests.architecture.route_side import Side
from tests.architecture.route_world import absent_reference

ONCE = {"Idempotency-Key": "asked-once"}
LISTED = ("returned", "sent", "received")


def api_evidence(asks: Asks) -> None:
    """Files: listed, handed in, taken back, read; of drafts, and of cases before and after they go."""
    for route in ("evidence", "evidence_preview", "evidence_original"):
        for state in ("received", "draft", "taken", "added", "returned", "sent"):
            for side in (asks.home, asks.other):
                args, knows = [side.evidence[state]], _knows(side, state)
                asks.get(f"api:{route}", f"{side.word} {state}", args, knows=knows)
        asks.get(f"api:{route}", ABSENT, [NO_ID])
    _lists(asks)
    _taking_out(asks)
    _reports(asks)


def _knows(side: Side, state: str) -> frozenset[str]:
    home = side.word == "home"
    house, platform = (HOUSE, PLATFORM) if home else (OTHER_HOUSE, OTHER_PLATFORM)
    return house | {"taken": frozenset({"ref"}), "received": platform}.get(state, frozenset())


def _post(asks: Asks, route: str, label: str, args: Iterable[object], **more: Any) -> None:
    asks.post(f"api:{route}", label, args, headers=ONCE, **more)


def _files(**words: object) -> Mapping[str, Any]:
    return {"uploads": Again(), **words}


def _lists(asks: Asks) -> None:
    home, other = asks.home, asks.other
    for state in ("received", "returned", "sent"):
        for side in (home, other):
            args, knows = [side.ref(state)], knowing(side, state)
            asks.get("api:case_evidence", f"{side.word} {state}", args, knows=knows)
            _post(asks, "case_evidence", f"{side.word} {state}", args, body=_files(), knows=knows)
            item = _files(item=str(side.items(state)[0]))
            _post(asks, "case_evidence", f"{side.word} {state}, of an item", args, body=item, knows=knows)
    absent = [absent_reference()]
    asks.get("api:case_evidence", ABSENT, absent)
    _post(asks, "case_evidence", ABSENT, absent, body=_files())
    args, like = [home.ref("returned")], "home returned, no such item"
    strange = _files(item=str(other.items("returned")[0]))
    nobody = frozenset[str]()
    _post(asks, "case_evidence", "home returned, item of other", args, body=strange, knows=nobody, like=like)
    _post(asks, "case_evidence", like, args, body=_files(item=str(NO_ID)))


def _taking_out(asks: Asks) -> None:
    route, home, other = "case_evidence_take_out", asks.home, asks.other
    for state in ("returned", "received"):
        for side in (home, other):
            args = [side.ref(state), side.evidence[state]]
            _post(asks, route, f"{side.word} {state}", args, knows=knowing(side, state))
    nobody = frozenset[str]()
    for label, strange in (
        ("home returned, file of other", other.evidence["returned"]),
        ("home returned, file of received", home.evidence["received"]),
    ):
        like = "home returned, no such file"
        _post(asks, route, label, [home.ref("returned"), strange], knows=nobody, like=like)
    _post(asks, route, "home returned, no such file", [home.ref("returned"), NO_ID])
    _post(asks, route, ABSENT, [absent_reference(), NO_ID])


def _reports(asks: Asks) -> None:
    for side, house in ((asks.home, HOUSE), (asks.other, OTHER_HOUSE)):
        for name in ("draft", "taken", "filed"):
            args, label = [side.reports[name].reference], f"{side.word} {name}"
            knows = house if name == "draft" else house | {"ref"}
            asks.get("api:report_evidence", label, args, knows=knows)
            _post(asks, "report_evidence", label, args, body=_files(), knows=knows)
        for name, report in (("draft", "draft"), ("added", "taken"), ("taken", "taken")):
            args = [side.reports[report].reference, side.evidence[name]]
            knows = house if report == "draft" else house | {"ref"}
            _post(asks, "report_evidence_remove", f"{side.word} {name}", args, knows=knows)
    absent = [absent_reference()]
    asks.get("api:report_evidence", ABSENT, absent)
    _post(asks, "report_evidence", ABSENT, absent, body=_files())
    _post(asks, "report_evidence_remove", ABSENT, [*absent, NO_ID])
    like, draft = "home draft, no such file", asks.home.reports["draft"].reference
    asks.roles = WITNESSES
    _post(asks, "report_evidence_remove", like, [draft, NO_ID])
    strange = [draft, asks.other.evidence["draft"]]
    label, nobody = "home draft, file of other", frozenset[str]()
    _post(asks, "report_evidence_remove", label, strange, knows=nobody, like=like)


def api_letters(asks: Asks) -> None:
    """Letters: not on the cover, and nobody else's; as PDF once somebody has had it made."""
    home, other = asks.home, asks.other
    nobody, english = frozenset[str](), {"language": "en"}
    for side in (home, other):
        issuing.issue(
            actor=COMMAND,
            reference=side.ref("received"),
            letter=side.letter("received"),
            language="en",
            now=side.now,
        )
    for state, side in itertools.product(("received", "sent", "restricted"), (home, other)):
        args, label = [side.ref(state)], f"{side.word} {state}"
        asks.get("api:letters", label, args, knows=knowing(side, state))
        args = [*args, side.letter(state)]
        knows = knowing(side, state) - (PLATFORM | OTHER_PLATFORM if state == "sent" else nobody)
        asks.get("api:letter", label, args, knows=knows)
        asks.get("api:letter_pdf", label, args, knows=knows, query=english)
        _post(asks, "letter_pdf", label, args, knows=knows, body=english)
    asks.get("api:letters", ABSENT, [absent_reference()])
    strange = [
        ("home, letter of other", [home.ref("received"), other.letter("received")], nobody),
        ("home received, letter of sent", [home.ref("received"), home.letter("sent")], nobody),
        (ABSENT, [home.ref("received"), NO_ID], EVERYBODY),
    ]
    for label, args, knows in strange:
        asks.get("api:letter", label, args, knows=knows)
        asks.get("api:letter_pdf", label, args, knows=knows, query=english)
        _post(asks, "letter_pdf", label, args, knows=knows, body=english)
    args = [home.ref("received"), home.letter("received")]
    asks.get("api:letter_pdf", "home received, of no language", args, query={"language": "xx"})


API_FILES: dict[str, Callable[[Asks], None]] = {"api-evidence": api_evidence, "api-letters": api_letters}
