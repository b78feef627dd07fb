"""Who may know which planted word."""

import re

from tests.architecture.route_asks import HOUSE, OTHER_HOUSE, OTHER_PLATFORM, PLATFORM, Ask, knowing
from tests.architecture.route_world import World
from tests.architecture.route_world_joining import ASKED, JOINED

# States in which the operator has signed, and reads what was sent.
OPENED = (
    "received",
    "clarification",
    "impossible",
    "disputed",
    "answered",
    "verified",
    "closed",
    "withdrawn",
    "proposed",
    "crossing",
)
REFERRED = ("referred", "taken", "sentback", "filed")
AGREED = ("agreement", "promise", "pdf", "pdfname", "suspension")
STAFF = ("analyst", "supervisor", "auditor", "administrator", "casework", "colleague", "gone")
OF_HOUSE = (*STAFF, "templateagency")  # its managers read it too
# On its roster a house reads the names of its own people, and of nobody else's.
ROSTER = ("dashboard:roster", "dashboard:duty_hand_over", "dashboard:absence_new")
OF_AGENCY = (*STAFF, "approver", "clearedanalyst", "clearedapprover")
OF_OPERATOR = ("moderator", "lead", "hand", "moderation", "clearedmoderator")
# By links in a mail comes a contact of the home operator, whoever holds the browser.
BY_LINK = (
    "dashboard:link",
    "dashboard:link_open",
    "dashboard:link_acknowledge",
    "dashboard:drill",
    "dashboard:drill_answer",
)
# Each agency has joined the open cases of the other: there alone it reads of them, and no more than this.
JOINED_BY = {"home": OTHER_HOUSE, "other": HOUSE}
JOINED_ROUTES = (
    "dashboard:join",
    "dashboard:joined",
    "dashboard:joined_case",
    "dashboard:joining_confirm",
    "dashboard:joining_return",
    "dashboard:joining_leave",
    "api:join",
    "api:joined",
    "api:joining",
    "api:joining_confirm",
    "api:joining_return",
    "api:joining_leave",
)
TELLS_WHO_JOINED = ("dashboard:case", "dashboard:record", "dashboard:record_extract", "api:timeline")
READ_BY_JOINING = ("agency", "message", "question", "answer")
SPLIT = re.compile(r"(home|other)(.+)mark")


def may_know_mark(role: str, mark: str, ask: Ask) -> bool:
    """Whether ``role`` may read a planted word in the answer to ``ask``."""
    if mark == "referringagencymark":
        return role in HOUSE | OTHER_HOUSE | {"adm", "ref"}
    if mark.startswith("reporter"):
        return role in HOUSE | OTHER_HOUSE | {"ref"}
    found = SPLIT.fullmatch(mark)
    assert found is not None, mark
    side, what = found.groups()
    if role in JOINED_BY[side] and _is_read_by_joining(ask, what):
        return True
    if ask.route in BY_LINK:
        role = "mod"
    if ask.route == "dashboard:invitation":
        return side == "home" and what in ("agency", "invited")
    if ask.route == "api:case_open" and what in ("reasonssent", "filesent", "itemsent"):
        return role in _knowing(side, what.replace("sent", "received"))  # it answers what it opens
    if ask.route in ROSTER and role in _colleagues(side, what):
        return True
    return role in _knowing(side, what)


def _colleagues(side: str, what: str) -> frozenset[str]:
    home = side == "home"
    if what in OF_OPERATOR:
        return PLATFORM if home else OTHER_PLATFORM
    agency = HOUSE | {"adm"} if home else OTHER_HOUSE | {"oad"}
    return agency if what in OF_AGENCY else frozenset()


def _is_read_by_joining(ask: Ask, what: str) -> bool:
    if what == "agency" and ask.route in TELLS_WHO_JOINED:
        return True  # the issuer is told who joined
    state = what.removeprefix("item")
    return ask.route in JOINED_ROUTES and (what in READ_BY_JOINING or state in (*JOINED, ASKED))


def _knowing(side: str, what: str) -> frozenset[str]:
    home = side == "home"
    house, platform = (HOUSE, PLATFORM) if home else (OTHER_HOUSE, OTHER_PLATFORM)
    manager = frozenset({"adm"} if home else {"oad"})
    lead = frozenset({"lea"} if home else {"oop"})
    holder, hand = (frozenset({"ana"}), frozenset({"mod"})) if home else (OTHER_HOUSE, OTHER_PLATFORM)
    # The other agency addresses the home operator too.
    addressed = platform if home else platform | PLATFORM
    both = {
        "agency": house | addressed | manager | {"adm", "ref"},
        "operator": HOUSE | OTHER_HOUSE | {"adm", "oad", "ref"} | platform,
        "service": HOUSE | OTHER_HOUSE | {"adm", "oad", "ref"} | platform,
        **dict.fromkeys(AGREED, house | platform | manager | {"adm"}),
        "hold": frozenset({"sup", "aud"}) if home else OTHER_HOUSE,
        "undelivered": manager | (frozenset({"sup", "aud"}) if home else OTHER_HOUSE),
        "approver": house | addressed | manager,
        "moderator": house | platform | (OTHER_HOUSE if home else frozenset()),
        "lead": house | platform,
        # Who was sent what is the proof of every delivery.
        "hand": house | platform,
        "moderation": house | platform,
        "invited": manager | {"adm"},
        "offered": platform | {"adm"},
        "tokenagency": manager,
        "tokenoperator": lead,
        # The person in whose name a token acts knows of it, and of its offer.
        "ownagency": manager | holder,
        "ownoperator": lead | hand,
        "offeragency": manager | holder,
        "offeroperator": lead | hand,
        "sheet": holder,
        # Colleagues find each other's names where a case is given to one of them.
        **dict.fromkeys(("clearedanalyst", "clearedapprover"), house | manager),
        **dict.fromkeys(("clearedmoderator", "noteoperator", "templateoperator"), platform),
        **dict.fromkeys(("return", "dismissal", "noteagency"), house),
        "sentback": house | {"ref"},
        "message": house | platform,
        "question": house | platform,
        "impossible": house | platform,
        "objection": house | platform,
        "answer": house | platform,
        "withdrawal": house | platform,
    }
    if what in both:
        return both[what]
    if what in OF_HOUSE:
        return house | manager
    if what.startswith("contact"):
        return house | platform | manager | {"adm"} | (OTHER_HOUSE if side == "home" else frozenset())
    return _knowing_text(what, house, platform, addressed)


def _knowing_text(
    what: str, house: frozenset[str], platform: frozenset[str], addressed: frozenset[str]
) -> frozenset[str]:
    kind, state = next(
        (kind, what.removeprefix(kind))
        for kind in ("paste", "stray", "item", "secret", "reasons", "file", "report", "evidence")
        if what.startswith(kind)
    )
    state = state.removesuffix("x") if state == "draftx" else state
    if state == "restricted" or kind == "secret":
        return frozenset()
    if kind in ("reasons", "file", "item") and state in OPENED:
        return house | (addressed if state == "crossing" else platform)
    return house | {"ref"} if state in REFERRED and kind != "reasons" else house


def may_know_reference(role: str, reference: str, ask: Ask, world: World) -> bool:
    """Whether ``role`` may read a reference of a case or report."""
    if ask.route in BY_LINK:
        role = "mod"
    if ask.route == "dashboard:due_calendar":  # whoever has its address reads as the one who made it
        role = "ana" if ask.label == "of home" else "oth"
    for side in (world.home, world.other):
        for state, case in side.cases.items():
            if case.reference == reference:
                counts = state in JOINED or (state == ASKED and ask.route == "api:joining_confirm")
                joined = counts and role in JOINED_BY[side.word] and ask.route in JOINED_ROUTES
                return joined or role in knowing(side, state)
        for name, report in side.reports.items():
            if report.reference == reference:
                house = HOUSE if side is world.home else OTHER_HOUSE
                return role in (house | {"ref"} if name in REFERRED else house)
    return True  # made by the ask itself, and undone with it
