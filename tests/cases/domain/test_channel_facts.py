"""What an agency knows and notes of a channel over time."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import InternalError

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.channel_facts import link_successor, note_sighting, retitle, unlink_successor
from cases.domain.channel_file import ChannelFile, channels_for, open_channel
from cases.domain.closing import close
from cases.domain.verifying import verify
from cases.enums import CaseState, VerifiedOutcome
from cases.models import Case, Item
from channels_registry.enums import SightingState
from channels_registry.models import FlaggedChannel, Sighting
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.cases.domain.walking import removed
from tests.factories.cases import NOON, link_on, make_sent_case, make_waiting_case
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 2 * HOUR


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def channel_of(case: Case, key: str = "room") -> FlaggedChannel:
    return FlaggedChannel.objects.get(platform_id=case.platform_id, key=key)


def read(actor: Actor, channel: FlaggedChannel) -> ChannelFile:
    with acting_as(actor):
        return open_channel(actor, channel.public_id)


def known(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(channels_for(actor).order_by("key").values_list("key", flat=True))


def seen(actor: Actor, channel: FlaggedChannel) -> list[str]:
    return [each.sighting.state for each in read(actor, channel).sightings]


def look(actor: Actor, channel: FlaggedChannel, *, up: bool, hours: int = 0, note: str = "") -> Sighting:
    at = NOON + hours * HOUR
    return note_sighting(actor=actor, channel=channel.public_id, up=up, seen_at=at, now=LATER, note=note)


def test_an_agency_knows_the_channels_of_its_own_cases_and_a_platform_none(desk: Desk):
    make_waiting_case(desk, ["room/1", "hall"])
    assert known(desk.analyst) == ["hall", "room"]
    assert known(make_desk().analyst) == []
    assert known(desk.moderator) == []
    with pytest.raises(NotKnown):
        read(make_desk().analyst, FlaggedChannel.objects.get(key="hall"))


def test_a_channel_of_a_restricted_case_is_known_to_cleared_people_alone():
    desk = make_desk(category=make_category(restricted=True))
    make_waiting_case(desk, ["room"])
    assert known(desk.analyst) == ["room"]
    assert known(make_actor(desk.agency, Role.ANALYST)) == []


def test_what_is_up_after_it_was_down_is_back_up(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    look(desk.analyst, channel, up=True, hours=-3)
    look(desk.analyst, channel, up=False, hours=-1)
    look(desk.analyst, channel, up=True)
    # Entered later, of an earlier hour: it was up then, and never down before.
    look(desk.analyst, channel, up=True, hours=-2)
    assert seen(desk.analyst, channel) == ["back_up", "down", "up", "up"]


def test_nothing_is_seen_in_the_future_by_the_verb_and_by_the_database(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    with pytest.raises(Invalid) as refused:
        look(desk.analyst, channel, up=True, hours=3)
    assert (refused.value.code, refused.value.field) == ("seen_ahead", "seen_at")
    sighting = look(desk.analyst, channel, up=True)
    with pytest.raises(Exception, match="sighting_not_ahead"), transaction.atomic():
        Sighting.objects.filter(pk=sighting.pk).update(seen_at=LATER + HOUR)


def test_a_sighting_stays(desk: Desk):
    sighting = look(desk.analyst, channel_of(make_waiting_case(desk, ["room"])), up=True)
    with pytest.raises(InternalError), transaction.atomic():
        sighting.delete()


def test_the_record_holds_no_word_of_the_note(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    look(desk.analyst, channel, up=False, note="Seen with my own eyes.")
    changes = changes_of("channel", channel.public_id)
    assert "eyes" not in str(changes)
    assert sorted(changes) == ["note", "seen_at", "state"]


def test_another_agency_with_the_same_channel_reads_that_it_was_seen_and_not_by_whom(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    other = make_desk()
    with acting_as(other.analyst):
        case = make_waiting_case_of(other, desk)
    assert case.platform_id == desk.platform.pk
    look(desk.analyst, channel, up=False, note="Ours.")
    [mine] = read(desk.analyst, channel).sightings
    [theirs] = read(other.analyst, channel).sightings
    assert (mine.own, theirs.own, theirs.sighting.state) == (True, False, SightingState.DOWN)


def make_waiting_case_of(other: Desk, desk: Desk, key: str = "room") -> Case:
    case = other._draft(NOON, "urgent")
    Case.objects.filter(pk=case.pk).update(platform=desk.platform, organisation=desk.operator)
    case.refresh_from_db()
    Item.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        position=1,
        url=link_on(desk, key),
        key=key,
        kind="channel",
        channel=channel_of(case, key),
        legal_basis=other.basis,
    )
    return case


def test_a_title_is_kept_with_those_before_it(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    for title in ("First", "  Second   name ", "Second name"):
        retitle(actor=desk.analyst, channel=channel.public_id, title=title, now=LATER)
    file = read(desk.analyst, channel)
    assert file.channel.title == "Second name"
    assert [each.title for each in file.titles] == ["Second name", "First"]
    assert verbs_of("channel", channel.public_id) == ["retitle", "retitle"]


def test_an_empty_title_is_refused(desk: Desk):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    with pytest.raises(Invalid) as refused:
        retitle(actor=desk.analyst, channel=channel.public_id, title="  ", now=LATER)
    assert refused.value.field == "title"


def test_a_successor_is_linked_from_both_sides_and_taken_back(desk: Desk):
    case = make_waiting_case(desk, ["room", "hall"])
    room, hall = channel_of(case), channel_of(case, "hall")
    said = link_successor(actor=desk.analyst, channel=room.public_id, link=link_on(desk, "hall"), now=LATER)
    assert [each.later for each in read(desk.analyst, room).later] == [hall]
    assert [each.earlier for each in read(desk.analyst, hall).earlier] == [room]
    with pytest.raises(Conflict):
        link_successor(actor=desk.analyst, channel=room.public_id, link=link_on(desk, "hall"), now=LATER)
    unlink_successor(actor=desk.analyst, channel=room.public_id, succession=said.public_id, now=LATER)
    assert read(desk.analyst, room).later == []
    assert verbs_of("channel", room.public_id) == ["link_successor", "unlink_successor"]


def test_a_successor_that_two_agencies_link_stands_once_and_each_takes_back_its_own(desk: Desk):
    case = make_waiting_case(desk, ["room", "hall"])
    room = channel_of(case)
    said = {"channel": room.public_id, "link": link_on(desk, "hall"), "now": LATER}
    other = make_desk()
    with acting_as(other.analyst):
        make_waiting_case_of(other, desk)
        make_waiting_case_of(other, desk, "hall")
    theirs = link_successor(actor=other.analyst, **said)
    assert read(desk.analyst, room).later == [theirs]
    with pytest.raises(NotKnown):
        unlink_successor(actor=desk.analyst, channel=room.public_id, succession=theirs.public_id, now=LATER)
    ours = link_successor(actor=desk.analyst, **said)
    assert read(desk.analyst, room).later == [ours]
    assert read(other.analyst, room).later == [theirs]


@pytest.mark.parametrize(("path", "code"), [("room", "same_channel"), ("attic", "channel_not_reported")])
def test_a_successor_is_another_channel_that_a_case_names(desk: Desk, path: str, code: str):
    room = channel_of(make_waiting_case(desk, ["room"]))
    with pytest.raises(Invalid) as refused:
        link_successor(actor=desk.analyst, channel=room.public_id, link=link_on(desk, path), now=LATER)
    assert (refused.value.code, refused.value.field) == (code, "link")


def test_a_private_link_is_no_successor(desk: Desk):
    room = channel_of(make_waiting_case(desk, ["room"]))
    with pytest.raises(Invalid) as refused:
        link_successor(actor=desk.analyst, channel=room.public_id, link="https://t.me/+abcdef", now=LATER)
    assert refused.value.code == "link_not_public"


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR])
def test_who_does_no_casework_reads_and_notes_nothing(desk: Desk, role: Role):
    channel = channel_of(make_waiting_case(desk, ["room"]))
    reader = make_actor(desk.agency, role)
    assert read(reader, channel).may_write is False
    with pytest.raises(NotAllowed):
        look(reader, channel, up=True)


def test_what_is_verified_of_a_whole_channel_is_a_sighting_and_of_a_post_is_none(desk: Desk):
    case = make_sent_case(desk, ["room", "hall/1"])
    with acting_as(desk.analyst):
        items = list(Item.objects.visible_to(desk.analyst).filter(case=case).order_by("position"))
    removed(case, desk, NOON + HOUR)
    verdicts = {item.public_id: VerifiedOutcome.DOWN for item in items}
    verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=LATER)
    assert seen(desk.analyst, channel_of(case)) == ["down"]
    assert seen(desk.analyst, channel_of(case, "hall")) == []
    close(actor=desk.analyst, reference=case.reference, now=LATER)
    again = {items[0].public_id: VerifiedOutcome.BACK_UP}
    reopened = verify(actor=desk.analyst, reference=case.reference, verdicts=again, now=LATER + HOUR)
    assert reopened.state == CaseState.REOPENED
    assert seen(desk.analyst, channel_of(case)) == ["back_up", "down"]
