"""Everything is done as an Actor, inside ``acting_as(actor)``."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction

from accounts.enums import AGENCY_KINDS, OrganisationKind, Role
from accounts.models import Token, User
from audit.enums import ActorKind
from kernel.scope import current_actor, entered


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a token for a person, a contact by signed link, the engine, or the command line.

    ``label`` is what the other side and the record see: role and organisation. ``name``
    is the person's; it goes only where a signature needs it. ``roles`` are those in which
    he may act, ``sees_as`` those by which it is decided what he may know, where they differ:
    a token reads what its person reads and does what its scopes open.
    """

    kind: ActorKind
    id: str
    label: str
    name: str = ""
    organisation_id: int | None = None
    organisation_kind: str = ""
    jurisdiction: str = ""
    roles: frozenset[Role] = frozenset()
    sees_as: frozenset[Role] | None = None
    user_id: int | None = None
    contact_id: int | None = None
    owner: bool = False
    cleared: bool = False
    language: str = "en"
    time_zone: str = "UTC"

    @property
    def is_agency(self) -> bool:
        """Whether the actor belongs to an agency."""
        return self.organisation_kind in AGENCY_KINDS

    @property
    def is_operator(self) -> bool:
        """Whether the actor belongs to an operator of platforms."""
        return self.organisation_kind == OrganisationKind.OPERATOR

    @property
    def is_system(self) -> bool:
        """Whether no person acts: the engine or the command line, which see everything."""
        return self.kind in (ActorKind.ENGINE, ActorKind.COMMAND)

    @property
    def signature(self) -> str:
        """Who acts, by name and role, as rows keep it beside what somebody answers for."""
        return " · ".join(part for part in (self.name, self.label) if part)[:200]

    def has(self, *roles: Role) -> bool:
        """Whether the actor may act in one of these roles."""
        return not self.roles.isdisjoint(roles)

    def sees(self, *roles: Role) -> bool:
        """Whether the actor may know what people in one of these roles know."""
        return not (self.roles if self.sees_as is None else self.sees_as).isdisjoint(roles)


_together: ContextVar[str] = ContextVar("together", default="")
STORY, DEED = "story", "deed"
ENGINE = Actor(kind=ActorKind.ENGINE, id="engine", label="Engine")
COMMAND = Actor(kind=ActorKind.COMMAND, id="command", label="Command line")


def actor_of(user: User) -> Actor | None:
    """Return the actor that a signed-in person is, or None without an active seat."""
    membership = getattr(user, "membership", None)
    if not user.is_active or membership is None or not membership.organisation.active:
        return None
    organisation = membership.organisation
    roles = frozenset(Role(role) for role in membership.roles)
    words = ", ".join(str(role.value) for role in Role if role in roles)
    return Actor(
        kind=ActorKind.USER,
        id=str(user.public_id),
        label=f"{words} · {organisation.name}",
        name=user.name,
        organisation_id=organisation.pk,
        organisation_kind=organisation.kind,
        jurisdiction=organisation.jurisdiction,
        roles=roles,
        user_id=user.pk,
        owner=organisation.owner,
        cleared=membership.cleared,
        language=user.language,
        time_zone=user.time_zone,
    )


def people_behind(doers: Iterable[tuple[str, str]]) -> frozenset[int]:
    """Return the keys of the people who acted, themselves or by a token: from kinds and ids of the record."""
    named: dict[str, set[str]] = {ActorKind.USER: set(), ActorKind.TOKEN: set()}
    for kind, each in doers:
        named.setdefault(kind, set()).add(each)
    people = set(User.objects.filter(public_id__in=named[ActorKind.USER]).values_list("pk", flat=True))
    if named[ActorKind.TOKEN]:
        tokens = Token.objects.filter(public_id__in=named[ActorKind.TOKEN])
        people.update(tokens.values_list("responsible_id", flat=True))
    return frozenset(people)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Open the one transaction of a verb, or of a page's reads, in the name of ``actor``.

    Never one inside another: a verb inside a page's reads would commit with them. Raises
    RuntimeError when nested.
    """
    if current_actor() is not None:
        raise RuntimeError("acting_as inside acting_as")
    alone = not _together.get()
    with transaction.atomic(durable=alone, savepoint=alone), entered(actor):
        yield


@contextmanager
def all_together() -> Iterator[None]:
    """Let several verbs commit together at the end, or leave nothing behind.

    For commands that tell one story in many verbs (a replay, the demo): inside, each
    ``acting_as`` is a part of this one transaction, without a savepoint, so that an error
    in any of them, Ctrl-C or a killed process undoes them all. Never in a page or a worker:
    it holds every lock of its verbs until it ends. ``transaction.set_rollback(True)`` inside
    makes it a rehearsal.
    """
    with _one_transaction(STORY):
        yield


@contextmanager
def one_deed() -> Iterator[None]:
    """Let all that one request asks for commit together, or leave nothing behind.

    However many scopes it opens, to read or to act: for what must be kept with the deed, as
    the key of a request that may come twice. What is slow is done before, see
    :func:`must_hold_nothing`.
    """
    with _one_transaction(DEED):
        yield


def must_hold_nothing() -> None:
    """Raise RuntimeError inside a scope or a deed: whatever is slow would hold their locks."""
    if current_actor() is not None or _together.get() == DEED:
        raise RuntimeError("slow work inside a transaction")


@contextmanager
def _one_transaction(kind: str) -> Iterator[None]:
    with transaction.atomic(durable=True):
        token = _together.set(kind)
        try:
            yield
        finally:
            _together.reset(token)
