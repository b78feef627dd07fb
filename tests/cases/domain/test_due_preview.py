from datetime import timedelta

import pytest

from cases.domain.due_preview import preview
from kernel.errors import Invalid
from sla.enums import ClockKind, StartEvent, Urgency, WhyPolicy
from tests.factories.cases import NOON
from tests.factories.desk import make_desk
from tests.factories.law import make_agreement, make_policy
from tests.factories.organisations import make_agency

pytestmark = pytest.mark.django_db


def due(desk, urgency=Urgency.URGENT):
    return preview(
        agency=desk.agency, platform=desk.platform, category=desk.category, urgency=urgency, now=NOON
    )


def test_both_deadlines_are_told_with_the_rule_behind_them():
    desk = make_desk()
    found = due(desk)
    assert (found.acknowledge_by, found.effect_by) == (
        NOON + timedelta(minutes=60),
        NOON + timedelta(minutes=240),
    )
    assert (found.chosen.version, found.chosen.why) == (desk.version, WhyPolicy.DEFAULT)
    assert (found.acknowledge.kind, found.effect.kind) == (ClockKind.ACKNOWLEDGE, ClockKind.EFFECT)


def test_an_ordinary_case_has_the_ordinary_hours():
    assert due(make_desk(), Urgency.ORDINARY).effect_by == NOON + timedelta(minutes=1440)


def test_where_receipt_is_deemed_the_latest_deadline_is_told_too():
    found = due(make_desk())  # deemed 60 minutes after sending
    assert found.effect_at_latest == NOON + timedelta(minutes=60 + 240)
    assert not found.is_certain


def test_where_the_clock_starts_when_sent_the_deadline_is_certain():
    found = due(make_desk(effect_starts=StartEvent.SENT))
    assert found.effect_at_latest == found.effect_by == NOON + timedelta(minutes=240)
    assert found.is_certain


def test_where_receipt_is_never_deemed_there_is_no_latest_deadline():
    assert due(make_desk(steps={})).effect_at_latest is None


def test_where_the_clock_starts_at_acknowledgement_there_is_no_latest_deadline():
    assert due(make_desk(effect_starts=StartEvent.ACKNOWLEDGED)).effect_at_latest is None


def test_an_agreement_with_the_service_comes_before_the_default():
    desk = make_desk()
    version = make_policy(is_default=False, minutes={ClockKind.EFFECT: 30})
    agreement = make_agreement(desk.agency, desk.platform, version)
    found = due(desk)
    assert (found.chosen.why, found.chosen.agreement) == (WhyPolicy.AGREEMENT, agreement)
    assert found.effect_by == NOON + timedelta(minutes=30)


def test_without_a_policy_there_is_nothing_to_tell():
    desk = make_desk()
    stranger = make_agency(jurisdiction="99")
    with pytest.raises(Invalid) as refused:
        preview(
            agency=stranger,
            platform=desk.platform,
            category=desk.category,
            urgency=Urgency.URGENT,
            now=NOON,
        )
    assert refused.value.code == "no_policy"
