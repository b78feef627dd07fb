"""The page of outages: declared by a supervisor, listed for his agency."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Outage
from kernel.clock import database_now
from tests.factories.desk import make_desk

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:outages")


def test_a_supervisor_declares_an_outage_and_is_told_where_it_is_wrong(client):
    desk, now = make_desk(), database_now()
    desk.sent_case(now - timedelta(minutes=50))
    client.force_login(User.objects.get(pk=desk.supervisor.user_id))
    words = {"platform": desk.platform.slug, "reason": "The data centre was dark."}

    def typed(begin: int, end: int) -> dict[str, str]:
        # In the supervisor's zone, as his browser writes it.
        zone = timedelta(hours=7)
        instants = {"started_at": begin, "ended_at": end}
        return {
            name: (now - timedelta(minutes=ago) + zone).strftime("%Y-%m-%dT%H:%M")
            for name, ago in instants.items()
        }

    wrong = client.post(PAGE, {**words, **typed(10, 20)})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["ended_at"])
    wrong = client.post(PAGE, {**words, **typed(200, 100)})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (409, ["__all__"])
    page = client.post(PAGE, {**words, **typed(30, 20)}, follow=True).content.decode()
    assert "Credited in 1 case." in page
    assert "The data centre was dark." in page
    assert Outage.objects.get().platform == desk.platform


def test_nobody_else_finds_it(client):
    desk = make_desk()
    for actor in (desk.analyst, desk.moderator):
        client.force_login(User.objects.get(pk=actor.user_id))
        assert client.get(PAGE).status_code == 403
