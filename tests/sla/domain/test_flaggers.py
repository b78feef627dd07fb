"""Trusted flaggers: granted, suspended, resumed, ended by the owner; read by both sides."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.enums import OrganisationKind, Role
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.domain.flaggers import (
    FlaggerWords,
    end_flagger,
    flagger_for,
    flaggers_of,
    grant_flagger,
    resume_flagger,
    suspend_flagger,
)
from sla.domain.periods import Days
from sla.enums import FlaggerState
from sla.models import TrustedFlagger
from tests.factories.law import make_category, make_flagger
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TODAY = date(2026, 3, 2)
FROM_TODAY = Days(TODAY)


@pytest.fixture
def owner():
    return make_actor(make_agency(owner=True), Role.ADMINISTRATOR)


@pytest.fixture
def agency():
    return make_agency(time_zone="Asia/Jakarta")


@pytest.fixture
def platform():
    return make_platform(make_operator())


def grant(owner, agency, platform, days=FROM_TODAY, category=None) -> TrustedFlagger:
    words = FlaggerWords(agency, platform, days, category)
    return grant_flagger(actor=owner, words=words, now=NOW)


def test_a_status_begins_on_its_day_where_the_agency_is(owner, agency, platform):
    status = grant(owner, agency, platform, Days(TODAY, date(2026, 3, 9)))
    assert status.in_force.lower == datetime(2026, 3, 1, 17, tzinfo=UTC)
    begins, ends = status.in_force.lower, status.in_force.upper
    instants = (begins - timedelta(seconds=1), begins, ends)
    assert [status.state_at(each) for each in instants] == [
        FlaggerState.COMING,
        FlaggerState.IN_FORCE,
        FlaggerState.ENDED,
    ]


def test_suspended_for_a_reason_and_resumed(owner, agency, platform):
    status = grant(owner, agency, platform)
    told = {"actor": owner, "flagger": status.public_id, "now": LATER}
    with pytest.raises(Invalid) as raised:
        suspend_flagger(**told, reason=" ")
    assert raised.value.field == "reason"
    suspended = suspend_flagger(**told, reason="Too many false notices.")
    assert [suspended.state_at(each) for each in (NOW, LATER)] == [
        FlaggerState.IN_FORCE,
        FlaggerState.SUSPENDED,
    ]
    with pytest.raises(Conflict):
        suspend_flagger(**told, reason="Again.")
    assert resume_flagger(**told).state_at(LATER) == FlaggerState.IN_FORCE
    with pytest.raises(Conflict):
        resume_flagger(**told)
    assert verbs_of("trusted_flagger", status.public_id) == [
        "grant_flagger",
        "suspend_flagger",
        "resume_flagger",
    ]


def test_ended_at_once_or_after_a_day_and_granted_anew(owner, agency, platform):
    status = grant(owner, agency, platform)
    end = {"actor": owner, "flagger": status.public_id, "now": LATER}
    with pytest.raises(Invalid) as raised:
        end_flagger(**end, last=date(2026, 2, 1))
    assert raised.value.field == "last"
    later = end_flagger(**end, last=date(2026, 3, 20))
    assert later.in_force.upper == datetime(2026, 3, 20, 17, tzinfo=UTC)
    assert end_flagger(**end).state_at(LATER) == FlaggerState.ENDED
    for verb in (end_flagger, resume_flagger):
        with pytest.raises(Conflict):
            verb(**end)
    grant(owner, agency, platform, Days(date(2026, 3, 4)))


def test_one_that_has_not_begun_ends_without_ever_being_in_force(owner, agency, platform):
    status = grant(owner, agency, platform, Days(date(2026, 4, 1)))
    end_flagger(actor=owner, flagger=status.public_id, now=NOW)
    status.refresh_from_db()
    assert [status.state_at(each) for each in (NOW, datetime(2026, 4, 2, tzinfo=UTC))] == [
        FlaggerState.ENDED,
        FlaggerState.ENDED,
    ]


def test_nobody_has_the_status_twice_on_a_day(owner, agency, platform):
    grant(owner, agency, platform)
    with pytest.raises(Conflict) as raised:
        grant(owner, agency, platform, Days(date(2026, 5, 1)))
    assert raised.value.code == "flagger_overlaps"
    grant(owner, agency, platform, category=make_category())


def test_only_agencies_that_issue_orders_flag(owner, platform):
    for house in (make_agency(OrganisationKind.REFERRING), make_operator()):
        with pytest.raises(Invalid):
            grant(owner, house, platform)


def test_the_sides_read_it_nobody_else_knows_it_and_only_the_owner_grants(owner, agency, platform):
    status = make_flagger(agency, platform)
    sides = [make_actor(agency, Role.ANALYST), make_actor(platform.organisation, Role.MODERATOR)]
    strangers = [make_actor(make_agency(), Role.ADMINISTRATOR), make_actor(make_operator(), Role.LEAD)]
    for actor in [*sides, *strangers]:
        with pytest.raises(NotAllowed):
            grant(actor, agency, platform)
    for side in sides:
        assert flaggers_of(side) == [status]
        with pytest.raises(NotAllowed):
            suspend_flagger(actor=side, flagger=status.public_id, reason="No.", now=NOW)
    for stranger in strangers:
        assert flaggers_of(stranger) == []
        with pytest.raises(NotKnown):
            flagger_for(stranger, status.public_id)
