"""Tokens of the demo's programs, in every state: offered and answered at their instants."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.acting import Actor
from accounts.domain.bearing import mark_used
from accounts.domain.consenting import accept_token, decline_token
from accounts.domain.tokens import TokenWords, revoke_token
from accounts.enums import Scope
from accounts.models import Token
from cases.demo.houses import Desk
from notifications.domain.token_offers import offer_token

Answer = Callable[[Actor, Token, datetime], object]
ANSWERED_AFTER = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Program:
    """A program: by whom a token was offered to whom, how many days ago, and what came of it."""

    name: str
    manager: str
    person: str
    scopes: tuple[Scope, ...]
    ago: float
    days: int
    answers: tuple[Answer, ...] = ()


def _accept(person: Actor, token: Token, now: datetime) -> None:
    accept_token(actor=person, token=token.public_id, now=now)


def _decline(person: Actor, token: Token, now: datetime) -> None:
    decline_token(actor=person, token=token.public_id, now=now)


def _revoke(person: Actor, token: Token, now: datetime) -> None:
    revoke_token(actor=person, token=token.public_id, now=now)


def _use(person: Actor, token: Token, now: datetime) -> None:
    mark_used(token, now)


MINISTRY, ANALYST = "ministry.administrator", "ministry.analyst"
PROGRAMS = (
    Program("Case archive", MINISTRY, "ministry.supervisor", (), 50, 30, (_accept, _use)),
    Program("Trial of the interface", MINISTRY, ANALYST, (Scope.REPORT,), 45, 90, (_accept, _revoke)),
    Program("Weekly statistics", MINISTRY, "ministry.auditor", (), 30, 90),
    Program("Patrol intake", MINISTRY, ANALYST, (Scope.REPORT,), 20, 90, (_accept, _use)),
    Program("Automatic sending", MINISTRY, "ministry.approver", (Scope.APPROVE,), 12, 90, (_decline,)),
    Program("Patrol intake, second site", MINISTRY, ANALYST, (Scope.REPORT,), 0.2, 180),
    Program("Ticket bridge", "kanal.lead", "kanal.moderator", (Scope.ANSWER,), 25, 365, (_accept, _use)),
)


def offer_tokens(desk: Desk, now: datetime) -> None:
    """Offer each program its token and answer it, as of ``now``; the secrets are known to nobody."""
    for program in PROGRAMS:
        at = now - timedelta(days=program.ago)
        person = desk[program.person]
        words = TokenWords(program.name, uuid.UUID(person.id), program.scopes, program.days)
        offer = offer_token(actor=desk[program.manager], token=uuid.uuid4(), words=words, now=at)
        for number, answer in enumerate(program.answers, 1):
            answer(person, offer, at + number * ANSWERED_AFTER)
