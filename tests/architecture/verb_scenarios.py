"""For every verb of the domain a small scene in which it is done; one short function each.

A scene prepares what the verb needs by the verbs before it and returns an act that was
not done yet, so that the same act can be tried with a broken record and then in earnest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind, Role
from accounts.models import User
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

LATER = NOON + timedelta(minutes=10)
MUCH_LATER = NOON + timedelta(days=2)


@dataclass(frozen=True)
class Stage:
    """A desk, and whoever else plays."""

    desk: Desk
    owner: Actor  # administrator of the owning agency
    administrator: Actor  # of the desk's own agency
    lead: Actor  # of the desk's operator
    referrer: Actor  # analyst of an agency that only refers

    def person(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.user_id)


@dataclass(frozen=True)
class Act:
    """One verb, about to be done. ``by`` is whose entry the record gets; None: the newcomer's."""

    verb: Callable[..., Any]
    by: Actor | None
    words: dict[str, Any] = field(default_factory=dict)

    def do(self) -> Any:
        return self.verb(**self.words)


Scene = Callable[[Stage], Act]
SCENES: dict[str, Scene] = {}


def scene_of(verb: Callable[..., Any]) -> Callable[[Scene], Scene]:
    """Register the scene of ``verb`` under its dotted name."""

    def register(scene: Scene) -> Scene:
        name = f"{verb.__module__}.{verb.__qualname__}"
        assert name not in SCENES, f"{name} has two scenes"
        SCENES[name] = scene
        return scene

    return register


def acted(verb: Callable[..., Any], actor: Actor, **words: Any) -> Act:
    """An act by ``actor`` ten minutes after noon, unless another instant is given."""
    return Act(verb, actor, {"actor": actor, "now": LATER, **words})


def make_stage() -> Stage:
    desk = make_desk(single_signature_urgent=True)
    owner = make_agency(owner=True)
    referring = make_agency(OrganisationKind.REFERRING)
    return Stage(
        desk=desk,
        owner=make_actor(owner, Role.ADMINISTRATOR),
        administrator=make_actor(desk.agency, Role.ADMINISTRATOR),
        lead=make_actor(desk.operator, Role.LEAD),
        referrer=make_actor(referring, Role.ANALYST),
    )
