"""Whoever lacks a second factor gets the way out of it at every route, and nothing else."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from accounts.enums import Lack, Role
from accounts.models import User
from dashboard.middleware import WAY_OUT
from kernel.clock import database_now
from tests.architecture.conftest import undone
from tests.architecture.route_asks import Ask
from tests.architecture.route_grid import PARTS, Browser, asks_of
from tests.architecture.route_world import World, make_world
from tests.architecture.sources import called_name, calls, sources
from tests.architecture.test_routes import OPEN_TO_NOBODY
from tests.factories.second_factors import make_totp

pytestmark = pytest.mark.django_db
REFUSED = (401, 403)  # what is no page says so itself
# OPEN_TO_NOBODY: doors and signed links ask who holds the link, and let nobody act as the person.


@pytest.fixture(scope="module")
def world(module_transaction: None) -> Iterator[World]:
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        yield make_world(database_now())


@pytest.fixture(scope="module")
def asks(world: World) -> list[Ask]:
    """One ask a route and method, of what is there."""
    found: dict[tuple[str, str], Ask] = {}
    for part in PARTS:
        for ask in asks_of(world, part):
            found.setdefault((ask.route, ask.method), ask)
    return list(found.values())


def let_through(user: User, asks: list[Ask], way: str) -> set[str]:
    """The routes that answer otherwise than by the way out, or by a refusal."""
    browser = Browser(user)
    through = set()
    for ask in asks:
        call = getattr(browser, ask.method.lower())
        with undone():
            answer: HttpResponse = call(ask.path, dict(ask.body)) if ask.method == "POST" else call(ask.path)
        led = answer.status_code == 302 and answer["Location"].startswith(way)
        if not led and answer.status_code not in REFUSED:
            through.add(ask.route)
    return through


def test_without_the_factor_that_his_role_asks_for_a_person_gets_the_set_up_alone(
    world: World, asks: list[Ask]
) -> None:
    user = world.home.people[Role.SUPERVISOR]
    with override_settings(MFA_REQUIRED_ROLES=["supervisor"]):
        through = let_through(user, asks, reverse("mfa_index"))
    assert through - set(OPEN_TO_NOBODY) - set(WAY_OUT[Lack.FACTOR]) == set()


def test_a_session_that_has_not_shown_the_factor_gets_the_question_for_it_alone(
    world: World, asks: list[Ask]
) -> None:
    user = world.home.people[Role.ANALYST]
    with undone():
        make_totp(user)
        through = let_through(user, asks, reverse("mfa_reauthenticate"))
    assert through - set(OPEN_TO_NOBODY) - set(WAY_OUT[Lack.PROOF]) == set()


# Who makes an actor of a person without asking for his session, and why that is no door.
MAKES_ACTORS = {
    "accounts.domain.acting": "where it is defined",
    "accounts.domain.bearing": "a token acts for its person: there is no session",
    "accounts.domain.feeds": "a calendar reads due times for its person and may do nothing",
    "accounts.domain.second_factor": "asks for the session's second factor",
    "accounts.domain.profile": "a password is set by the link in a mail: nobody is signed in",
    "notifications.domain.password_links": "whether the person has a seat",
    "cases.demo.agreed": "the demo's contact by the link of his mail",
    "cases.demo.houses": "the demo's people act in their own names",
    "cases.domain.contact_link": "a contact by the signed link of his mail, for the rules of a contact",
    "cases.domain.policy_move_work": "goes on with what a person ordered who had shown his factor",
    "cases.domain.record_checks": "goes on with what a person ordered who had shown his factor",
    "cases.domain.sheets.working": "goes on with what a person ordered who had shown his factor",
    "dashboard.middleware": "asks for the session's second factor, and for the reader's language",
    "dashboard.sign_in": "whether the person has a seat",
    "dashboard.views.people_factors": "the set-up of the second factor itself",
}


def test_a_session_becomes_an_actor_only_where_its_second_factor_is_asked_for() -> None:
    makes = {
        source.name for source in sources() for call in calls(source.tree) if called_name(call) == "actor_of"
    }
    assert makes | {"accounts.domain.acting"} == set(MAKES_ACTORS)
