"""Tokens of an organisation: offered and revoked by whoever manages its people.

``put_offer`` is the inner half of ``notifications.domain.token_offers.offer_token``, which
tells the responsible person: that floor opens ``acting_as`` and calls it inside. What the
person answers stands in ``consenting``.
"""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.rights import manages_people, require_people_manager
from accounts.enums import Role, Scope, TokenState, narrowed, scopes_of
from accounts.models import Membership, Token
from accounts.models.token import LONGEST_DAYS, NAME_AT_MOST
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown

PREFIX = "tdk_"
ENDED: dict[TokenState, tuple[str, str | Promise]] = {
    TokenState.DECLINED: ("token_declined", _("This offer was declined. A new one can be made.")),
    TokenState.LAPSED: (
        "token_lapsed",
        _("This offer has lapsed: it stood for seven days. Ask for a new one."),
    ),
    TokenState.EXPIRED: ("token_expired", _("This token has expired.")),
    TokenState.REVOKED: ("revoked_already", _("This token is revoked already.")),
}


@dataclass(frozen=True, slots=True)
class TokenWords:
    """What is said of a token when it is offered. ``responsible``: the person who is to answer for it."""

    name: str
    responsible: uuid.UUID
    scopes: Collection[str]
    days: int


def hash_of(secret: str) -> str:
    """Return what is kept of a token. It has 256 random bits: no salt and no stretching needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def state_of(token: Token, now: datetime) -> TokenState:
    """Return what has become of a token by ``now``."""
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.declined_at is not None:
        return TokenState.DECLINED
    if token.expires_at is None:
        return TokenState.OFFERED if now < token.lapses_at else TokenState.LAPSED
    return TokenState.ACTIVE if now < token.expires_at else TokenState.EXPIRED


def refuse_ended(token: Token, now: datetime) -> TokenState:
    """Return the state of a token that is open or in force. Raises Conflict with how it ended."""
    state = state_of(token, now)
    if state in ENDED:
        raise Conflict(*ENDED[state])
    return state


def tokens_of(actor: Actor) -> list[Token]:
    """Return the tokens of the actor's organisation, newest first. Raises NotAllowed."""
    tokens = Token.objects.filter(organisation_id=require_people_manager(actor))
    return list(tokens.select_related("organisation", "responsible"))


def answerable_people(actor: Actor) -> list[Membership]:
    """Return who can answer for a token of the actor's organisation: its active people, by name.

    Raises NotAllowed.
    """
    seats = Membership.objects.filter(organisation_id=require_people_manager(actor), user__is_active=True)
    return list(seats.select_related("user", "organisation").order_by("user__name", "pk"))


def put_offer(*, actor: Actor, token: uuid.UUID, words: TokenWords, now: datetime) -> tuple[Token, bool]:
    """Write the offer of a token, audited, and return it, and whether it is new.

    ``token`` is its id: the same words under it once more are the same offer. There is no
    secret yet. Call inside ``acting_as(actor)``. Raises NotAllowed, Invalid (no name, a life
    over a year, a person or scopes that do not fit), Conflict (other words under this id).
    """
    name = words.name.strip()
    if not name or len(name) > NAME_AT_MOST:
        raise Invalid("name", _("Give the token a name of up to 100 characters."), field="name")
    if not 1 <= words.days <= LONGEST_DAYS:
        raise Invalid("life_out_of_range", _("A token lives one day to one year."), field="days")
    seat = _seat(actor, words.responsible)
    said = {
        "organisation_id": seat.organisation_id,
        "name": name,
        "responsible_id": seat.user_id,
        "scopes": _checked(words.scopes, seat),
        "days": words.days,
        "offered_by_id": actor.user_id,
    }
    offer, new = Token.objects.get_or_create(public_id=token, defaults={**said, "offered_at": now})
    if new:
        whose = str(seat.user.public_id)
        note(offer, actor, "offer_token", now, responsible=whose, scopes=offer.scopes, days=offer.days)
    elif any(getattr(offer, field) != value for field, value in said.items()):
        raise Conflict(
            "offered_already",
            _("This form was sent before, with other words. Send it again to make a second offer."),
        )
    return offer, new


def revoke_token(*, actor: Actor, token: uuid.UUID, now: datetime) -> Token:
    """End a token, or an offer that nobody has answered, at once. Audited.

    For its responsible person, and for who manages the organisation's people. Raises
    NotKnown, Conflict (ended already).
    """
    with acting_as(actor):
        his = Q(responsible_id=actor.user_id)
        if manages_people(actor):
            his |= Q(organisation_id=actor.organisation_id)
        found = locked(Token.objects.filter(his), token)
        refuse_ended(found, now)
        end_tokens(Token.objects.filter(pk=found.pk), actor, now)
    return found


def end_tokens(tokens: QuerySet[Token], actor: Actor, now: datetime) -> None:
    """Revoke tokens for good. Inner part of revoking, closing an account or an organisation."""
    standing = tokens.filter(revoked_at=None, declined_at=None).order_by("pk")
    for token in standing.select_for_update(no_key=True):
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        note(token, actor, "revoke_token", now)


def locked(tokens: QuerySet[Token], token: uuid.UUID) -> Token:
    """Return one of ``tokens``, locked. Raises NotKnown."""
    found = tokens.select_for_update(no_key=True).filter(public_id=token).first()
    if found is None:
        raise NotKnown("token_unknown", _("You have no such token."))
    return found


def unfilled(scopes: Collection[str], seat: Membership) -> Scope | None:
    """Return the first scope in which nothing would be opened for this seat, or None."""
    roles = frozenset(Role(role) for role in seat.roles)
    asked = (scope for scope in Scope if scope in scopes and scope != Scope.READ)
    return next((scope for scope in asked if not narrowed(roles, [scope])), None)


def note(token: Token, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    """Write one entry about a token into the record."""
    record([NewEntry("token", str(token.public_id), verb, changes)], by=actor, at=now)


def _seat(actor: Actor, person: uuid.UUID) -> Membership:
    for seat in answerable_people(actor):
        if seat.user.public_id == person:
            return seat
    raise Invalid("person_unknown", _("Choose one of your active people."), field="responsible")


def _checked(scopes: Collection[str], seat: Membership) -> list[str]:
    """Return reading and the scopes chosen, in the order of the enum; each must open something."""
    if not set(scopes) <= set(scopes_of(seat.organisation.kind)):
        raise Invalid("scope_unknown", _("Choose among the scopes offered."), field="scopes")
    empty = unfilled(scopes, seat)
    if empty is not None:
        sentence = _("This person has no role for “%(scope)s”.") % {"scope": empty.label}
        raise Invalid("scope_without_role", sentence, field="scopes")
    return [scope.value for scope in Scope if scope == Scope.READ or scope in scopes]
