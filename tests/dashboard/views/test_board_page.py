"""The board: its numbers are the numbers of its rows."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from cases.domain.figures import figure
from cases.domain.figures_board import board_for
from cases.domain.figures_rows import Asked
from cases.domain.replaying import replay
from cases.enums import CaseKind, EndReason, FigureCode, Span
from cases.models import Filing
from kernel.clock import database_now
from operations.domain.heartbeats import stamp
from operations.enums import Work
from sla.domain.reference import load_reference
from sla.enums import ClockKind, StepAction
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.standing import signed_receipt, standing_case, standing_clock, standing_step

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def fill(desk: Desk, now: datetime) -> None:
    """Rows of every figure, at several services."""
    other = make_platform(make_operator(), "pasar-malam")
    with acting_as(COMMAND):
        for platform in (desk.platform, other):
            case = standing_case(desk.agency, platform, desk.version, desk.category, sent_at=now - 6 * HOUR)
            signed_receipt(case, now - 5 * HOUR)
            standing_clock(case, ClockKind.ACKNOWLEDGE, due_at=now - 4 * HOUR, met_at=now - 5 * HOUR)
            standing_clock(case, ClockKind.EFFECT, due_at=now - HOUR, met_at=now - 2 * HOUR)
            standing_clock(case, ClockKind.VERIFY, due_at=now + 3 * HOUR)
            silent = standing_case(desk.agency, platform, desk.version, desk.category, sent_at=now - 3 * HOUR)
            late = standing_clock(silent, ClockKind.ACKNOWLEDGE, due_at=now - 2 * HOUR)
            standing_clock(silent, ClockKind.EFFECT, due_at=now + HOUR / 2)
            standing_clock(silent, ClockKind.CLARIFY, due_at=now - HOUR)
            standing_clock(
                silent, ClockKind.APPROVE, due_at=now - HOUR, ended=(EndReason.WAIVED, now - 2 * HOUR)
            )
            standing_clock(silent, ClockKind.REINSTATE, due_at=now + 30 * HOUR, stopped_at=now - HOUR)
            standing_step(
                late, StepAction.BREACH, due_at=now - 2 * HOUR, noticed_at=now - 2 * HOUR + HOUR / 60
            )
            standing_step(late, StepAction.PROPOSE_WARNING, due_at=now - HOUR)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.mark.parametrize("span", list(Span))
def test_the_number_on_every_tile_is_the_number_of_its_rows(desk: Desk, span: Span) -> None:
    fill(desk, database_now())
    client = browser_of(desk.supervisor)
    page = client.get(reverse("dashboard:board"), {"span": span.value}).content.decode()
    links = re.findall(r'href="(/board/rows/[^"]+)">([\d,]+) rows?</a>', page)
    assert {url.split("/")[3] for url, _ in links} == set(FigureCode.values)
    for url, count in links:
        rows = client.get(url.replace("&amp;", "&"))
        shown = re.findall(r'<tr id="\w+-\d+">', rows.content.decode())
        assert (url, len(shown)) == (url, int(count))


def test_every_number_of_a_service_opens_its_own_rows(desk: Desk) -> None:
    now = database_now()
    fill(desk, now)
    asked = Asked(desk.supervisor, now, Span.WEEK)
    with acting_as(desk.supervisor):
        found = board_for(asked)
        for line in found.services:
            narrowed = Asked(desk.supervisor, now, Span.WEEK, platform=line.slug)
            counts = {code: figure(code, narrowed) for code in FigureCode}
            assert line.open == counts[FigureCode.OPEN].count
            assert line.breached == counts[FigureCode.BREACHED].count
            assert line.share == counts[FigureCode.SHARE_MET].share
            assert line.receipt == counts[FigureCode.TO_RECEIPT].spread
            assert line.effect == counts[FigureCode.TO_EFFECT].spread
    assert {line.slug for line in found.services} == {desk.platform.slug, "pasar-malam"}
    assert found.total.open == sum(line.open for line in found.services)


def test_it_says_how_each_figure_is_counted_and_when_the_engine_was_seen(desk: Desk) -> None:
    stamp(runner="loop@test", work=Work.SWEEP, count=0, now=database_now())
    page = browser_of(desk.supervisor).get(reverse("dashboard:board")).content.decode()
    assert "Deadlines met in time ÷ deadlines that were met or fell due in the span." in page
    assert "by loop@test" in page


def test_an_empty_desk_has_no_share_and_no_median_but_a_page(desk: Desk) -> None:
    response = browser_of(desk.supervisor).get(reverse("dashboard:board"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "No case has been sent yet" in page
    assert page.count("nothing met or fallen due yet") == 2


def test_a_kept_replay_stands_beside_the_figures(desk: Desk) -> None:
    now = database_now()
    load_reference(actor=COMMAND, now=now)
    owner = make_agency(owner=True)
    replay(name="telegram_2017", policy="permenkominfo-5-2020", now=now, keep=True)
    page = browser_of(make_actor(owner, Role.SUPERVISOR)).get(reverse("dashboard:board")).content.decode()
    assert "A block would have been proposed after 3 d 5 h" in page
    assert "It came after 472 days" in page


def test_a_replay_of_a_story_that_is_told_no_more_is_left_out_and_the_board_stands(desk: Desk) -> None:
    now = database_now()
    load_reference(actor=COMMAND, now=now)
    owner = make_agency(owner=True)
    replay(name="telegram_2017", policy="permenkominfo-5-2020", now=now, keep=True)
    with acting_as(COMMAND):
        oldest = Filing.objects.filter(case__kind=CaseKind.REPLAY).earliest("case__sent_at")
        Filing.objects.filter(pk=oldest.pk).update(replay_of="told-no-more")
        shown = oldest.case.reference
    response = browser_of(make_actor(owner, Role.SUPERVISOR)).get(reverse("dashboard:board"))
    assert (response.status_code, len(response.context["replays"])) == (200, 1)
    assert shown not in response.content.decode()


def test_a_lead_reads_his_own_services_and_neither_proposals_nor_others(desk: Desk) -> None:
    fill(desk, database_now())
    lead = browser_of(make_actor(desk.operator, Role.LEAD))
    page = lead.get(reverse("dashboard:board")).content.decode()
    assert desk.platform.name in page
    assert "Pasar Malam" not in page
    assert "Open proposals" not in page
    assert lead.get(reverse("dashboard:board_rows", args=["proposals"])).status_code == 404


@pytest.mark.parametrize("role", [Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR])
def test_the_agency_s_casework_roles_read_it(desk: Desk, role: Role) -> None:
    client = browser_of(make_actor(desk.agency, role))
    assert client.get(reverse("dashboard:board")).status_code == 200


@pytest.mark.parametrize("name", ["board", "board_rows"])
def test_administrators_and_moderators_do_not(desk: Desk, name: str) -> None:
    url = reverse(f"dashboard:{name}", args=["open"] if name == "board_rows" else [])
    administrator = browser_of(make_actor(desk.agency, Role.ADMINISTRATOR))
    moderator = browser_of(desk.moderator)
    assert [administrator.get(url).status_code, moderator.get(url).status_code] == [403, 403]


def test_the_board_is_read_and_never_written(desk: Desk) -> None:
    client = browser_of(desk.supervisor)
    assert client.post(reverse("dashboard:board")).status_code == 405


def test_the_page_costs_the_same_for_nothing_and_for_all(
    desk: Desk, django_assert_num_queries: object
) -> None:
    client = browser_of(desk.supervisor)
    client.get(reverse("dashboard:board"))
    with django_assert_num_queries(46):  # type: ignore[operator]
        client.get(reverse("dashboard:board"))
    fill(desk, database_now())
    with django_assert_num_queries(46):  # type: ignore[operator]
        client.get(reverse("dashboard:board"))
