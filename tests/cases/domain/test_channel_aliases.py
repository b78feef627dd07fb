"""Further names of a channel: said and taken back, and in hand where one of them is."""

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from cases.domain import in_hand
from cases.domain.channel_aliases import add_alias, remove_alias
from cases.models import Case, Claim, Item
from channels_registry.models import Alias, FlaggedChannel
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.cases import LATER, link_on, make_sent_case, make_waiting_case
from tests.factories.desk import Desk
from tests.factories.joining import make_pair
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db


def channel_of(case: Case, key: str = "room") -> FlaggedChannel:
    return FlaggedChannel.objects.get(platform_id=case.platform_id, key=key)


def named(desk: Desk, case: Case, path: str = "salon", key: str = "room") -> Alias:
    channel = channel_of(case, key).public_id
    return add_alias(actor=desk.analyst, channel=channel, link=link_on(desk, path), now=LATER)


def held(desk: Desk, *keys: str) -> list[str]:
    targets = {(desk.platform.pk, key) for key in keys}
    with acting_as(desk.analyst):
        return sorted(key for _platform, key in in_hand.claims_on(targets, desk.analyst))


def test_either_name_is_in_hand_where_one_is_and_so_is_what_stands_under_it() -> None:
    first, second = make_pair()
    case = make_sent_case(first, ("room", "room/1"))
    assert held(second, "salon", "salon/1", "salon/2") == []
    named(first, case)
    assert held(second, "salon", "salon/1", "salon/2") == ["salon", "salon/1"]


def test_a_claim_under_the_further_name_moves_to_the_channel_s_own() -> None:
    first, second = make_pair()
    case = make_waiting_case(first, ("room",))
    make_sent_case(second, ("salon/7",))
    named(first, case)
    assert held(first, "room/7", "salon/7") == ["room/7", "salon/7"]
    with acting_as(COMMAND):
        assert list(Claim.objects.values_list("key", flat=True)) == ["room/7"]


def test_where_both_are_claimed_already_both_stay() -> None:
    first, second = make_pair()
    case = make_sent_case(first, ("room/7",))
    make_sent_case(second, ("salon/7",))
    named(first, case)
    with acting_as(COMMAND):
        assert set(Claim.objects.values_list("key", flat=True)) == {"room/7", "salon/7"}


def test_what_is_filed_under_a_further_name_stands_in_the_same_channel() -> None:
    first, second = make_pair()
    case = make_waiting_case(first, ("room",))
    named(first, case)
    later = make_waiting_case(second, ("salon/3",))
    with acting_as(COMMAND):
        item = Item.objects.select_related("channel").get(case=later)
    assert (item.key, item.channel.key) == ("salon/3", "room")


def test_a_name_taken_back_is_its_own_again() -> None:
    first, second = make_pair()
    case = make_sent_case(first, ("room/1",))
    alias = named(first, case)
    channel = channel_of(case).public_id
    with pytest.raises(NotKnown):
        remove_alias(actor=second.analyst, channel=channel, alias=alias.public_id, now=LATER)
    remove_alias(actor=first.analyst, channel=channel, alias=alias.public_id, now=LATER)
    assert held(second, "salon/1") == []
    with pytest.raises(NotKnown):
        remove_alias(actor=first.analyst, channel=channel, alias=alias.public_id, now=LATER)


def test_only_a_public_channel_of_the_same_service_that_is_nobody_s_name_is_taken() -> None:
    first, second = make_pair()
    case = make_waiting_case(first, ("room", "hall"))
    for path in ("room", "salon/1"):
        with pytest.raises(Invalid):
            named(first, case, path)
    with pytest.raises(Invalid):
        add_alias(actor=first.analyst, channel=channel_of(case).public_id, link="@elsewhere", now=LATER)
    named(first, case)
    with pytest.raises(Conflict):
        named(first, case)
    with pytest.raises(Conflict, match="another channel"):
        named(first, case, "room", "hall")  # room has a further name already
    with acting_as(COMMAND):
        assert list(Alias.objects.values_list("key", flat=True)) == ["salon"]


def test_it_is_said_by_whoever_works_on_cases_and_stands_in_the_record_without_the_name() -> None:
    first, second = make_pair()
    case = make_waiting_case(first, ("room",))
    channel = channel_of(case)
    link = link_on(first, "salon")
    with pytest.raises(NotAllowed):
        add_alias(
            actor=make_actor(first.agency, Role.AUDITOR), channel=channel.public_id, link=link, now=LATER
        )
    with pytest.raises(NotKnown):
        add_alias(actor=second.analyst, channel=channel.public_id, link=link, now=LATER)
    alias = named(first, case)
    assert changes_of("channel", channel.public_id) == {"alias": str(alias.public_id), "claims": 0}
