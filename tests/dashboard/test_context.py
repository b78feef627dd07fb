"""The frame of every page."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from notifications.enums import NoticeKind
from notifications.models import Notice
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_visitor_learns_nothing_of_engine_notices_or_navigation(client):
    context = client.get(reverse("account_login")).context
    assert [name in context for name in ("now", "engine", "reader", "navigation", "unread_notices")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_reader_sees_who_he_is_and_how_many_notices_he_has_not_read(client):
    agency = make_agency(name="Badan Uji")
    person = make_person(agency, Role.APPROVER, Role.ANALYST, name="Analyst")
    other = make_person(agency, Role.ANALYST)
    for number, (user, read_at) in enumerate([(person, None), (person, NOW), (other, None)]):
        Notice.objects.create(
            key=f"{number}", user=user, kind=NoticeKind.MESSAGE, created_at=NOW, read_at=read_at
        )
    client.force_login(person)
    context = client.get(reverse("dashboard:profile")).context
    reader = context["reader"]
    assert (reader.name, reader.organisation, reader.roles) == (
        "Analyst",
        "Badan Uji",
        ["Analyst", "Approver"],
    )
    assert context["unread_notices"] == 1


def test_a_page_without_a_frame_asks_nothing_of_the_frame(client):
    client.force_login(make_person(make_agency(), Role.ANALYST))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("account_signup"))
    assert not [each["sql"] for each in queries if "heartbeat" in each["sql"] or "_notice" in each["sql"]]
