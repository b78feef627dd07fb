"""The charts of the board: drawn from their tables, in the colours of the theme.

What the page's policy refuses is an error in the console, on which every test here fails.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import User
from kernel.clock import database_now
from sla.enums import ClockKind, StepAction
from tests.browser.conftest import SignIn
from tests.factories.law import make_category, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_platform
from tests.factories.standing import signed_receipt, standing_case, standing_clock, standing_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)
CHARTS = ["time-left", "breaches-by-day", "medians", "lateness-by-band"]
DRAWN = """() => Object.fromEntries([...document.querySelectorAll('.chart-box')].map((box) => {
  const option = window.echarts.getInstanceByDom(box).getOption(), axis = option.xAxis[0];
  const names = (axis.type === 'category' ? axis : option.yAxis[0]).data;
  const points = option.series.flatMap((one) => one.data.map((bar, n) => [names[n], bar.text]));
  return [box.dataset.chart, points.filter(([, text]) => text).sort()];
}))"""
TABLES = """() => Object.fromEntries([...document.querySelectorAll('.chart-box')].map((box) => {
  const table = document.getElementById(box.dataset.chart);
  const rows = [...table.querySelectorAll('tr[data-short]:not([hidden])')];
  const cells = rows.flatMap((row) => [...row.querySelectorAll('[data-value]')].map((cell) => [row, cell]));
  return [box.dataset.chart, cells.map(([row, cell]) => [row.dataset.short, cell.textContent.trim()]).sort()];
}))"""
REDDEST = """() => {
  const canvas = document.querySelector('#breaches-by-day-box canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let best = [0, 0, 0];
  for (let n = 0; n < data.length; n += 4) {
    if (data[n] - data[n + 1] > best[0] - best[1]) best = [...data.slice(n, n + 3)];
  }
  return best.join();
}"""


@pytest.fixture
def supervisor() -> User:
    agency, now = make_agency(), database_now()
    platform = make_platform(make_operator(), "kanal", name="Kanal dengan nama yang sangat panjang sekali")
    with acting_as(COMMAND):
        case = standing_case(agency, platform, make_policy(), make_category(), sent_at=now - 5 * HOUR)
        signed_receipt(case, now - 4 * HOUR)
        late = standing_clock(case, ClockKind.ACKNOWLEDGE, due_at=now - HOUR)
        standing_clock(case, ClockKind.EFFECT, due_at=now + 3 * HOUR)
        standing_step(late, StepAction.BREACH, due_at=now - HOUR, noticed_at=now - HOUR)
    return make_person(agency, Role.SUPERVISOR)


def test_every_chart_is_drawn_from_its_table_and_follows_the_theme(sign_in: SignIn, supervisor: User) -> None:
    page = sign_in(supervisor)
    page.emulate_media(color_scheme="light")
    page.goto("/board/")
    for chart in CHARTS:
        box = page.locator(f"#{chart}-box")
        expect(box.locator("canvas")).to_be_visible()
        assert (box.get_attribute("role"), box.get_attribute("aria-label")) == (
            "img",
            box.get_attribute("data-description"),
        )
    drawn = page.evaluate(DRAWN)
    assert list(drawn) == CHARTS
    assert drawn == page.evaluate(TABLES)
    assert ["late", "1"] in drawn["time-left"]
    light = page.evaluate(REDDEST)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.wait_for_function(f"({REDDEST})() !== '{light}'")
    page.locator("#time-left-box").hover(position={"x": 30, "y": 200})
    expect(page.locator("#time-left-said")).to_have_text("overdue: 1")
    page.locator("#time-left-box").click(position={"x": 30, "y": 200})
    page.wait_for_url("**/board/rows/open/**bar=overdue")
