"""Offer a token to the person whom it is to act for, and tell him, in one transaction."""

import uuid
from datetime import datetime

from accounts.domain.acting import Actor, acting_as
from accounts.domain.tokens import TokenWords, put_offer
from accounts.models import Token
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

PAGE = "/profile/"


def offer_token(*, actor: Actor, token: uuid.UUID, words: TokenWords, now: datetime) -> Token:
    """Offer a token and tell its responsible person, who accepts or declines it. Audited.

    ``token`` is the id that it will have. The same words under it once more (a form that was
    sent twice) are the same offer. Raises NotAllowed, Invalid (no name, a life over a year, a
    person or scopes that do not fit), Conflict (other words under this id).
    """
    with acting_as(actor):
        offer, new = put_offer(actor=actor, token=token, words=words, now=now)
        if new:
            _tell(offer, now)
    return offer


def _tell(offer: Token, now: datetime) -> None:
    person = offer.responsible
    recipient = Recipient(
        name=person.name,
        address=person.email,
        language=person.language,
        time_zone=person.time_zone,
        user_id=person.pk,
    )
    telling = Telling(
        key=f"token_offered:{offer.public_id}",
        kind=NoticeKind.TOKEN_OFFERED,
        recipient=recipient,
        subject_kind="user",
        subject_id=str(person.public_id),
        context={
            "organisation": offer.organisation.name,
            "due_at": offer.lapses_at.isoformat(),
            "path": PAGE,
        },
    )
    tell([telling], now=now)
