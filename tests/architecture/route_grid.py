"""Asks every route in every role, and keeps of each answer what the tests look at."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from tests.architecture.conftest import undone
from tests.architecture.route_asks import ROLES, Ask, Asks
from tests.architecture.route_asks_agreements import agreements, retention, undelivered
from tests.architecture.route_asks_api import API
from tests.architecture.route_asks_api_files import API_FILES
from tests.architecture.route_asks_board import BOARD
from tests.architecture.route_asks_casework import CASEWORK
from tests.architecture.route_asks_channels import api_channels, channels
from tests.architecture.route_asks_duty import calendar, duty
from tests.architecture.route_asks_evidence import evidence
from tests.architecture.route_asks_intake import INTAKE
from tests.architecture.route_asks_joining import JOINING
from tests.architecture.route_asks_policies import policies
from tests.architecture.route_asks_records import own_house
from tests.architecture.route_asks_setup import SETUP
from tests.architecture.route_asks_sheets import api_sheets, sheets
from tests.architecture.route_asks_texts import texts
from tests.architecture.route_world import World

MARK = re.compile(r"(?:home|other|reporter|referring)[a-z-]+?mark")
REFERENCE = re.compile(r"TD-[0-9A-Z]{5}-[0-9A-Z]{5}")
# What differs between two answers that say the same.
PASSING = re.compile(
    r"""(?P<token>(?<="X-CSRFToken":\ ")[A-Za-z0-9]+|(?<=name="csrfmiddlewaretoken"\ value=")[A-Za-z0-9]+)
    |(?P<left><time\ class="tl-text"[^<]+|(?<=stroke-dasharray=")\d+|(?<=class="tl"\ )data-tone="\w+")
    |(?P<printed>(?<=class="print-only">)[^·]+)
    |(?P<instant>(?<==")\d{4}-\d\d-\d\dT[^"]+|(?<=_at":")\d{4}-\d\d-\d\dT[^"]+)
    |(?P<second>(?<=\d\d:\d\d:)\d\d(?=\ \w+\ \(UTC))
    |(?P<signed>(?<=name="token"\ value=")[^"]+)
    |(?P<reference>TD-[0-9A-Z]{5}-[0-9A-Z]{5})""",
    re.X,
)
WRITING = re.compile(r"\s*(?:WITH\b.*?\b)?(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.I | re.S)
# What sign-in keeps: rule 15 of the house.
KEPT_BY_SIGN_IN = re.compile(
    r'"(?:django_session|operations_cache|account_emailaddress|usersessions_usersession)"'
)
EXECUTED = re.compile(r"EXECUTE (\w+)")
NOT_OFFERED = "not offered"
PAGE_METHODS, API_METHODS = ("GET", "POST"), ("GET", "POST", "PUT")
PARTS = {
    **CASEWORK,
    **INTAKE,
    **JOINING,
    "evidence": evidence,
    "sheets": sheets,
    "api sheets": api_sheets,
    "texts": texts,
    "channels": channels,
    "api channels": api_channels,
    **BOARD,
    **SETUP,
    "agreements": agreements,
    "retention": retention,
    "undelivered": undelivered,
    "policies": policies,
    "own-house": own_house,
    "duty": duty,
    "due calendar": calendar,
    **API,
    **API_FILES,
}


@dataclass(frozen=True)
class Answer:
    """What came back, as far as it is compared."""

    code: str
    digest: str
    marks: frozenset[str]
    references: frozenset[str]
    writes: tuple[str, ...]


Answers = dict[tuple[str, str, str], dict[str, Answer]]


def every_route() -> dict[str, URLPattern]:
    """Every pattern of the URLconf by its name, with the namespace."""
    found: dict[str, URLPattern] = {}

    def walk(resolver: URLResolver, namespace: str) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                walk(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
            else:
                name = f"{namespace}{each.name or each.pattern}"
                assert name not in found, f"{name} has two addresses"
                found[name] = each

    walk(get_resolver(), "")
    return found


def asks_of(world: World, part: str) -> list[Ask]:
    """What is asked in a part; a method of which nothing is said is to be refused."""
    asks = Asks(world)
    PARTS[part](asks)
    said = {(ask.route, ask.method) for ask in asks.found}
    first = {ask.route: ask for ask in reversed(asks.found)}
    for route, ask in first.items():
        for method in API_METHODS if ask.is_api else PAGE_METHODS:
            if (route, method) not in said:
                asks.found.append(Ask(route, method, NOT_OFFERED, ask.path, roles=("nob", "sup")))
    return asks.found


class Browser(RequestFactory):
    """A test client that keeps nothing: neither cookies nor what templates were shown."""

    def __init__(self, user: User | None) -> None:
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=False)
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies = client.cookies

    def request(self, **asked: Any) -> HttpResponse:
        """Answer the request instead of returning it."""
        response: HttpResponse = self.handler(self._base_environ(**asked))
        return response


class Asker:
    """Asks in every role; whatever an ask does is undone. Signs everybody in, once a world."""

    def __init__(self, world: World) -> None:
        self.browsers = {role: Browser(user) for role, user in world.users.items()}
        self.sign_in = reverse(settings.LOGIN_URL)

    def answer(self, role: str, ask: Ask) -> Answer:
        """Ask, and keep what the tests look at."""
        response, writes = self.raw(role, ask.method, ask.path, ask.body, ask.headers if ask.is_api else None)
        body = response.content.decode(errors="replace")  # a picture is no text; of a PDF its page is asked
        own = f"{ask.path} {ask.body}"
        return Answer(
            code=self._code(response),
            digest=_digest(body, ask),
            marks=frozenset(MARK.findall(body.lower())) - frozenset(MARK.findall(own.lower())),
            references=frozenset(REFERENCE.findall(body)) - frozenset(REFERENCE.findall(own)),
            writes=tuple(writes) if ask.method == "GET" else (),
        )

    def raw(
        self,
        role: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[HttpResponse, list[str]]:
        """Ask, and return the response with the statements that wrote. With headers: as a program."""
        browser = self.browsers[role]
        call = getattr(browser, method.lower())
        with undone(), watched() as writes:
            if with_files(body):
                response = call(path, dict(body or {}), headers=dict(headers or {}))
            elif headers is not None and method != "GET":
                said = json.dumps(body or {}, default=str)
                response = browser.generic(method, path, said, "application/json", headers=dict(headers))
            else:
                response = call(path, dict(body or {})) if method == "POST" else call(path)
            if response.streaming:  # read while what it is read from is there
                response = HttpResponse(b"".join(response), status=response.status_code)
        return response, writes

    def _code(self, response: HttpResponse) -> str:
        if response.status_code == 302 and response["Location"].startswith(self.sign_in):
            return "in"
        return str(response.status_code)


def with_files(body: Mapping[str, Any] | None) -> bool:
    """Whether a body goes as a form with files."""
    return any(hasattr(value, "read") for value in (body or {}).values())


def _digest(body: str, ask: Ask) -> str:
    said = PASSING.sub("…", body)
    # What was asked may stand in the answer; it is what differs between two asks.
    own = [part for part in re.split(r"[/?&=]", ask.path) if part]
    for value in ask.body.values():
        own += [str(part) for part in (value if isinstance(value, list) else [value])]
    for part in sorted({part for part in own if len(part) > 8}, key=len, reverse=True):
        said = said.replace(part, "…")
    return hashlib.sha256(said.encode()).hexdigest()


def _whole(sql: str) -> str:
    """Return what a prepared statement says, anything else as it is."""
    executed = EXECUTED.match(sql)
    if executed is None:
        return sql
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [executed[1]])
        return str(cursor.fetchone()[0]).partition(" AS ")[2]


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that wrote, apart from what sign-in keeps."""
    writes: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said = _whole(sql)
        if WRITING.match(said) and not KEPT_BY_SIGN_IN.search(said):
            writes.append(said)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield writes


def ask_all(asker: Asker, asks: list[Ask]) -> Answers:
    """Ask everything in every role that is to ask it.

    Who is refused alike for what is at home and for what is not there is stopped before the
    address is looked at, and not asked about the rest.
    """
    answers: Answers = {}
    first = {(ask.route, ask.method): ask.key for ask in reversed(asks)}
    compared = {(ask.route, ask.method, ask.like) for ask in asks}
    begins = [ask for ask in asks if ask.key in first.values() or ask.key in compared]
    for ask in begins:
        answers[ask.key] = {role: asker.answer(role, ask) for role in ask.roles}
    for ask in asks:
        if ask.key in answers:
            continue
        at_home = answers[first[ask.route, ask.method]]
        absent = answers.get((ask.route, ask.method, ask.like), {})
        stopped = {role for role in absent if absent[role].code == at_home[role].code == "403"}
        answers[ask.key] = {role: asker.answer(role, ask) for role in ask.roles if role not in stopped}
    return answers


def blocks_of(asks: list[Ask], answers: Answers) -> dict[str, list[str]]:
    """The grid as routes.txt holds it: a block a route, in it one line a question."""
    blocks: dict[str, list[str]] = {}
    for ask in sorted(asks, key=lambda ask: (ask.route, ask.method)):
        codes = " ".join(f"{_cell(answers[ask.key], role):>3}" for role in ROLES)
        line = f"  {ask.method:<4} {ask.label:<38} {codes}".rstrip()
        blocks.setdefault(ask.route, [ask.route]).append(line)
    return blocks


def _cell(answers: dict[str, Answer], role: str) -> str:
    return answers[role].code if role in answers else "·"


def head() -> str:
    """How to read routes.txt, and its columns."""
    lines = [
        "What every route answers to whom. Reviewed by hand: a changed line is a changed right.",
        "python -m tests.architecture.print_routes prints what is observed, for the review.",
        "in: to the sign-in. 404: not to be known, or not there. 403: to be seen, not done.",
        "A dot: not asked, as it is stopped before the address is looked at.",
        *(f"  {short}  {words}" for short, words in ROLES.items()),
        " " * 44 + " ".join(f"{short:>3}" for short in ROLES),
    ]
    return "\n".join(f"# {line}" for line in lines)


def read_blocks(text: str) -> dict[str, list[str]]:
    """The blocks of routes.txt by their routes; the head of the file has none."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    return {lines[0]: lines for lines in blocks if not lines[0].startswith("#")}
