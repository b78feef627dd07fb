"""Where a reader can go, by role."""

import pytest
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from dashboard.navigation import HOMES, LINE, SETUP, home_of, main_line, setup_tabs
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
BOTH = ["Policies", "Calendars", "Calculator", "Agreements", "Duty roster"]  # whatever the side
READ = ["Categories", "Legal bases", *BOTH]


def words(entries):
    return [entry.label for entry in entries]


@pytest.mark.parametrize(
    ("make", "role", "line", "tabs"),
    [
        (make_agency, Role.ANALYST, ["Queue", "Reports", "Joined", "Channels", "Board", "Rules"], READ),
        (make_agency, Role.APPROVER, ["Queue", "To approve", "Joined", "Board", "Rules"], READ),
        (
            make_agency,
            Role.SUPERVISOR,
            ["Queue", "Reports", "Joined", "Channels", "Board", "Record", "Rules"],
            ["Platforms", *READ, "Texts", "Outages", "Retention", "Undelivered"],
        ),
        (
            make_agency,
            Role.AUDITOR,
            ["Queue", "Reports", "To approve", "Joined", "Channels", "Board", "Record", "Rules"],
            ["Platforms", *READ, "Outages", "Retention", "Undelivered"],
        ),
        (
            make_agency,
            Role.ADMINISTRATOR,
            ["Set-up"],
            ["People", "Tokens", "Organisation", "Platforms", *READ, "Texts", "Undelivered", "First steps"],
        ),
        (make_operator, Role.MODERATOR, ["Queue", "Rules"], BOTH),
        (
            make_operator,
            Role.LEAD,
            ["Queue", "Board", "Set-up"],
            ["People", "Tokens", "Organisation", "Platforms", *BOTH, "Texts", "Own record", "First steps"],
        ),
    ],
)
def test_each_role_finds_its_places_and_no_other(make, role, line, tabs):
    actor = make_actor(make(), role)
    assert (words(main_line(actor, "/")), words(setup_tabs(actor, "/"))) == (line, tabs)


def test_the_owners_administrator_finds_the_organisations_too():
    actor = make_actor(make_agency(owner=True), Role.ADMINISTRATOR)
    assert words(setup_tabs(actor, "/")) == [
        "People",
        "Tokens",
        "Organisation",
        "Organisations",
        "Platforms",
        *READ,
        "Texts",
        "Undelivered",
        "First steps",
    ]


def test_an_agency_that_only_refers_finds_its_reports():
    actor = make_actor(make_agency(OrganisationKind.REFERRING), Role.ANALYST)
    assert "Reports" in words(main_line(actor, "/"))


def test_the_place_where_the_reader_is_is_marked():
    actor = make_actor(make_agency(owner=True), Role.ADMINISTRATOR, Role.ANALYST)
    marked = [entry.label for entry in main_line(actor, "/cases/TD-00000-00000/") if entry.active]
    assert marked == ["Queue"]
    assert [entry.label for entry in main_line(actor, "/admin/platforms/x/") if entry.active] == ["Set-up"]
    assert [tab.label for tab in setup_tabs(actor, "/admin/platforms/x/") if tab.active] == ["Platforms"]


@pytest.mark.parametrize("name", sorted({name for _roles, name in HOMES} | {p.name for p in (*LINE, *SETUP)}))
def test_every_place_exists(name):
    assert reverse(f"dashboard:{name}")


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ([Role.ANALYST], "reports"),
        ([Role.APPROVER], "queue"),
        ([Role.SUPERVISOR], "board"),
        ([Role.AUDITOR], "records"),
        ([Role.ADMINISTRATOR], "people"),
        ([Role.ADMINISTRATOR, Role.SUPERVISOR, Role.ANALYST], "reports"),
    ],
)
def test_the_day_of_an_agencys_person_begins_by_role(roles, home):
    assert home_of(make_actor(make_agency(), *roles)) == home


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LEAD])
def test_the_day_of_an_operators_person_begins_at_the_queue(role, client):
    assert home_of(make_actor(make_operator(), role)) == "queue"
