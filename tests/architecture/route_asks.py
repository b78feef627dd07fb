"""What is asked of every route: which address, which words, and who may know what it names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from tests.architecture.route_side import Side
from tests.architecture.route_world import World, absent_reference

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
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api:")

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
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Add one ask. Where not everybody may know, it is compared with ``absent``."""
        path = reverse(route, args=list(args)) + (f"?{urlencode(query)}" if query else "")
        like = like or (ABSENT if knows != EVERYBODY else "")
        roles = self.roles
        if (route, method) in self._seen and roles == tuple(ROLES):
            roles = tuple(role for role in ROLES if role not in OUTSIDE)
        self._seen.add((route, method))
        self.found.append(Ask(route, method, label, path, body or {}, knows, like, roles, headers or {}))

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
