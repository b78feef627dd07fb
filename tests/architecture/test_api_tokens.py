"""A token gives the same answer as its person's session within its scopes, and a refusal outside."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.domain.acting import Actor
from accounts.enums import Scope
from accounts.models import User
from kernel.clock import database_now
from tests.architecture.conftest import undone
from tests.architecture.route_asks import Ask, Asks
from tests.architecture.route_asks_api import API
from tests.architecture.route_asks_api_files import API_FILES
from tests.architecture.route_grid import Asker, with_files
from tests.architecture.route_world import World, make_world
from tests.factories.people import actor_for
from tests.factories.tokens import make_token

pytestmark = pytest.mark.django_db
EVERY_PART = [*API.values(), *API_FILES.values()]
# Reviewed: what is asked by POST and is a reading: it makes a form of what is there already.
READING = {"api:letter_pdf"}


@pytest.fixture(scope="module")
def world(module_transaction: None) -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    yield make_world(database_now())
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def asks(world: World) -> list[Ask]:
    """The first ask of each operation: of what is there, and one's own for the home side."""
    found: dict[tuple[str, str], Ask] = {}
    for part in EVERY_PART:
        gathered = Asks(world)
        part(gathered)
        for ask in gathered.found:
            if ask.route not in ("api:schema", "api:schema_page", "api:me"):
                found.setdefault((ask.route, ask.method), ask)
    return list(found.values())


@pytest.fixture(scope="module")
def others(world: World, asks: list[Ask]) -> list[Ask]:
    """The same operations on what is the other side's."""
    home = {ask.route: ask for ask in asks}
    found: dict[tuple[str, str], Ask] = {}
    for part in EVERY_PART:
        gathered = Asks(world)
        part(gathered)
        for ask in gathered.found:
            if ask.route in home and ask.label.startswith("other "):
                found.setdefault((ask.route, ask.method), ask)
    return list(found.values())


def ask_with(secret: str, ask: Ask) -> HttpResponse:
    headers = {**ask.headers, "Authorization": f"Bearer {secret}"}
    body = "" if ask.method == "GET" else json.dumps(dict(ask.body), default=str)
    with undone():
        if with_files(ask.body):
            return Client().post(ask.path, dict(ask.body), headers=headers)
        return Client().generic(ask.method, ask.path, body, "application/json", headers=headers)


def person(world: World, role: str) -> Actor:
    user = world.users[role]
    assert isinstance(user, User)
    return actor_for(user)


# Every role that a token can act in, one person each.
@pytest.mark.parametrize("role", ["ana", "app", "sup", "aud", "ref", "mod", "lea"])
def test_within_its_scopes_a_token_is_answered_as_its_person(
    role: str, world: World, asks: list[Ask]
) -> None:
    asker = Asker(world)
    _token, secret = make_token(person(world, role))
    told = {}
    for ask in asks:
        by_page = asker.raw(role, ask.method, ask.path, ask.body, ask.headers)[0]
        by_token = ask_with(secret, ask)
        if by_page.status_code != by_token.status_code:
            told[f"{ask.route} {ask.method} {ask.label}"] = (by_page.status_code, by_token.status_code)
    assert told == {}


@pytest.mark.parametrize("role", ["ana", "app", "lea"])
def test_a_token_that_only_reads_reads_what_its_person_reads_and_does_nothing(
    role: str, world: World, asks: list[Ask]
) -> None:
    asker = Asker(world)
    _token, secret = make_token(person(world, role), Scope.READ)
    done, not_read = [], []
    for ask in asks:
        answer = ask_with(secret, ask)
        if ask.method != "GET" and answer.status_code < 400 and ask.route not in READING:
            done.append(f"{ask.route} {ask.label}")
        if ask.method == "GET":
            by_page = asker.raw(role, ask.method, ask.path)[0]
            if by_page.status_code != answer.status_code:
                not_read.append(f"{ask.route} {ask.label}")
    assert (done, not_read) == ([], [])


def test_a_person_of_two_roles_does_by_a_token_of_one_scope_only_what_that_role_does(
    world: World, others: list[Ask]
) -> None:
    _token, secret = make_token(person(world, "oth"), Scope.SUPERVISE)
    done = {ask.route for ask in others if ask.method != "GET" and ask_with(secret, ask).status_code < 400}
    assert done - READING == {
        "api:case_close",
        "api:case_decide_objection",
        "api:case_extend",
        "api:case_message",
        "api:case_waive",
        "api:case_withdraw",
        "api:proposal_decide",
    }
