"""The page on which a lead takes out the own record."""

import json

import pytest
from django.http import StreamingHttpResponse
from django.urls import reverse

from accounts.enums import Role
from tests.dashboard.views.casework_scene import browser_of, opened
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
LONG = {"since": "2001-01-01", "until": "2199-01-01"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_a_lead_downloads_what_was_sent_in_the_span(desk: Desk) -> None:
    case = opened(desk)
    browser = browser_of(make_actor(desk.operator, Role.LEAD))
    address = reverse("dashboard:own_record")
    assert "Own record" in browser.get(address).content.decode()
    response = browser.post(address, {**LONG, "part": "whole"})
    assert isinstance(response, StreamingHttpResponse)
    said = json.loads(response.getvalue())
    assert [each["reference"] for each in said["cases"]] == [case.reference]
    assert response["Content-Disposition"] == (
        'attachment; filename="takedown-2001-01-01-2199-01-01-whole.json"'
    )
    table = browser.post(address, {**LONG, "part": "items"})
    assert isinstance(table, StreamingHttpResponse)
    assert table.getvalue().decode().count(case.reference) == 2


def test_a_span_that_ends_first_is_said_at_its_field(desk: Desk) -> None:
    browser = browser_of(make_actor(desk.operator, Role.LEAD))
    words = {"since": "2026-02-02", "until": "2026-02-01", "part": "whole"}
    response = browser.post(reverse("dashboard:own_record"), words)
    assert response.status_code == 422
    assert "The last day is before the first." in response.content.decode()


def test_the_form_can_be_sent_again_as_the_page_stays_where_it_is(desk: Desk) -> None:
    page = browser_of(make_actor(desk.operator, Role.LEAD)).get(reverse("dashboard:own_record"))
    assert f'action="{reverse("dashboard:own_record")}" data-download' in page.content.decode()
