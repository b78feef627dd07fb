"""The rule of a clock in each lane."""

import pytest

from kernel.errors import Invalid
from sla.domain.rules import courses_of, hours_of_rule, rule_and_course, rule_for
from sla.enums import ClockKind, Lane, Urgency
from tests.factories.desk import PLATFORM_LADDER
from tests.factories.law import make_calendar, make_policy

pytestmark = pytest.mark.django_db
EFFECT = ClockKind.EFFECT


def test_a_lane_with_hours_of_its_own_runs_under_them_and_its_own_ladder():
    version = make_policy(trusted={EFFECT: 90}, steps={EFFECT: PLATFORM_LADDER})
    rule, course = rule_and_course(version, EFFECT, Urgency.URGENT, Lane.TRUSTED)
    assert (rule.allowance_minutes, [step.key for step in course.ladder]) == (90, ["breach"])
    rule, course = rule_and_course(version, EFFECT, Urgency.URGENT)
    assert (rule.allowance_minutes, len(course.ladder)) == (240, len(PLATFORM_LADDER))


@pytest.mark.parametrize("clock", [ClockKind.ACKNOWLEDGE, EFFECT])
def test_a_lane_without_hours_of_its_own_falls_back_on_the_standard_ones(clock):
    version = make_policy(trusted={ClockKind.VERIFY: 5}, steps={EFFECT: ()})
    standard = rule_for(version, clock, Urgency.URGENT)
    assert rule_for(version, clock, Urgency.URGENT, Lane.TRUSTED) == standard
    rule, course = rule_and_course(version, clock, Urgency.URGENT, Lane.TRUSTED)
    assert (rule, course) == (standard, rule_and_course(version, clock, Urgency.URGENT)[1])


def test_a_clock_without_any_rule_is_refused():
    version = make_policy()
    with pytest.raises(Invalid):
        rule_for(version, EFFECT, "leisurely", Lane.TRUSTED)


@pytest.mark.parametrize(("lane", "queries"), [(Lane.STANDARD, 1), (Lane.TRUSTED, 1)])
def test_a_rule_and_its_ladder_cost_one_query(lane, queries, django_assert_num_queries):
    version = make_policy(trusted={EFFECT: 90})
    with django_assert_num_queries(queries):
        rule_and_course(version, EFFECT, Urgency.URGENT, lane)


def test_ladders_and_hours_of_many_rules_cost_one_query_and_one_more_where_a_calendar_is_named(
    django_assert_num_queries,
):
    always, office = make_policy(), make_policy(is_default=False, calendars={EFFECT: make_calendar()})
    always_ids, office_ids = (list(each.rules.values_list("pk", flat=True)) for each in (always, office))
    with django_assert_num_queries(1):
        courses = courses_of(always_ids)
    assert {course.hours for course in courses.values()} == {None}
    with django_assert_num_queries(2):
        courses = courses_of(office_ids)
    assert [course.hours is not None for course in courses.values()].count(True) == len(Urgency)
    assert {len(course.ladder) for course in courses.values()} == {1}


def test_a_rule_without_steps_has_its_hours_all_the_same():
    version = make_policy(calendars={EFFECT: make_calendar()}, steps={EFFECT: ()})
    rule = rule_for(version, EFFECT, Urgency.URGENT)
    course = courses_of({rule.pk})[rule.pk]
    assert course.ladder == ()
    assert course.hours is not None
    assert course.hours == hours_of_rule(rule)
