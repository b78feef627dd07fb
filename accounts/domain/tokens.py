"""Tokens of an organisation: made and revoked by whoever manages its people."""

import hashlib
import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import require_people_manager
from accounts.enums import Role, Scope, narrowed, scopes_of
from accounts.models import Membership, Token
from accounts.models.token import NAME_AT_MOST
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown

PREFIX = "tdk_"
LONGEST_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TokenWords:
    """What is said of a new token. ``responsible``: the person who answers for it."""

    name: str
    responsible: uuid.UUID
    scopes: Collection[str]
    days: int


def hash_of(secret: str) -> str:
    """Return what is kept of a token. It has 256 random bits: no salt and no stretching needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens_of(actor: Actor) -> list[Token]:
    """Return the tokens of the actor's organisation, newest first. Raises NotAllowed."""
    return list(_own(actor))


def token_of(actor: Actor, token: uuid.UUID) -> Token:
    """Return one token of the actor's organisation. Raises NotKnown, NotAllowed."""
    found = _own(actor).filter(public_id=token).first()
    if found is None:
        raise NotKnown("token_unknown", _("Your organisation has no such token."))
    return found


def answerable_people(actor: Actor) -> list[Membership]:
    """Return who can answer for a token of the actor's organisation: its active people, by name.

    Raises NotAllowed.
    """
    seats = Membership.objects.filter(organisation_id=require_people_manager(actor), user__is_active=True)
    return list(seats.select_related("user", "organisation").order_by("user__name", "pk"))


def create_token(*, actor: Actor, words: TokenWords, now: datetime) -> tuple[Token, str]:
    """Make a token and return it with its secret, which nobody can read again.

    Audited. Raises NotAllowed, Invalid (no name, a life over a year, a person or scopes
    that do not fit).
    """
    name = words.name.strip()
    if not name or len(name) > NAME_AT_MOST:
        raise Invalid("name", _("Give the token a name of up to 100 characters."), field="name")
    if not 1 <= words.days <= LONGEST_LIFE.days:
        raise Invalid("life_out_of_range", _("A token lives one day to one year."), field="days")
    with acting_as(actor):
        seat = _seat(actor, words.responsible)
        scopes = _checked(words.scopes, seat)
        secret = PREFIX + secrets.token_urlsafe(32)
        token = Token.objects.create(
            organisation_id=seat.organisation_id,
            name=name,
            responsible=seat.user,
            hash=hash_of(secret),
            scopes=scopes,
            created_at=now,
            expires_at=now + timedelta(days=words.days),
        )
        said = {
            "responsible": str(seat.user.public_id),
            "scopes": scopes,
            "expires_at": token.expires_at.isoformat(),
        }
        _note(token, actor, "create_token", now, **said)
    return token, secret


def revoke_token(*, actor: Actor, token: uuid.UUID, now: datetime) -> Token:
    """End a token at once. Audited. Raises NotKnown, NotAllowed, Conflict (ended already)."""
    with acting_as(actor):
        found = _own(actor).select_for_update(no_key=True, of=("self",)).filter(public_id=token).first()
        if found is None:
            raise NotKnown("token_unknown", _("Your organisation has no such token."))
        if found.revoked_at is not None:
            raise Conflict("revoked_already", _("This token is revoked already."))
        end_tokens([found], actor, now)
    return found


def end_tokens(tokens: Iterable[Token], actor: Actor, now: datetime) -> None:
    """Revoke tokens for good. Inner part of revoking, closing an account or an organisation."""
    ended = [token for token in tokens if token.revoked_at is None]
    for token in ended:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
    entries = [NewEntry("token", str(token.public_id), "revoke_token") for token in ended]
    record(entries, by=actor, at=now)


def _own(actor: Actor) -> QuerySet[Token]:
    tokens = Token.objects.filter(organisation_id=require_people_manager(actor))
    return tokens.select_related("organisation", "responsible__membership")


def _seat(actor: Actor, person: uuid.UUID) -> Membership:
    for seat in answerable_people(actor):
        if seat.user.public_id == person:
            return seat
    raise Invalid("person_unknown", _("Choose one of your active people."), field="responsible")


def _checked(scopes: Collection[str], seat: Membership) -> list[str]:
    """Return reading and the scopes chosen, in the order of the enum; each must open something."""
    roles = frozenset(Role(role) for role in seat.roles)
    for scope in scopes:
        if scope not in scopes_of(seat.organisation.kind):
            raise Invalid("scope_unknown", _("Choose among the scopes offered."), field="scopes")
        if scope != Scope.READ and not narrowed(roles, [scope]):
            raise Invalid(
                "scope_without_role",
                _("This person has no role for “%(scope)s”.") % {"scope": Scope(scope).label},
                field="scopes",
            )
    return [scope.value for scope in Scope if scope == Scope.READ or scope in scopes]


def _note(token: Token, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("token", str(token.public_id), verb, changes)], by=actor, at=now)
