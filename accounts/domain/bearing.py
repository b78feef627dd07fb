"""Who a token is: its person, in the roles that its scopes open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.domain.acting import Actor, actor_of
from accounts.domain.tokens import PREFIX, hash_of
from accounts.enums import Role, narrowed
from accounts.models import Token
from audit.enums import ActorKind
from kernel.compiled import Compiled, Given

LONGEST_SECRET = 200
USED_TO_THE = timedelta(hours=1)
# No token opens people and set-up, and none shows them.
NEVER_SEEN_AS = frozenset({Role.ADMINISTRATOR})

_BY_HASH = Compiled(
    lambda: (
        Token.objects.filter(hash=Given("hash"), revoked_at=None, expires_at__gt=Given("now"))
        .select_related("responsible__membership__organisation")
        .order_by()
    )
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever came with a token."""

    token: Token
    actor: Actor


def bearer_of(secret: str, now: datetime) -> Bearer | None:
    """Return who bears ``secret``: None for one that is unknown, expired, revoked, or without its person.

    One query, by the unique hash: an offer has none. Reads only.
    """
    if not secret.startswith(PREFIX) or len(secret) > LONGEST_SECRET:
        return None
    token = _BY_HASH.first(hash=hash_of(secret), now=now)
    actor = actor_of(token.responsible) if token is not None else None
    if token is None or actor is None or actor.organisation_id != token.organisation_id:
        return None
    return Bearer(token, _narrowed(actor, token))


def bearer_by_id(token: UUID, now: datetime) -> Actor | None:
    """Return who bears a token that was shown before, as it stands now: for work that it asked for.

    None for one that is expired, revoked, or without its person.
    """
    rows = Token.objects.filter(public_id=token, revoked_at=None, expires_at__gt=now).exclude(hash=None)
    found = rows.select_related("responsible__membership__organisation").first()
    actor = actor_of(found.responsible) if found is not None else None
    if found is None or actor is None or actor.organisation_id != found.organisation_id:
        return None
    return _narrowed(actor, found)


def mark_used(token: Token, now: datetime) -> None:
    """Keep when a token was last used, to the hour: most uses write nothing."""
    if token.last_used_at is not None and now - token.last_used_at < USED_TO_THE:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_TO_THE)
    Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _narrowed(person: Actor, token: Token) -> Actor:
    roles = narrowed(person.roles, token.scopes)
    sees_as = person.roles - NEVER_SEEN_AS
    words = ", ".join(str(role.value) for role in Role if role in (roles or sees_as))
    return replace(
        person,
        kind=ActorKind.TOKEN,
        id=str(token.public_id),
        label=f"{words} · {person.label.partition(' · ')[2]}",
        roles=roles,
        sees_as=sees_as,
    )
