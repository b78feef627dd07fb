"""Every route, in every role, about one's own things, somebody else's and none at all.

Asked part by part, so that two workers share the work; each part is asked once.
"""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.test.client import ClientHandler

from kernel.clock import database_now
from tests.architecture.print_routes import HEAD
from tests.architecture.route_asks import Ask
from tests.architecture.route_grid import (
    NOT_OFFERED,
    PARTS,
    Answer,
    Answers,
    Asker,
    ask_all,
    asks_of,
    blocks_of,
    every_route,
    head,
    read_blocks,
)
from tests.architecture.route_planted import may_know_mark, may_know_reference
from tests.architecture.route_world import World, make_world

pytestmark = pytest.mark.django_db

EXPECTED = Path(__file__).parent / "routes.txt"
PRINT = os.environ.get("TAKEDOWN_PRINT_ROUTES", "")


@pytest.fixture(scope="module")
def world(module_transaction: None) -> Iterator[World]:
    # Thousands of refusals are not worth a line each, nor their sessions a query each.
    logging.disable(logging.CRITICAL)
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        with connection.cursor() as cursor:  # what is kept of sessions: such a key is the session itself
            cursor.execute("ALTER TABLE usersessions_usersession ALTER session_key TYPE text")
        yield make_world(database_now())
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def asker(world: World) -> Asker:
    return Asker(world)


@pytest.mark.parametrize("part", PARTS)
def test_the_routes_of_a_part_answer_as_they_were_reviewed(part: str, world: World, asker: Asker) -> None:
    asks = asks_of(world, part)
    answers = ask_all(asker, asks)
    assert len(answers) == len(asks), "a question is asked twice"
    observed = blocks_of(asks, answers)
    if PRINT:
        text = "\n\n".join("\n".join(lines) for lines in observed.values())
        (Path(PRINT) / part).write_text(text)
        (Path(PRINT) / HEAD).write_text(head())
    expected = read_blocks(EXPECTED.read_text())
    found = {
        "not as reviewed": _differences(observed, expected),
        "told apart from what is not there": _told(asks, answers, asker),
        "planted words read by a stranger": _leaks(asks, answers, world),
        "written by a GET": _written(asks, answers),
        "an error of the server": _broken(asks, answers),
    }
    assert found == dict.fromkeys(found, [])


def _differences(observed: dict[str, list[str]], expected: dict[str, list[str]]) -> list[str]:
    differences = []
    for route, lines in observed.items():
        differences += [f"+ {route}: {line}" for line in lines if line not in expected.get(route, [])]
        differences += [f"- {route}: {line}" for line in expected.get(route, []) if line not in lines]
    return differences


def _told(asks: list[Ask], answers: Answers, asker: Asker) -> list[str]:
    by_key = {ask.key: ask for ask in asks}
    told = []
    for ask in asks:
        if not ask.like:
            continue
        absent = by_key[ask.route, ask.method, ask.like]
        for role in answers[ask.key].keys() & answers[absent.key].keys() - ask.knows:
            pair = (answers[ask.key][role], answers[absent.key][role])
            # A clock on the page may have gone on between the two: then ask both again.
            if not _alike(*pair) and not _alike(asker.answer(role, ask), asker.answer(role, absent)):
                told.append(f"{ask.route} {ask.method} {ask.label}: {role} {pair[0].code}, {pair[1].code}")
    return sorted(told)


def _alike(one: Answer, other: Answer) -> bool:
    return (one.code, one.digest) == (other.code, other.digest)


def _leaks(asks: list[Ask], answers: Answers, world: World) -> list[str]:
    leaks: dict[str, str] = {}
    for ask in asks:
        for role, answer in answers[ask.key].items():
            words = [mark for mark in answer.marks if not may_know_mark(role, mark, ask)]
            words += [each for each in answer.references if not may_know_reference(role, each, ask, world)]
            for word in words:
                leaks.setdefault(f"{role} reads {word}", f"{ask.route} {ask.method} {ask.label}")
    return [f"{what}: {where}" for what, where in leaks.items()]


# Reviewed: what is a reading of evidence, which the record tells of. No other GET writes.
RECORDED_READS = {
    "dashboard:evidence_preview": "the clear preview of a picture",
    "dashboard:evidence_original": "an original",
    "api:evidence_preview": "the clear preview of a picture",
    "api:evidence_original": "an original",
}
ONE_ENTRY = ["audit_entry", "audit_head"]
WRITTEN_TO = re.compile(
    r"\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\s+\"?(?!(?:OF|SET|SKIP)\b)(\w+)", re.I
)


def _written(asks: list[Ask], answers: Answers) -> list[str]:
    return [
        f"{ask.route} {ask.label} {role}: {answer.writes}"
        for ask in asks
        for role, answer in answers[ask.key].items()
        if ask.method == "GET" and _tables(answer) != (ONE_ENTRY if _is_read(ask, answer) else [])
    ]


def _is_read(ask: Ask, answer: Answer) -> bool:
    return ask.route in RECORDED_READS and answer.code == "200"


def _tables(answer: Answer) -> list[str]:
    found = [WRITTEN_TO.findall(statement) or ["?"] for statement in answer.writes]
    return sorted({table for tables in found for table in tables})


def _broken(asks: list[Ask], answers: Answers) -> list[str]:
    return [
        f"{ask.route} {ask.method} {ask.label} {role}"
        for ask in asks
        for role, answer in answers[ask.key].items()
        if answer.code.startswith("5")
    ]


@pytest.fixture(scope="module")
def every_ask(world: World, asker: Asker) -> list[Ask]:
    return [ask for part in PARTS for ask in asks_of(world, part)]


def test_every_route_is_asked_about_and_reviewed_and_no_other(every_ask: list[Ask]) -> None:
    assert {ask.route for ask in every_ask} == set(every_route()) == set(read_blocks(EXPECTED.read_text()))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_not_offered(method: str, every_ask: list[Ask], asker: Asker) -> None:
    first = {ask.route: ask.path for ask in reversed(every_ask)}
    asked_about = {ask.route for ask in every_ask if ask.method == method}
    offered = {
        route: response.status_code
        for route, path in first.items()
        if route not in asked_about and (response := asker.raw("sup", method, path)[0]).status_code != 405
    }
    assert offered == {}


def test_no_post_is_taken_without_its_token(
    every_ask: list[Ask], asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = {
        (ask.route, ask.method): ask.path
        for ask in every_ask
        if ask.method != "GET" and ask.label != NOT_OFFERED
    }
    monkeypatch.setattr(asker.browsers["sup"], "handler", ClientHandler(enforce_csrf_checks=True))
    taken = {
        route: response.status_code
        for (route, method), path in posts.items()
        if (response := asker.raw("sup", method, path)[0]).status_code != 403
    }
    assert taken == {}


# Reviewed: what nobody must sign in for, and why.
OPEN_TO_NOBODY = {
    "livez": "a health check; says one word",
    "readyz": "a health check; says one word",
    "statusz": "a health check; says one word, its numbers to a token only",
    "metrics": "numbers, to a token only",
    "account_login": "the sign-in",
    "account_logout": "to sign out twice is no error",
    "account_inactive": "says that the account is closed",
    "mfa_authenticate": "the second step of the sign-in: only after the password",
    "mfa_login_webauthn": "the sign-in by a passkey alone",
    "account_no_seat": "says that the person has no seat",
    "account_signup": "says that people are invited",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "set_language": "the sign-in in one's language",
    "dashboard:invitation": "a signed link to whoever was invited",
    "dashboard:password_link": "a signed link to whoever forgot his password",
    "dashboard:drill": "the signed link of a contact's test, in a mail to the contact",
    "dashboard:drill_answer": "by that link the contact says that he is there; nothing else",
    "dashboard:due_calendar": "read only, by a secret address that its person made and can end",
    "dashboard:link": "a signed link to a contact without an account",
    "dashboard:link_open": "a signed link to a contact without an account",
    "dashboard:link_acknowledge": "a signed link to a contact without an account",
}


def test_the_head_of_the_review_names_everybody() -> None:
    assert EXPECTED.read_text().split("\n\n")[0] == head()


def test_who_need_not_sign_in_is_reviewed() -> None:
    open_routes = {
        name
        for name, route in every_route().items()
        if not name.startswith("api:") and not getattr(route.callback, "login_required", True)
    }
    assert open_routes == set(OPEN_TO_NOBODY)


def test_nothing_of_the_api_is_open_to_nobody(every_ask: list[Ask], asker: Asker) -> None:
    asks = {(ask.route, ask.method): ask.path for ask in every_ask if ask.is_api}
    open_to_nobody = {
        key for key, path in asks.items() if asker.raw("nob", key[1], path)[0].status_code != 401
    }
    assert open_to_nobody == set()
