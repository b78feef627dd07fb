"""The charts of the board: each is a table, and every line of it opens exactly its rows."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import User
from cases.enums import FigureCode, Span
from dashboard.views.board_charts import bar_in_words
from kernel.clock import database_now
from sla.enums import ClockKind, StepAction
from tests.dashboard.views.casework_scene import browser_of
from tests.factories.desk import Desk, make_desk
from tests.factories.platforms import make_platform
from tests.factories.standing import signed_receipt, standing_case, standing_clock, standing_step

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ROW = re.compile(
    r'<tr data-short="([^"]+)" data-tone="\w*"( hidden)?><th scope="row">([^<]+)</th>'
    r'<td class="num" data-value="(\d+)">(?:<a href="([^"]+)">(\d+)</a>)?</td></tr>'
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def board(desk: Desk, span: Span = Span.WEEK) -> str:
    return browser_of(desk.supervisor).get(reverse("dashboard:board"), {"span": span.value}).content.decode()


def table_of(page: str, chart: str) -> str:
    return page.split(f'<table id="{chart}">')[1].split("</table>")[0]


def fill(desk: Desk) -> None:
    """Deadlines in several bars, breaches on several days, steps noticed early and late."""
    now = database_now()
    with acting_as(COMMAND):
        case = standing_case(
            desk.agency, desk.platform, desk.version, desk.category, sent_at=now - 90 * 24 * HOUR
        )
        late = standing_clock(case, ClockKind.ACKNOWLEDGE, due_at=now - 2 * HOUR)
        standing_clock(case, ClockKind.EFFECT, due_at=now + 200 * MINUTE)
        standing_clock(case, ClockKind.REINSTATE, due_at=now + 30 * HOUR, stopped_at=now - HOUR)
        for hours, seconds in ((2, 0), (3, 3), (26, 3), (50, 3), (800, 3), (1600, 3)):
            due_at = now - hours * HOUR
            standing_step(
                late, StepAction.BREACH, due_at=due_at, noticed_at=due_at + timedelta(seconds=seconds)
            )


@pytest.mark.parametrize("chart", ["time-left", "breaches-by-day", "lateness-by-band"])
@pytest.mark.parametrize("span", [Span.WEEK, Span.ALL])
def test_every_line_of_a_chart_opens_exactly_its_rows(desk: Desk, chart: str, span: Span) -> None:
    fill(desk)
    lines = ROW.findall(table_of(board(desk, span), chart))
    shown = {words: int(count) for _, hidden, words, count, _, _ in lines if not hidden}
    assert len(shown) > 1
    assert all(int(count) == 0 for _, hidden, _, count, url, _ in lines if hidden or not url)
    client = browser_of(desk.supervisor)
    opened = {}
    for _, _, words, _, url, _ in lines:
        if url:
            page = client.get(url.replace("&amp;", "&")).content.decode()
            assert f"Only: {words}." in page
            opened[words] = len(re.findall(r'<tr id="\w+-\d+">', page))
    assert opened == shown


def test_the_open_deadlines_are_told_by_hours_left(desk: Desk) -> None:
    fill(desk)
    lines = ROW.findall(table_of(board(desk), "time-left"))
    assert [short for short, *_ in lines] == [
        "late",
        *(f"{hour}–{hour + 1}" for hour in range(12)),
        "12–24",
        "24+",
        "paused",
    ]
    shown = [(words, count) for _, hidden, words, count, _, _ in lines if not hidden]
    assert shown == [("overdue", "1"), ("3 to 4 h left", "1"), ("standing still", "1")]


def test_the_steps_are_told_by_how_late_they_were_noticed(desk: Desk) -> None:
    fill(desk)
    lines = ROW.findall(table_of(board(desk), "lateness-by-band"))
    shown = [(words, count) for _, hidden, words, count, _, _ in lines if not hidden]
    assert shown == [("less than 1 s", "1"), ("2 s to 5 s", "1")]


def test_a_long_span_is_told_by_the_month(desk: Desk) -> None:
    fill(desk)
    assert "Deadlines passed by day" in board(desk, Span.MONTH)
    page = board(desk, Span.ALL)
    assert "Deadlines passed by month" in page
    assert sum(int(row[3]) for row in ROW.findall(table_of(page, "breaches-by-day"))) == 6


def test_days_begin_at_the_reader_s_midnight_and_the_zone_is_named(desk: Desk) -> None:
    User.objects.filter(pk=desk.supervisor.user_id).update(time_zone="Asia/Jayapura")
    fill(desk)
    page = board(desk)
    assert "Days begin at midnight in Asia/Jayapura (WIT)." in page
    newest = ROW.findall(table_of(page, "breaches-by-day"))[0]
    today = database_now().astimezone(ZoneInfo("Asia/Jayapura"))
    assert f"bar={today:%Y-%m-%d}" in newest[4] or newest[1]


def test_nothing_is_said_in_words_and_no_chart_is_drawn(desk: Desk) -> None:
    page = board(desk)
    assert "No deadline is open." in page
    assert "No deadline passed in this span." in page
    assert "No step fell due in the last 24 hours." in page
    assert "data-chart=" not in page


def test_the_medians_of_the_slowest_services_are_drawn_and_all_are_in_the_table(desk: Desk) -> None:
    now = database_now()
    with acting_as(COMMAND):
        for number in range(14):
            platform = make_platform(desk.operator, f"service-{number}", name=f"Service {number:02}")
            case = standing_case(desk.agency, platform, desk.version, desk.category, sent_at=now - 20 * HOUR)
            signed_receipt(case, now - (20 - number) * HOUR)
    page = board(desk)
    charted = re.findall(r'<tr data-short="([^"]+)">', page)
    assert charted == [f"Service {number:02}" for number in range(2, 14)]
    assert re.findall(r'data-series="receipt" data-value="(\d+)"', page)[2:14] == [
        str(3600 * number) for number in range(2, 14)
    ]
    assert "the 12 slowest services" in page
    table = page[page.index("service-table") :]
    assert table[: table.index("</table>")].count("Service 00") == 2  # its name and the title of its name


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (FigureCode.OPEN, "12"),
        (FigureCode.OPEN, "2026-05-01"),
        (FigureCode.BREACHES, "2026-13"),
        (FigureCode.BREACHES, "overdue"),
        (FigureCode.LATENESS, "soon"),
    ],
)
def test_what_is_no_bar_has_no_words_and_no_rows(desk: Desk, code: FigureCode, key: str) -> None:
    fill(desk)
    response = browser_of(desk.supervisor).get(
        reverse("dashboard:board_rows", args=[code.value]), {"span": "all", "bar": key}
    )
    assert bar_in_words(code, key) is None
    assert response.status_code == 200
    assert re.findall(r'<tr id="\w+-\d+">', response.content.decode()) == []


def test_days_and_months_are_named_in_the_reader_s_language() -> None:
    with translation.override("id"):
        assert bar_in_words(FigureCode.BREACHES, "2026-05-14") == "Kam 14 Mei 2026"
        assert bar_in_words(FigureCode.BREACHES, "2026-05") == "Mei 2026"
