"""What is asked of the routes of agreements, trusted flaggers, retention, and what is held of people."""

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
)
from tests.architecture.route_world import absent_reference

OWNER = frozenset({"adm"})
SIDES = {
    "home": OWNER | HOUSE | PLATFORM,
    "other": OWNER | OTHER_HOUSE | {"oad"} | OTHER_PLATFORM,
}


def agreements(asks: Asks) -> None:
    """Both sides read their own, the owning agency's administrator keeps all."""
    asks.get("dashboard:agreements")
    for name in ("agreement_new", "flagger_new"):
        asks.get(f"dashboard:{name}")
    words = {
        "kind": "sop",
        "title": "SOP of August",
        "policy": asks.world.agreed.code,
        "first": "2026-03-01",
    }
    agency, platform = asks.world.referring, asks.home.desk.platform
    sides = {"agency": str(asks.home.desk.agency.public_id), "platform": platform.slug}
    asks.post("dashboard:agreement_new", "home", body={**words, **sides, "first": "2021-03-01"})
    asks.post("dashboard:agreement_new", "refers only", body={**sides, "agency": str(agency.public_id)})
    flagged = {**sides, "platform": asks.other.desk.platform.slug, "first": "2021-03-01"}
    asks.post("dashboard:flagger_new", "home", body=flagged)
    for side in (asks.home, asks.other):
        assert side.agreement is not None
        _agreement(asks, side.word, side.agreement.public_id, words, SIDES[side.word])
        _flagger(asks, side.word, side.flagger, SIDES[side.word])
    _agreement(asks, ABSENT, NO_ID, words, EVERYBODY)
    _flagger(asks, ABSENT, NO_ID, EVERYBODY)
    own, strange = asks.home.agreement, asks.other.commitment
    assert own is not None
    crossed = [own.public_id, strange]
    asks.post("dashboard:commitment_met", "home, commitment of other", crossed, body={"proof": "x"})


def _agreement(
    asks: Asks, label: str, agreement: object, words: Mapping[str, Any], knows: frozenset[str]
) -> None:
    asks.get("dashboard:agreement", label, [agreement], knows=knows)
    asks.post("dashboard:agreement", label, [agreement], body=words, knows=knows)
    asks.get("dashboard:agreement_file", label, [agreement, 1], knows=knows)
    version = {"effective_from": "2026-03-01", "text": "A second wording."}
    asks.post("dashboard:agreement_version", label, [agreement], body=version, knows=knows)
    promise = {"party": "operator", "text": "A direct line.", "due_on": "2026-03-01"}
    asks.post("dashboard:commitment_new", label, [agreement], body=promise, knows=knows)
    commitments = {side.word: side.commitment for side in (asks.home, asks.other)}
    args = [agreement, commitments.get(label, NO_ID)]
    asks.post("dashboard:commitment_met", label, args, body={"proof": "Letter 3"}, knows=knows)


def _flagger(asks: Asks, label: str, flagger: object, knows: frozenset[str]) -> None:
    asks.get("dashboard:flagger", label, [flagger], knows=knows)
    for name, body in (
        ("flagger_suspend", {"reason": "False notices."}),
        ("flagger_resume", {}),
        ("flagger_end", {"last": ""}),
    ):
        asks.post(f"dashboard:{name}", label, [flagger], body=body, knows=knows)


def undelivered(asks: Asks) -> None:
    """What was given up is for its house's supervisors and administrators, to be sent again."""
    asks.get("dashboard:undelivered")
    asks.post("dashboard:messages_again")
    for side, knows in (
        (asks.home, frozenset({"sup", "adm"})),
        (asks.other, OTHER_HOUSE | frozenset({"oad"})),
    ):
        asks.post("dashboard:message_again", side.word, [side.undelivered], knows=knows)
    asks.post("dashboard:message_again", ABSENT, [NO_ID])


def retention(asks: Asks) -> None:
    """A supervisor holds back and erases what is his own agency's."""
    asks.get("dashboard:retention")
    asks.post("dashboard:erasure_new", body={"until": asks.home.now.isoformat()})
    for label, reference, knows in (
        ("home", asks.home.ref("closed"), frozenset({"sup"})),
        ("other", asks.other.ref("closed"), OTHER_HOUSE),
        (ABSENT, absent_reference(), EVERYBODY),
    ):
        body = {"reference": reference, "reason": "A trial."}
        asks.post("dashboard:hold_new", label, body=body, knows=knows)
    for side, knows in ((asks.home, frozenset({"sup"})), (asks.other, OTHER_HOUSE)):
        asks.post("dashboard:hold_lift", side.word, [side.hold], knows=knows)
    asks.post("dashboard:hold_lift", ABSENT, [NO_ID])
    _held(asks)


def _held(asks: Asks) -> None:
    asks.get("dashboard:held")
    asks.get("dashboard:held", "as data", query={"format": "json"})
    for label, person, knows in (
        ("home agency", asks.home.people["colleague"].public_id, OWNER),
        ("home operator", asks.home.people["hand"].public_id, frozenset({"lea"})),
        ("other agency", asks.other.people["colleague"].public_id, frozenset({"oad"})),
        (ABSENT, NO_ID, EVERYBODY),
    ):
        asks.get("dashboard:person_held", label, [person], knows=knows)
