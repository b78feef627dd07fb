"""What every page's frame shows: navigation, engine, unread notices."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import SimpleLazyObject

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.permissions import READERS
from dashboard.middleware import DeskRequest
from dashboard.navigation import main_line
from kernel.clock import now_of
from notifications.domain.inbox import unread_count
from operations.domain.heartbeats import engine_at


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose page it is."""

    name: str
    organisation: str
    roles: list[str]


def frame(request: DeskRequest) -> dict[str, Any]:
    """Return the frame's variables for a signed-in reader, the instant alone for others.

    Engine and notices are asked only by a template that shows them: fragments do not.
    """
    now = now_of(request)
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"now": now}
    return {
        "now": now,
        "keys_off": not request.user.uses_keys,
        "reader": SimpleLazyObject(lambda: _reader(request, actor)),
        "navigation": SimpleLazyObject(lambda: main_line(actor, request.path)),
        "may_search": actor.has(*READERS),
        "engine": SimpleLazyObject(lambda: engine_at(now)),
        "unread_notices": SimpleLazyObject(lambda: unread_count(actor)),
    }


def _reader(request: DeskRequest, actor: Actor) -> Reader:
    roles = [str(role.label) for role in Role if role in actor.roles]
    return Reader(actor.name, request.user.membership.organisation.name, roles)
