"""Tokens, and a client that comes with one."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from accounts.domain.acting import Actor
from accounts.domain.consenting import accept_token
from accounts.domain.tokens import TokenWords
from accounts.enums import Role, Scope, managing_role, narrowed, scopes_of
from accounts.models import Organisation, Token, User
from kernel.clock import database_now
from notifications.domain.token_offers import offer_token
from tests.factories.people import make_actor


def make_offer(person: Actor, *scopes: Scope, days: int = 30, now: datetime | None = None) -> Token:
    """Return a token offered to a person with these scopes, or with all that his roles fill."""
    user = User.objects.get(pk=person.user_id)
    house = Organisation.objects.get(pk=person.organisation_id)
    manager = make_actor(house, managing_role(house.kind))
    roles = frozenset(Role(role) for role in user.membership.roles)
    every = [scope for scope in scopes_of(house.kind) if narrowed(roles, [scope])]
    words = TokenWords("Bridge", user.public_id, scopes or [Scope.READ, *every], days)
    return offer_token(actor=manager, token=uuid4(), words=words, now=now or database_now())


def make_token(person: Actor, *scopes: Scope) -> tuple[Token, str]:
    """Return a new token that its person has accepted, and its secret."""
    offer = make_offer(person, *scopes)
    return accept_token(actor=person, token=offer.public_id, now=database_now())


class Api:
    """A program with a token, or with none."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def send(
        self, method: str, path: str, body: Any = None, *, key: str = "", match: int | None = None
    ) -> HttpResponse:
        headers = dict(self.headers)
        if method == "POST":
            headers["Idempotency-Key"] = key or uuid4().hex
        if match is not None:
            headers["If-Match"] = f'"{match}"'
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps({} if body is None else body),
            content_type="application/json",
            headers=headers,
        )

    def post(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.send("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.send("PUT", path, body, **more)


def api_of(person: Actor, *scopes: Scope) -> Api:
    """Return a client with a token of ``person``."""
    return Api(make_token(person, *scopes)[1])
