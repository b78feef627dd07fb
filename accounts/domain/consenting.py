"""Tokens in the eyes of the person whom they act for: nothing is a key before he accepts it."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.profile import locked_self
from accounts.domain.tokens import PREFIX, hash_of, locked, note, refuse_ended, unfilled
from accounts.enums import TokenState
from accounts.models import Membership, Token, User
from audit.enums import ActorKind
from kernel.errors import Conflict, NotAllowed, NotKnown


def own_tokens(actor: Actor) -> list[Token]:
    """Return the tokens that act, acted or are to act for the person, newest first."""
    return list(_own(actor).select_related("organisation", "offered_by"))


def standing_token_offer(actor: Actor, token: uuid.UUID, *, now: datetime) -> Token:
    """Return a token that is offered to the person and waits for his answer; no lock.

    Raises NotKnown, Conflict with a sentence that says why it cannot be answered.
    """
    offer = _own(actor).select_related("organisation", "offered_by").filter(public_id=token).first()
    if offer is None:
        raise NotKnown("token_unknown", _("You have no such token."))
    _refuse_answered(offer, now)
    return offer


def accept_token(*, actor: Actor, token: uuid.UUID, now: datetime) -> tuple[Token, str]:
    """Make an offered token a key; return it with its secret, which nobody can read again.

    Its life begins now. Audited. Raises NotAllowed (a program asks), NotKnown (not offered to
    the actor), Conflict (answered, revoked or lapsed; the person has left the organisation or
    lost a role that it opens).
    """
    if actor.kind != ActorKind.USER:
        raise NotAllowed("no_person", _("Only the person himself accepts a token."))
    with acting_as(actor):
        person = locked_self(actor)
        offer = locked(_own(actor), token)
        _refuse_answered(offer, now)
        _require_seat(offer, person)
        secret = PREFIX + secrets.token_urlsafe(32)
        offer.hash = hash_of(secret)
        offer.accepted_at = now
        offer.expires_at = now + timedelta(days=offer.days)
        offer.save(update_fields=["hash", "accepted_at", "expires_at"])
        note(offer, actor, "accept_token", now, expires_at=offer.expires_at.isoformat())
    return offer, secret


def decline_token(*, actor: Actor, token: uuid.UUID, now: datetime) -> Token:
    """Refuse an offered token for good. Audited. Raises as ``accept_token``, but for seat and roles."""
    with acting_as(actor):
        offer = locked(_own(actor), token)
        _refuse_answered(offer, now)
        offer.declined_at = now
        offer.save(update_fields=["declined_at"])
        note(offer, actor, "decline_token", now)
    return offer


def _own(actor: Actor) -> QuerySet[Token]:
    return Token.objects.filter(responsible_id=actor.user_id)


def _refuse_answered(offer: Token, now: datetime) -> None:
    if refuse_ended(offer, now) == TokenState.ACTIVE:
        raise Conflict(
            "token_accepted",
            _("You accepted this token already; it was shown then. If it is lost, ask for another."),
        )


def _require_seat(offer: Token, person: User) -> None:
    seats = Membership.objects.filter(organisation_id=offer.organisation_id, organisation__active=True)
    seat = seats.filter(user=person, user__is_active=True).first()
    if seat is None:
        raise Conflict("seat_lost", _("You no longer belong to the organisation that offers this token."))
    lost = unfilled(offer.scopes, seat)
    if lost is not None:
        sentence = _("You have no role for “%(scope)s” any more. Decline this offer and ask for another.")
        raise Conflict("role_lost", sentence % {"scope": lost.label})
