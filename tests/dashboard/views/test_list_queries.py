"""A list asks the database as often for three rows as for hundreds.

One world that grows: every list of the desk but the queue is asked when it holds three of
each, and again when it holds many; only the numbers of statements are compared. What only a
story makes grows to more than a page shows; all else to three hundred.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from accounts.models import User
from cases.domain.referring import refer
from cases.domain.retention import place_hold
from channels_registry.enums import ContactFunction
from kernel.clock import database_now
from notifications.models import Outbox
from sla.enums import ClockKind, StepAction
from tests.dashboard.views.casework_scene import acknowledged, browser_of, minutes_ago
from tests.factories.cases import file_cases, link_on, make_sent_case, save_draft
from tests.factories.counting import next_number
from tests.factories.desk import Desk
from tests.factories.joining import make_joined, make_pair
from tests.factories.law import make_agreement, make_calendar, make_category, make_flagger, make_legal_basis
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.platforms import make_contact, make_platform
from tests.factories.sheets import make_sheet
from tests.factories.standing import standing_case, standing_clock, standing_step
from tests.factories.tokens import make_token

pytestmark = pytest.mark.django_db
FEW, STORIES, MANY = 3, 53, 300


@dataclass
class World:
    """A desk, its neighbours, and somebody in every role that reads a list."""

    desk: Desk
    second: Desk
    referrer: Actor
    people: dict[str, Actor]

    def story(self) -> None:
        """One of each that only verbs make."""
        number, desk = next_number(), self.desk
        save_draft(desk, link_on(desk, f"draft/{number}"))
        file_cases(desk, link_on(desk, f"filed/{number}"))
        acknowledged(desk)
        paste = link_on(desk, f"referred/{number}")
        report = save_draft(desk, paste, actor=self.referrer)
        refer(
            actor=self.referrer,
            reference=report.reference,
            issuing=desk.agency.public_id,
            edit_version=1,
            now=minutes_ago(10),
        )
        path = f"joined/{number}"
        make_joined(make_sent_case(self.second, (path,)), desk, path)
        make_sheet(desk, "link", link_on(desk, f"sheet/{number}"))

    def row(self) -> None:
        """One of each that is a row or two."""
        desk, now, number = self.desk, database_now(), next_number()
        operator = make_operator()
        platform = make_platform(operator)
        make_contact(platform)
        make_contact(desk.platform, ContactFunction.DUTY, rank=50 + number)
        make_agreement(desk.agency, platform, desk.version)
        make_flagger(desk.agency, platform)
        make_legal_basis(make_category(), jurisdiction=desk.agency.jurisdiction)
        make_calendar()
        make_token(self.people["sup"])
        make_person(desk.agency, Role.ANALYST)
        make_person(desk.operator, Role.MODERATOR)
        supervisor = User.objects.get(pk=self.people["sup"].user_id)
        make_message(now=now, user=supervisor)
        with acting_as(desk.supervisor):
            case = standing_case(desk.agency, desk.platform, desk.version, desk.category, sent_at=now)
            clock = standing_clock(case, ClockKind.EFFECT, due_at=now + timedelta(minutes=30))
            standing_step(clock, StepAction.PROPOSE_WARNING, due_at=now)
        dead = make_message(now=now)
        told = {"organisation": desk.agency, "subject_id": case.reference, "dead_at": now}
        Outbox.objects.filter(pk=dead.pk).update(**told)
        place_hold(actor=desk.supervisor, reference=case.reference, reason="A court asked.", now=now)


def make_world() -> World:
    second, desk = make_pair()
    owner = make_agency(owner=True)
    people = {
        "ana": desk.analyst,
        "app": desk.approver,
        "sup": desk.supervisor,
        "aud": make_actor(desk.agency, Role.AUDITOR),
        "adm": make_actor(desk.agency, Role.ADMINISTRATOR),
        "own": make_actor(owner, Role.ADMINISTRATOR),
        "lea": make_actor(desk.operator, Role.LEAD),
    }
    referrer = make_actor(make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction), Role.ANALYST)
    return World(desk, second, referrer, people)


LISTS = (
    ("ana", "/reports/"),
    ("ana", "/reports/?tab=referred"),
    ("ana", "/reports/mine/"),
    ("ana", "/reports/sheets/"),
    ("ana", "/joined/"),
    ("ana", "/channels/"),
    ("app", "/approvals/"),
    ("sup", "/notices/"),
    ("sup", "/profile/"),
    ("sup", "/board/rows/open/?span=all"),
    ("sup", "/board/rows/proposals/?span=all"),
    ("sup", "/record/"),
    ("sup", "/admin/outages/"),
    ("sup", "/admin/retention/"),
    ("sup", "/admin/undelivered/"),
    ("aud", "/record/checks/"),
    ("adm", "/admin/people/"),
    ("adm", "/admin/tokens/"),
    ("adm", "/admin/first-steps/"),
    ("own", "/admin/organisations/"),
    ("own", "/admin/platforms/"),
    ("own", "/admin/categories/"),
    ("own", "/admin/legal-bases/"),
    ("own", "/admin/policies/"),
    ("own", "/admin/calendars/"),
    ("own", "/admin/agreements/"),
    ("lea", "/admin/people/"),
    ("lea", "/admin/platforms/"),
    ("lea", "/admin/agreements/"),
)


def statements(browsers: dict[str, Client]) -> dict[str, int]:
    """How many statements each list asks."""
    asked = {}
    for role, address in LISTS:
        browsers[role].get(address)  # what a process keeps is asked once
        with CaptureQueriesContext(connection) as caught:
            response = browsers[role].get(address)
        assert response.status_code == 200, address
        asked[f"{role} {address}"] = len(caught)
    return asked


def test_every_list_asks_as_often_for_many_rows_as_for_three() -> None:
    world = make_world()
    browsers = {role: browser_of(actor) for role, actor in world.people.items()}
    for _each in range(FEW):
        world.story()
        world.row()
    few = statements(browsers)
    for _each in range(STORIES - FEW):
        world.story()
    for _each in range(MANY - FEW):
        world.row()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as on a desk that grew in days: its planner knows how much there is
    assert statements(browsers) == few
