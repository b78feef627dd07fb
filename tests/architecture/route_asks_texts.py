"""What is asked of the templates of text: their pages, and what the forms of a case are offered."""

from tests.architecture.route_asks import ABSENT, NO_ID, Asks, knowing
from tests.architecture.route_world import absent_reference

WORDS = {"kind": "message", "language": "en", "title": "A title", "text": "About {reference}."}
KEEPERS = (
    ("home", "agency", frozenset({"sup", "adm"})),
    ("home", "operator", frozenset({"lea"})),
    ("other", "agency", frozenset({"oth", "oad"})),
    ("other", "operator", frozenset({"oop"})),
)


def texts(asks: Asks) -> None:
    """The list, a new one, one of each house; and the templates for a form of a case."""
    sides = {"home": asks.home, "other": asks.other}
    asks.get("dashboard:texts")
    asks.get("dashboard:text_new")
    asks.post("dashboard:text_new", body=WORDS)
    for method, route in (
        ("GET", "dashboard:text"),
        ("POST", "dashboard:text"),
        ("POST", "dashboard:text_retire"),
    ):
        for word, house, knows in KEEPERS:
            args = [sides[word].templates[house]]
            asks.add(method, route, f"{word} {house}", args, body=WORDS, knows=knows)
        asks.add(method, route, ABSENT, [NO_ID], body=WORDS)
    route = "dashboard:case_templates"
    for side in (asks.home, asks.other):
        for state in ("received", "restricted"):
            args, knows = [side.ref(state), "message"], knowing(side, state)
            asks.get(route, f"{side.word} {state}", args, knows=knows)
    asks.get(route, "no such form", [asks.home.ref("received"), "no-such-form"])
    asks.get(route, ABSENT, [absent_reference(), "message"])
