"""The pages of flagged channels."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.domain.withdrawing import withdraw
from channels_registry.models import Alias, FlaggedChannel, Sighting
from tests.factories.cases import LATER, link_on, make_sent_case, make_waiting_case
from tests.factories.desk import Desk, make_desk, make_second_desk

pytestmark = pytest.mark.django_db
FORMS = {
    "channel_sighting": "sighting_form",
    "channel_title": "title_form",
    "channel_alias": "alias_form",
    "channel_successor": "successor_form",
}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def signed_in(client: Client, user_id: int | None) -> Client:
    client.force_login(User.objects.get(pk=user_id))
    return client


def page(name: str, channel: FlaggedChannel) -> str:
    return reverse(f"dashboard:{name}", args=[channel.public_id])


def channel_in(desk: Desk, *paths: str) -> FlaggedChannel:
    make_waiting_case(desk, paths)
    return FlaggedChannel.objects.get(key=paths[0])


def test_the_list_finds_by_name_and_by_what_was_seen(client: Client, desk: Desk):
    room = channel_in(desk, "room", "hall")
    signed_in(client, desk.analyst.user_id)
    client.post(page("channel_sighting", room), {"state": "down"})

    def found(**asked: str) -> list[str]:
        rows = client.get(reverse("dashboard:channels"), asked).context["rows"]
        return sorted(row.key for row in rows)

    assert found() == ["hall", "room"]
    assert found(q="@ROO") == ["room"]
    assert found(state="down") == ["room"]
    assert found(state="up") == []


def test_the_list_costs_the_same_for_three_channels_and_for_thirty(
    client: Client, desk: Desk, django_assert_num_queries: object
):
    channel_in(desk, *(f"room{number}" for number in range(3)))
    signed_in(client, desk.analyst.user_id)
    client.get(reverse("dashboard:channels"))
    with django_assert_num_queries(QUERIES_OF_LIST):  # type: ignore[operator]
        client.get(reverse("dashboard:channels"))
    channel_in(desk, *(f"hall{number}" for number in range(30)))
    with django_assert_num_queries(QUERIES_OF_LIST):  # type: ignore[operator]
        client.get(reverse("dashboard:channels"))


QUERIES_OF_LIST = 8


def test_what_is_noted_stands_on_the_page(client: Client, desk: Desk):
    room = channel_in(desk, "room", "hall")
    signed_in(client, desk.analyst.user_id)
    link = f"https://{desk.platform.slug}.example/hall"
    for name, said in (
        ("channel_sighting", {"state": "up", "note": "Since this morning."}),
        ("channel_title", {"title": "The room"}),
        ("channel_successor", {"link": link}),
    ):
        assert client.post(page(name, room), said).status_code == 302
    shown = client.get(page("channel", room))
    assert [(entry["title"], entry["text"]) for entry in shown.context["story"]] == [
        ("Called “\u2068The room\u2069”", ""),
        ("Up", "Since this morning."),
    ]
    assert [each.later.key for each in shown.context["file"].later] == ["hall"]
    assert shown.content.decode().count("/unlink/") == 1


def test_an_instant_is_read_in_the_zone_of_who_types_it(client: Client, desk: Desk):
    room = channel_in(desk, "room")
    User.objects.filter(pk=desk.analyst.user_id).update(time_zone="Asia/Jakarta")
    signed_in(client, desk.analyst.user_id)
    client.post(page("channel_sighting", room), {"state": "up", "seen_at": "2026-03-02T10:00"})
    assert Sighting.objects.get().seen_at == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("channel_sighting", {"state": "up", "seen_at": "2999-01-01T00:00"}, "seen_at"),
        ("channel_sighting", {"state": "sideways", "note": "kept"}, "state"),
        ("channel_title", {"title": ""}, "title"),
        ("channel_successor", {"link": "no link at all"}, "link"),
    ],
)
def test_what_cannot_be_noted_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, desk: Desk, name: str, said: dict[str, str], field: str
):
    room = channel_in(desk, "room")
    signed_in(client, desk.analyst.user_id)
    answer = client.post(page(name, room), said)
    form = answer.context[FORMS[name]]
    assert answer.status_code == 422
    assert list(form.errors) == [field]
    assert {key: form[key].value() for key in said} == said


def test_a_channel_that_is_in_no_case_of_the_agency_does_not_exist(client: Client, desk: Desk):
    room = channel_in(desk, "room")
    signed_in(client, make_desk().analyst.user_id)
    for name in ("channel_sighting", "channel_title", "channel_successor"):
        assert (
            client.post(page(name, room), {"state": "up", "title": "x", "link": "@abcde"}).status_code == 404
        )
    assert client.get(page("channel", room)).status_code == 404


def test_a_platform_has_no_such_pages(client: Client, desk: Desk):
    room = channel_in(desk, "room")
    signed_in(client, desk.moderator.user_id)
    assert client.get(page("channel", room)).status_code == 403
    assert client.get(reverse("dashboard:channels")).status_code == 403


def test_a_further_name_is_entered_found_and_taken_out(client: Client, desk: Desk):
    room = channel_in(desk, "room")
    signed_in(client, desk.analyst.user_id)
    refused = client.post(page("channel_alias", room), {"link": link_on(desk, "room")})
    assert refused.status_code == 422
    client.post(page("channel_alias", room), {"link": link_on(desk, "salon")})
    alias = Alias.objects.get()
    here = client.get(page("channel", room)).content.decode()
    out = reverse("dashboard:channel_unalias", args=[room.public_id, alias.public_id])
    found = client.get(reverse("dashboard:channels"), {"q": "salon"}).context["rows"]
    assert (alias.key in here, out in here, [row.key for row in found]) == (True, True, ["room"])
    client.post(out)
    assert not Alias.objects.exists()


def test_that_another_agency_pursued_it_is_told_with_its_end_alone(client: Client, desk: Desk):
    room, second = channel_in(desk, "room"), make_second_desk(desk)
    case = make_sent_case(second, ["room"], now=LATER)
    signed_in(client, desk.analyst.user_id)
    held = client.get(page("channel", room)).content.decode()
    withdraw(actor=second.analyst, reference=case.reference, reason="We erred.", now=LATER)
    left = client.get(page("channel", room)).content.decode()
    assert ("pursues this channel now" in held, "pursued this channel until" in held) == (True, False)
    assert ("pursues this channel now" in left, "pursued this channel until" in left) == (False, True)
    assert (case.reference in held + left, second.agency.name in held + left) == (False, False)
