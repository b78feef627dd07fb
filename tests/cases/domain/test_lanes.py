"""The lane of a case: chosen when sent, kept afterwards."""

from datetime import timedelta

import pytest

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.due_preview import preview
from cases.domain.receipt import open_and_sign
from cases.enums import Via
from cases.models import Case, Clock, Letter
from sla.enums import ClockKind, Lane, Urgency
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_flagger
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)


@pytest.fixture
def desk() -> Desk:
    return make_desk(trusted={ClockKind.ACKNOWLEDGE: 15, ClockKind.EFFECT: 90})


def minutes_of(case: Case, kind: ClockKind) -> int:
    with acting_as(ENGINE):
        return Clock.objects.get(case=case, kind=kind).allowance_seconds // 60


def test_a_case_of_a_trusted_flagger_runs_under_the_lanes_hours_and_says_why(desk):
    status = make_flagger(desk.agency, desk.platform)
    case = desk.sent_case(NOON)
    assert (case.lane, case.flagger, minutes_of(case, ClockKind.ACKNOWLEDGE)) == (Lane.TRUSTED, status, 15)
    assert changes_of("case", case.reference)["lane"] == Lane.TRUSTED
    with acting_as(desk.moderator):
        letter = Letter.objects.get(case=case)
    assert letter.content["procedure"]["lane"] == Lane.TRUSTED
    assert letter.content["effect"]["minutes"] == 90


def test_without_the_status_the_standard_hours_hold(desk):
    case = desk.sent_case(NOON)
    assert (case.lane, case.flagger, minutes_of(case, ClockKind.ACKNOWLEDGE)) == (Lane.STANDARD, None, 60)


def test_a_case_keeps_its_lane_when_the_status_is_suspended_afterwards(desk):
    status = make_flagger(desk.agency, desk.platform)
    case = desk.sent_case(NOON)
    status.suspended_from, status.suspension_reason = NOON, "Too many false notices."
    status.save(update_fields=["suspended_from", "suspension_reason"])
    open_and_sign(actor=desk.moderator, reference=case.reference, now=SOON, via=Via.PAGE)
    assert minutes_of(case, ClockKind.EFFECT) == 90
    assert desk.sent_case(SOON).lane == Lane.STANDARD


def test_the_preview_promises_the_hours_of_the_lane(desk):
    def promised() -> timedelta:
        found = preview(
            agency=desk.agency,
            platform=desk.platform,
            category=desk.category,
            urgency=Urgency.URGENT,
            now=NOON,
        )
        return found.acknowledge_by - NOON

    assert promised() == timedelta(minutes=60)
    make_flagger(desk.agency, desk.platform)
    assert promised() == timedelta(minutes=15)
