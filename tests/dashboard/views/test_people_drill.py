"""The page behind the link of a test notice."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.domain import signed_links
from audit.models import Entry
from cases.domain.drilling import drill
from channels_registry.models import Drill, Platform
from kernel.clock import database_now
from tests.factories.organisations import make_operator
from tests.factories.platforms import make_contact, make_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> str:
    platform = make_platform(make_operator(), name="Gardu Video")
    duty = make_contact(platform)
    now = database_now() - timedelta(minutes=30)
    Platform.objects.update(drill_every_days=7, drill_next_at=now)
    drill(now=now)
    payload = {"contact": str(duty.public_id), "drill": str(Drill.objects.get().public_id)}
    return f"/drill/{signed_links.sign(payload, purpose='drill', now=now)}/"


def test_a_scanner_that_follows_the_link_answers_nothing(path):
    written = Entry.objects.count()
    page = Client().get(path)
    assert (page.status_code, Client().head(path).status_code) == (200, 200)
    assert "It is no case" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert (Entry.objects.count(), Drill.objects.get().answered_at) == (written, None)


def test_a_button_answers_and_a_second_press_changes_nothing(path):
    client = Client()
    assert client.get(f"{path}answer/").status_code == 405
    assert client.post(f"{path}answer/")["Location"] == path
    first = Drill.objects.get().answered_at
    assert first is not None
    client.post(f"{path}answer/")
    assert Drill.objects.get().answered_at == first
    page = client.get(path).content.decode()
    assert ("Thank you" in page, "<form" in page.partition('id="main"')[2].partition("</main>")[0]) == (
        True,
        False,
    )


def test_a_forged_link_does_not_exist(path):
    for forged in (path[:-3] + "x/", "/drill/no.token/"):
        assert Client().get(forged).status_code == 404
        assert Client().post(f"{forged}answer/").status_code == 404
