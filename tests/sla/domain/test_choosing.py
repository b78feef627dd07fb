"""The narrowest agreement in force decides; without one, the default of the jurisdiction."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from sla.domain.choosing import Chosen, choose_policy
from sla.enums import Lane, Urgency, WhyPolicy
from sla.models import Agreement, PolicyVersion
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_agreement, make_category, make_flagger, make_policy

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def choose(desk: Desk) -> Chosen:
    return choose_policy(
        agency=desk.agency, platform=desk.platform, category=desk.category, urgency=Urgency.URGENT, now=NOW
    )


def chosen(desk: Desk) -> Agreement | None:
    """Return the agreement that decides for an urgent case of this desk."""
    found = choose(desk)
    wanted = WhyPolicy.AGREEMENT if found.agreement else WhyPolicy.DEFAULT
    policy = found.agreement.policy if found.agreement else desk.version.policy
    assert (found.why, found.version.policy) == (wanted, policy)
    return found.agreement


def agree(desk: Desk, **narrowed: Any) -> Agreement:
    return make_agreement(desk.agency, desk.platform, make_policy(is_default=False), **narrowed)


def test_an_agreement_of_the_category_comes_before_one_of_the_urgency_before_one_of_all():
    desk = make_desk()
    assert chosen(desk) is None
    for narrowed in (
        {},
        {"urgency": Urgency.URGENT},
        {"category": desk.category},
        {"category": desk.category, "urgency": Urgency.URGENT},
    ):
        agreement = agree(desk, **narrowed)
        assert chosen(desk) == agreement


def test_an_agreement_of_another_category_urgency_or_time_does_not_decide():
    desk = make_desk()
    agree(desk, category=make_category("another"))
    agree(desk, urgency=Urgency.ORDINARY)
    past = agree(desk)
    past.in_force = DateTimeTZRange(None, NOW)
    past.save(update_fields=["in_force"])
    assert chosen(desk) is None


def test_an_agreement_whose_policy_has_no_version_in_force_does_not_decide():
    desk = make_desk()
    agreement = agree(desk)
    PolicyVersion.objects.filter(policy=agreement.policy).update(in_force=DateTimeTZRange(None, NOW))
    assert chosen(desk) is None


@pytest.mark.parametrize("narrow", [False, True])
def test_a_status_for_all_or_for_the_category_opens_the_lane(narrow):
    desk = make_desk()
    assert (choose(desk).lane, choose(desk).flagger) == (Lane.STANDARD, None)
    status = make_flagger(desk.agency, desk.platform, category=desk.category if narrow else None)
    assert (choose(desk).lane, choose(desk).flagger) == (Lane.TRUSTED, status)


def test_a_status_of_another_agency_service_category_or_time_opens_nothing():
    desk, other = make_desk(), make_desk()
    make_flagger(other.agency, desk.platform)
    make_flagger(desk.agency, other.platform)
    make_flagger(desk.agency, desk.platform, category=other.category)
    make_flagger(desk.agency, desk.platform, since=NOW - HOUR, until=NOW)
    make_flagger(desk.agency, desk.platform, since=NOW + HOUR)
    assert choose(desk).lane == Lane.STANDARD


def test_a_suspended_status_opens_nothing_from_its_instant_on():
    desk = make_desk()
    status = make_flagger(desk.agency, desk.platform)
    for suspended_from, lane in ((NOW + HOUR, Lane.TRUSTED), (NOW, Lane.STANDARD)):
        status.suspended_from, status.suspension_reason = suspended_from, "Too many false notices."
        status.save(update_fields=["suspended_from", "suspension_reason"])
        assert choose(desk).lane == lane


def test_a_policy_chosen_costs_one_query_and_an_agreement_one_more(django_assert_num_queries):
    desk = make_desk()
    with django_assert_num_queries(1):
        choose(desk)
    agree(desk)
    with django_assert_num_queries(2):
        choose(desk)
    make_flagger(desk.agency, desk.platform)
    with django_assert_num_queries(3):
        choose(desk)
