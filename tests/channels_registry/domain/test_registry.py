"""Services and hosts: changed by the owning agency alone."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import COMMAND
from accounts.enums import OrganisationKind, Role
from channels_registry.domain.gate import judge
from channels_registry.domain.hosts import host_table
from channels_registry.domain.registry import (
    PLATFORM_FIELDS,
    PlatformWords,
    add_host,
    add_platform,
    change_platform,
    platform_for,
    platforms_for,
    remove_host,
)
from channels_registry.enums import Grammar, Verdict
from channels_registry.models import Drill
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from kernel.fingerprints import fingerprint
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_contact, make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = PlatformWords(name="Gardu", grammar=Grammar.GENERIC)


@pytest.fixture
def owner():
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


def add(actor, operator=None, slug="gardu", words=WORDS):
    operator = operator or make_operator()
    return add_platform(actor=actor, operator=operator, slug=slug, words=words, now=NOW)


def test_the_owner_adds_a_service_of_an_operator(owner):
    operator = make_operator()
    platform = add(owner, operator)
    assert (platform.organisation, platform.name, platform.active) == (operator, "Gardu", True)
    assert changes_of("platform", "gardu") == {"grammar": "generic"}


def test_nobody_else_changes_services_or_hosts():
    operator = make_operator()
    platform = make_platform(operator, "gardu")
    others = [
        make_actor(make_agency(), Role.ADMINISTRATOR),
        make_actor(make_agency(owner=True), Role.SUPERVISOR),
        make_actor(operator, Role.LEAD),
    ]
    for actor in others:
        for attempt in (
            lambda actor=actor: add(actor, slug="new", words=PlatformWords("New", Grammar.GENERIC)),
            lambda actor=actor: change_platform(actor=actor, slug="gardu", words=WORDS, now=NOW),
            lambda actor=actor: add_host(actor=actor, slug="gardu", host="other.example", now=NOW),
            lambda actor=actor: remove_host(actor=actor, slug="gardu", host="gardu.example", now=NOW),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert [row.host for row in platform.hosts.all()] == ["gardu.example"]


def test_an_operator_knows_his_own_services_only():
    operator = make_operator()
    own, foreign = make_platform(operator), make_platform(make_operator())
    lead = make_actor(operator, Role.LEAD)
    assert platforms_for(lead) == [own]
    assert platform_for(lead, own.slug) == own
    for slug in (foreign.slug, "no-such"):
        with pytest.raises(NotKnown):
            platform_for(lead, slug)
    with pytest.raises(NotKnown):
        add_host(actor=lead, slug=foreign.slug, host="other.example", now=NOW)


def test_an_agency_knows_every_service_by_name():
    operator = make_operator()
    later, sooner = make_platform(operator, name="B"), make_platform(make_operator(), name="A")
    assert platforms_for(make_actor(make_agency(), Role.ANALYST)) == [sooner, later]
    assert platforms_for(COMMAND) == [sooner, later]


def test_only_an_open_operator_runs_services(owner):
    closed = make_operator()
    closed.active = False
    closed.save(update_fields=["active"])
    for organisation in (make_agency(OrganisationKind.REFERRING), closed):
        with pytest.raises(Invalid) as raised:
            add(owner, organisation)
        assert raised.value.field == "operator"


@pytest.mark.parametrize(
    ("slug", "words", "field"),
    [
        ("Gar du", WORDS, "slug"),
        ("", WORDS, "slug"),
        ("taken", WORDS, "slug"),
        ("gardu", PlatformWords(" ", Grammar.GENERIC), "name"),
        ("gardu", PlatformWords("Taken", Grammar.GENERIC), "name"),
        ("gardu", PlatformWords("Gardu", "french"), "grammar"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(owner, slug, words, field):
    make_platform(make_operator(), "taken", name="Taken")
    with pytest.raises(Invalid) as raised:
        add(owner, slug=slug, words=words)
    assert raised.value.field == field


def test_a_change_is_recorded_by_its_fields(owner):
    add(owner)
    changed = PlatformWords("Gardu Baru", Grammar.GENERIC, active=False)
    change_platform(actor=owner, slug="gardu", words=changed, now=NOW)
    change_platform(actor=owner, slug="gardu", words=changed, now=NOW)
    assert changes_of("platform", "gardu") == {"fields": ["name", "active"], "active": False}
    assert verbs_of("platform", "gardu") == ["add_platform", "change_platform"]


def test_a_service_that_changed_meanwhile_is_a_conflict(owner):
    platform = add(owner)
    seen = fingerprint(platform, PLATFORM_FIELDS)
    other = PlatformWords("Other", Grammar.GENERIC)
    change_platform(actor=owner, slug="gardu", words=other, now=NOW, seen=seen)
    with pytest.raises(Conflict):
        change_platform(actor=owner, slug="gardu", words=WORDS, now=NOW, seen=seen)


def test_a_service_of_a_closed_operator_stays_out_of_use(owner):
    operator = make_operator()
    platform = add(owner, operator)
    operator.active = platform.active = False
    operator.save(update_fields=["active"])
    platform.save(update_fields=["active"])
    with pytest.raises(Conflict) as raised:
        change_platform(actor=owner, slug="gardu", words=WORDS, now=NOW)
    assert raised.value.code == "operator_closed"


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        (" Video.Example ", "video.example"),
        ("https://video.example/watch?v=1", "video.example"),
        ("video.example:443", "video.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("video.example.", "video.example"),
    ],
)
def test_a_host_is_read_from_whatever_is_pasted(owner, typed, host):
    add(owner)
    assert add_host(actor=owner, slug="gardu", host=typed, now=NOW).host == host
    assert changes_of("platform", "gardu") == {"host": host}


@pytest.mark.parametrize("typed", ["", "localhost", "10.0.0.1", "8.8.8.8", "[::1]", "a b.example", "x..y"])
def test_what_is_no_public_host_name_is_refused(owner, typed):
    add(owner)
    with pytest.raises(Invalid) as raised:
        add_host(actor=owner, slug="gardu", host=typed, now=NOW)
    assert raised.value.field == "host"


def test_a_host_belongs_to_one_service(owner):
    add(owner)
    make_platform(make_operator(), "other", ["video.example"], name="Other")
    with pytest.raises(Invalid) as raised:
        add_host(actor=owner, slug="gardu", host="video.example", now=NOW)
    assert raised.value.code == "host_taken"


def test_the_gate_follows_the_hosts_that_are_registered(owner):
    add(owner)
    add_host(actor=owner, slug="gardu", host="video.example", now=NOW)
    seen = judge("https://video.example/page", host_table())
    assert (seen.verdict, seen.platform) == (Verdict.PUBLIC, "gardu")
    remove_host(actor=owner, slug="gardu", host="video.example", now=NOW)
    assert judge("https://video.example/page", host_table()).platform != "gardu"
    with pytest.raises(NotKnown):
        remove_host(actor=owner, slug="gardu", host="video.example", now=NOW)
    assert verbs_of("platform", "gardu") == ["add_platform", "add_host", "remove_host"]


def test_drills_begin_at_once_and_a_change_of_mind_counts_from_the_last_one(owner):
    platform = make_platform(make_operator(), "gardu")
    contact = make_contact(platform)

    def every(days: int | None, now: datetime) -> datetime | None:
        words = PlatformWords(platform.name, Grammar.GENERIC, drill_every_days=days)
        return change_platform(actor=owner, slug="gardu", words=words, now=now).drill_next_at

    assert every(7, NOW) == NOW
    Drill.objects.create(
        platform=platform,
        organisation=platform.organisation,
        period=NOW,
        contact=contact,
        started_at=NOW,
        due_at=NOW + timedelta(hours=1),
    )
    assert every(None, NOW) is None
    assert every(30, NOW) == NOW + timedelta(days=30)


@pytest.mark.parametrize("field", ["confirm_every_days", "drill_every_days", "drill_hours"])
def test_days_and_hours_are_some_and_not_too_many(owner, field):
    make_platform(make_operator(), "gardu")
    for number in (0, 1001):
        words = PlatformWords("Gardu", Grammar.GENERIC, **{field: number})
        with pytest.raises(Invalid) as raised:
            change_platform(actor=owner, slug="gardu", words=words, now=NOW)
        assert raised.value.field == field
