"""The calculator as a page: what is asked, what comes of it, what it says of a wrong ask."""

import pytest
from django.urls import reverse

from accounts.models import User
from sla.enums import ClockKind
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_calendar

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:calculator")


@pytest.fixture
def desk() -> Desk:
    return make_desk(calendars={ClockKind.VERIFY: make_calendar("Mon-Fri 08:00-16:00")})


def asked(desk: Desk, **more: str) -> dict[str, str]:
    return {
        "agency": str(desk.agency.public_id),
        "platform": desk.platform.slug,
        "category": desk.category.code,
        "urgency": "urgent",
        "sent_at": "2026-11-02T19:00",
        **more,
    }


def sign_in(client, actor) -> None:
    client.force_login(User.objects.get(pk=actor.user_id))


def test_the_page_asks_first_and_knows_whose_case_it_is(client, desk):
    sign_in(client, desk.analyst)
    page = client.get(PAGE)
    assert (page.status_code, page.context["panels"]) == (200, [])
    assert page.context["form"]["agency"].initial == desk.agency.public_id


def test_each_clock_says_its_deadline_in_both_zones_or_how_long_it_will_be(client, desk):
    sign_in(client, desk.analyst)
    page = client.get(PAGE, asked(desk))
    panels = {panel.kind: panel.reasons for panel in page.context["panels"]}
    assert set(panels) == set(ClockKind)
    assert page.context["other_zone"] == desk.operator.time_zone
    assert panels[ClockKind.EFFECT].lines[0].label == "started with the deemed receipt"
    verify = panels[ClockKind.VERIFY]
    assert (verify.due_at, verify.lines[0].label) == (None, "starts with the complete answer")
    assert "Mon-Fri 08:00-16:00 (Asia/Jakarta)" in verify.hours


def test_the_operators_side_finds_its_own(client, desk):
    desk.sent_case(NOON)
    sign_in(client, desk.moderator)
    page = client.get(PAGE, asked(desk))
    assert ClockKind.VERIFY not in {panel.kind for panel in page.context["panels"]}
    assert page.context["other_zone"] == desk.agency.time_zone


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"platform": "no-service"}, "platform"),
        ({"sent_at": ""}, "sent_at"),
        ({"received_at": "2026-11-02T18:59"}, "__all__"),
    ],
)
def test_a_wrong_ask_is_said_where_it_is_wrong(client, desk, wrong, field):
    sign_in(client, desk.analyst)
    page = client.get(PAGE, asked(desk, **wrong))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
