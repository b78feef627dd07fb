"""A channel is registered once for its service, whoever reports it in the same moment."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from accounts.enums import Role
from channels_registry.domain.channels import kind_of_parent, looked_like, registered
from channels_registry.enums import TargetKind
from channels_registry.models import Alias, FlaggedChannel, Platform
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_platform

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)


def rows_of(platform: Platform) -> list[tuple[str, str, datetime]]:
    kept = FlaggedChannel.objects.filter(platform=platform).order_by("key")
    return list(kept.values_list("key", "kind", "first_reported_at"))


@pytest.mark.django_db
def test_a_channel_that_stands_stays_as_it_was_and_the_others_are_added():
    platform = make_platform(make_operator())
    registered(platform, {"one": TargetKind.CHANNEL}, EARLIER)
    found = registered(platform, {"two": TargetKind.GROUP, "one": TargetKind.GROUP}, NOW)
    assert found == dict(FlaggedChannel.objects.values_list("key", "pk"))
    assert rows_of(platform) == [("one", TargetKind.CHANNEL, EARLIER), ("two", TargetKind.GROUP, NOW)]


@pytest.mark.django_db
def test_the_same_key_at_another_service_is_another_channel():
    ours, theirs = make_platform(make_operator()), make_platform(make_operator())
    registered(theirs, {"one": TargetKind.CHANNEL}, EARLIER)
    registered(ours, {"one": TargetKind.CHANNEL}, NOW)
    assert rows_of(ours) == [("one", TargetKind.CHANNEL, NOW)]


@pytest.mark.django_db
def test_no_channels_are_no_question(django_assert_num_queries):
    platform = make_platform(make_operator())
    with django_assert_num_queries(0):
        assert registered(platform, {}, NOW) == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_report_a_channel_in_the_same_moment_share_it():
    platform = make_platform(make_operator())
    written, found = Event(), {}

    def first() -> None:
        with transaction.atomic():
            found["first"] = registered(platform, {"one": TargetKind.CHANNEL}, EARLIER)
            written.set()
            waits_for_us.wait(10)
        connection.close()

    waits_for_us = Event()
    thread = Thread(target=first)
    thread.start()
    written.wait(10)

    def second() -> None:
        found["second"] = registered(platform, {"one": TargetKind.CHANNEL, "two": TargetKind.POST}, NOW)
        connection.close()

    other = Thread(target=second)
    other.start()
    wait_until_blocked()
    waits_for_us.set()
    thread.join()
    other.join()
    assert found["second"]["one"] == found["first"]["one"]
    assert rows_of(platform) == [("one", TargetKind.CHANNEL, EARLIER), ("two", TargetKind.POST, NOW)]


def wait_until_blocked() -> None:
    """Return when somebody waits for another's row."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE NOT l.granted AND a.datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")


@pytest.mark.django_db
def test_a_name_that_looks_like_a_reported_channel_of_its_service_is_told():
    ours, theirs = make_platform(make_operator()), make_platform(make_operator())
    registered(ours, {"kanal_info": TargetKind.CHANNEL}, EARLIER)
    registered(theirs, {"other": TargetKind.CHANNEL}, EARLIER)
    names = [(ours.pk, "kanal_lnfo"), (ours.pk, "kanal_info"), (ours.pk, "0ther"), (ours.pk, "kanal")]
    assert looked_like(names) == {(ours.pk, "kanal_lnfo"): "kanal_info"}


@pytest.mark.django_db
def test_an_alias_of_a_channel_is_that_channel_and_no_look_alike():
    platform = make_platform(make_operator())
    ids, agency = registered(platform, {"kanal_info": TargetKind.CHANNEL}, EARLIER), make_agency()
    Alias.objects.create(
        channel_id=ids["kanal_info"],
        platform=platform,
        key="kanal_lnfo",
        organisation=agency,
        added_at=NOW,
        added_by=make_person(agency, Role.ANALYST),
    )
    assert looked_like([(platform.pk, "kanal_lnfo"), (platform.pk, "kanal_1nfo")]) == {
        (platform.pk, "kanal_1nfo"): "kanal_info"
    }


@pytest.mark.django_db
def test_a_name_of_which_nobody_knows_the_service_is_compared_with_all():
    registered(make_platform(make_operator()), {"kanal_info": TargetKind.CHANNEL}, EARLIER)
    assert looked_like([(None, "kanal_info"), (None, "kanal_1nf0")]) == {
        (None, "kanal_info"): "kanal_info",
        (None, "kanal_1nf0"): "kanal_info",
    }


@pytest.mark.parametrize(
    ("grammar", "kind"),
    [
        ("telegram", "channel"),
        ("generic", "channel"),
        ("facebook", "page"),
        ("x", "account"),
        ("tiktok", "account"),
    ],
)
def test_what_a_post_stands_in_depends_on_the_service(grammar: str, kind: str):
    assert kind_of_parent(grammar) == kind
