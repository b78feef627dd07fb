"""Deadlines explained and calculated by the API, as the pages do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from accounts.models import User
from cases.domain import clarification, receipt
from sla.enums import ClockKind
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_calendar

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk(calendars={ClockKind.EFFECT: make_calendar("24x7", zone="UTC")})


def sign_in(client, actor) -> None:
    client.force_login(User.objects.get(pk=actor.user_id))


@pytest.mark.parametrize("side", ["analyst", "moderator"])
def test_both_sides_read_what_makes_a_deadline(client, desk, side):
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    said = {"reference": case.reference, "text": "Which?"}
    clarification.ask(actor=desk.moderator, ground="insufficient", now=NOON + 10 * MINUTE, **said)
    clarification.answer(actor=desk.analyst, now=NOON + 30 * MINUTE, **said)
    sign_in(client, getattr(desk, side))
    rows = client.get(reverse("api:clocks", args=[case.reference])).json()
    effect = next(row for row in rows if row["kind"] == "effect")
    parts = ("allowance_seconds", "extension_seconds", "stopped_seconds")
    assert [effect[part] for part in parts] == [240 * 60, 0, 20 * 60]
    assert parse_datetime(effect["due_at"]) == NOON + 260 * MINUTE
    assert (effect["began"], effect["state"], effect["why_policy"]) == ("signed", "running", "default")
    assert (effect["calendar"]["hours"], effect["citation"]) == (
        "24x7",
        f"{desk.version.policy.code}, effect",
    )
    assert [(stop["cause"], stop["counted_seconds"]) for stop in effect["stops"]] == [("clarification", 1200)]
    assert (effect["next_step"]["action"], parse_datetime(effect["next_step"]["due_at"])) == (
        "remind",
        NOON + 140 * MINUTE,
    )


def test_a_case_that_does_not_exist_is_calculated(client, desk):
    sign_in(client, desk.analyst)
    asked = {
        "platform": desk.platform.slug,
        "category": desk.category.code,
        "urgency": "urgent",
        "sent_at": NOON.isoformat(),
        "received_at": (NOON + 5 * MINUTE).isoformat(),
    }
    found = client.get(reverse("api:calculator"), asked).json()
    due = {row["kind"]: row["due_at"] and parse_datetime(row["due_at"]) for row in found["clocks"]}
    assert (due["acknowledge"], due["effect"]) == (NOON + 60 * MINUTE, NOON + 245 * MINUTE)
    assert (found["lane"], found["why_policy"], due["verify"]) == ("standard", "default", None)
    wrong = client.get(reverse("api:calculator"), {**asked, "urgency": "soon", "sent_at": "noon"})
    assert (wrong.status_code, [fault["parameter"] for fault in wrong.json()["errors"]]) == (
        422,
        ["urgency", "sent_at"],
    )
