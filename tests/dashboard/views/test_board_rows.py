"""The rows behind a figure."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from kernel.clock import database_now
from kernel.paging import PAGE_SIZE
from sla.enums import ClockKind, StepAction
from tests.dashboard.views.casework_scene import browser_of
from tests.dashboard.views.test_board_page import fill
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.standing import standing_case, standing_clock, standing_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_pages_show_every_row_once(desk: Desk) -> None:
    now = database_now()
    due_at = now - timedelta(hours=1)
    with acting_as(COMMAND):
        for _ in range(PAGE_SIZE + 3):
            case = standing_case(desk.agency, desk.platform, desk.version, desk.category, sent_at=due_at)
            standing_clock(case, ClockKind.ACKNOWLEDGE, due_at=due_at)
    client = browser_of(desk.supervisor)
    first = client.get(reverse("dashboard:board_rows", args=["breached"]))
    second = client.get(first.context["next_url"])
    rows = [row.pk for response in (first, second) for row in response.context["rows"]]
    assert len(rows) == len(set(rows)) == PAGE_SIZE + 3
    assert second.context["next_url"] == ""
    assert first.context["figure"].count == PAGE_SIZE + 3


def test_another_agency_finds_no_row(desk: Desk) -> None:
    fill(desk, database_now())
    stranger = browser_of(make_actor(make_agency(), Role.SUPERVISOR))
    response = stranger.get(reverse("dashboard:board_rows", args=["open"]))
    assert (response.status_code, list(response.context["rows"])) == (200, [])


def test_an_unknown_figure_is_not_found(desk: Desk) -> None:
    client = browser_of(desk.supervisor)
    assert client.get(reverse("dashboard:board_rows", args=["mystery"])).status_code == 404


@pytest.mark.parametrize(
    "query", [{"span": "century"}, {"after": "%%%"}, {"bar": "99"}, {"platform": "none"}]
)
def test_what_an_address_cannot_say_is_no_error(desk: Desk, query: dict[str, str]) -> None:
    fill(desk, database_now())
    client = browser_of(desk.supervisor)
    assert client.get(reverse("dashboard:board_rows", args=["open"]), query).status_code == 200


def test_a_share_says_how_many_of_how_many(desk: Desk) -> None:
    fill(desk, database_now())
    client = browser_of(desk.supervisor)
    page = client.get(reverse("dashboard:board_rows", args=["share-met"])).content.decode()
    assert "66.7 % met in time: 4 of 6 · 6 rows" in page


def test_a_supervisor_extends_waives_and_decides_from_the_rows() -> None:
    desk = make_desk()
    now = database_now()
    with acting_as(desk.supervisor):
        case = standing_case(desk.agency, desk.platform, desk.version, desk.category, sent_at=now)
        clock = standing_clock(case, ClockKind.EFFECT, due_at=now + timedelta(minutes=30))
        step = standing_step(clock, StepAction.PROPOSE_WARNING, due_at=now)
    deadline = [f"/cases/{case.reference}/{verb}/" for verb in ("extend", "waive")]
    decide = f"/cases/{case.reference}/proposals/{step.public_id}/"
    supervisor, analyst = browser_of(desk.supervisor), browser_of(desk.analyst)
    pages = [supervisor.get(f"/board/rows/{code}/").content.decode() for code in ("open", "proposals")]
    assert [address in pages[0] for address in deadline] == [True, True]
    assert decide in pages[1]
    assert supervisor.get(deadline[0]).status_code == supervisor.get(decide).status_code == 200
    assert deadline[0] not in analyst.get("/board/rows/open/").content.decode()
