"""Services that may not be reached when it matters."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.enums import Role
from channels_registry.domain.risks import answers_by_service, answers_of, risks_for
from channels_registry.enums import ContactFunction, Risk
from channels_registry.models import Contact, Drill, Platform
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_contact, make_platform

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def supervisor():
    return make_actor(make_agency(), Role.SUPERVISOR)


@pytest.fixture
def platform() -> Platform:
    return make_platform(make_operator())


def confirmed(platform: Platform, at: datetime | None = NOW, **said: object) -> Contact:
    contact = make_contact(platform, **said)
    contact.last_confirmed_at = at
    contact.save(update_fields=["last_confirmed_at"])
    return contact


def drilled(contact: Contact, at: datetime, *, answered_after: timedelta | None = None) -> Drill:
    return Drill.objects.create(
        platform=contact.platform,
        organisation=contact.organisation,
        period=at,
        contact=contact,
        started_at=at,
        due_at=at + DAY,
        answered_at=at + answered_after if answered_after else None,
        answered_by=contact if answered_after else None,
    )


def risks(actor, now: datetime = NOW) -> list[tuple[Risk, Contact | None]]:
    return [(each.risk, each.contact) for each in risks_for(actor, now)]


def test_a_service_without_a_duty_contact_is_at_risk(supervisor, platform):
    assert risks(supervisor) == [(Risk.NO_DUTY, None)]
    confirmed(platform, function=ContactFunction.LEGAL)
    assert risks(supervisor) == [(Risk.NO_DUTY, None)]
    confirmed(platform)
    assert risks(supervisor) == []
    Platform.objects.update(active=False)
    assert risks(supervisor) == []


def test_a_contact_is_at_risk_once_its_days_are_over_or_where_nobody_ever_confirmed(supervisor, platform):
    Platform.objects.update(confirm_every_days=10)
    contact = confirmed(platform)
    assert risks(supervisor, NOW + 10 * DAY - timedelta(seconds=1)) == []
    assert risks(supervisor, NOW + 10 * DAY) == [(Risk.UNCONFIRMED, contact)]
    contact.last_confirmed_at = None
    contact.save(update_fields=["last_confirmed_at"])
    assert risks(supervisor) == [(Risk.UNCONFIRMED, contact)]
    contact.active = False
    contact.save(update_fields=["active"])
    assert risks(supervisor) == [(Risk.NO_DUTY, None)]


def test_the_latest_test_tells_and_not_one_before(supervisor, platform):
    contact = confirmed(platform)
    drilled(contact, NOW - 9 * DAY)
    assert risks(supervisor) == [(Risk.UNANSWERED, None)]
    drilled(contact, NOW - 5 * DAY, answered_after=2 * DAY)
    assert risks(supervisor) == []
    drilled(contact, NOW - DAY / 2)
    assert risks(supervisor) == []
    assert risks(supervisor, NOW + DAY) == [(Risk.UNANSWERED, None)]


def test_an_operator_reads_the_risks_of_his_own_services_alone(platform):
    make_platform(make_operator())
    lead = make_actor(platform.organisation, Role.LEAD)
    assert [each.platform for each in risks_for(lead, NOW)] == [platform]


def test_the_answers_of_a_service_are_counted_and_have_a_median(platform):
    contact = confirmed(platform)
    assert (answers_of(platform, NOW).median, answers_of(platform, NOW).in_time) == (None, 0)
    for days, hours in ((9, 1), (7, 30), (5, 3)):
        drilled(contact, NOW - days * DAY, answered_after=timedelta(hours=hours))
    drilled(contact, NOW - 3 * DAY)
    found = answers_of(platform, NOW)
    assert (len(found.drills), found.in_time, found.median) == (4, 2, timedelta(hours=3))


def test_the_answers_of_every_service_stand_side_by_side_for_who_may_know_of_them(supervisor, platform):
    contact, other = confirmed(platform), confirmed(make_platform(make_operator(), name="Another"))
    drilled(contact, NOW - 9 * DAY, answered_after=timedelta(hours=1))
    drilled(contact, NOW - 5 * DAY)
    drilled(contact, NOW)  # not due yet
    drilled(contact, NOW - 400 * DAY, answered_after=timedelta(hours=9))
    drilled(other, NOW - 3 * DAY)
    found = {
        each.platform: (each.asked, each.in_time, each.median) for each in answers_by_service(supervisor, NOW)
    }
    assert found == {platform: (2, 1, timedelta(hours=1)), other.platform: (1, 0, None)}
    lead = make_actor(platform.organisation, Role.LEAD)
    assert [each.platform for each in answers_by_service(lead, NOW)] == [platform]
