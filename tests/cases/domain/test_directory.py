"""Who is told: by roster and absence, and never nobody."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from accounts.models import Absence, Membership, Shift
from cases.domain.directory import Directory
from cases.domain.sweep import sweep
from cases.models import Case
from notifications.domain.telling import Recipient
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def put_on_duty(
    who: Actor, role: Role, *, begins_at: datetime = NOON, ends_at: datetime = NOON + 24 * HOUR
) -> None:
    house = Membership.objects.get(user_id=who.user_id).organisation
    Shift.objects.create(
        organisation=house, role=role, user_id=who.user_id, begins_at=begins_at, ends_at=ends_at
    )


def send_away(who: Actor, instead: Actor) -> None:
    Absence.objects.create(
        user_id=who.user_id,
        stand_in_id=instead.user_id,
        entered_by_id=who.user_id,
        begins_at=NOON,
        ends_at=NOON + 24 * HOUR,
    )


def known_at(case: Case, now: datetime | None) -> Directory:
    with acting_as(COMMAND):
        return Directory.of([case], now=now)


def told(recipients: Sequence[Recipient]) -> set[tuple[int | None, bool]]:
    return {(each.user_id, each.on_duty) for each in recipients}


def test_without_a_roster_everybody_in_the_role_has_to_be_reached(desk: Desk) -> None:
    other = make_actor(desk.agency, Role.SUPERVISOR)
    known = known_at(desk.sent_case(NOON), NOON)
    everybody = {(desk.supervisor.user_id, True), (other.user_id, True)}
    assert told(known.with_roles(desk.agency.pk, Role.SUPERVISOR)) == everybody
    assert told(known.on_duty(desk.agency.pk, Role.SUPERVISOR)) == everybody


def test_with_one_it_is_on_whoever_is_on_duty_at_that_instant(desk: Desk) -> None:
    other = make_actor(desk.agency, Role.SUPERVISOR)
    put_on_duty(other, Role.SUPERVISOR)
    case = desk.sent_case(NOON)
    known = known_at(case, NOON)
    assert told(known.on_duty(desk.agency.pk, Role.SUPERVISOR)) == {(other.user_id, True)}
    assert told(known.with_roles(desk.agency.pk, Role.SUPERVISOR)) == {
        (desk.supervisor.user_id, False),
        (other.user_id, True),
    }
    over = known_at(case, NOON + 24 * HOUR)
    assert len(told(over.on_duty(desk.agency.pk, Role.SUPERVISOR))) == 2


def test_who_lost_the_role_is_on_duty_in_it_no_more(desk: Desk) -> None:
    other = make_actor(desk.agency, Role.SUPERVISOR)
    put_on_duty(other, Role.SUPERVISOR)
    Membership.objects.filter(user_id=other.user_id).update(roles=[Role.AUDITOR])
    known = known_at(desk.sent_case(NOON), NOON)
    assert told(known.on_duty(desk.agency.pk, Role.SUPERVISOR)) == {(desk.supervisor.user_id, True)}


def test_roster_and_absence_cost_no_query_more(desk: Desk) -> None:
    case = desk.sent_case(NOON)
    known_at(case, NOON)
    with CaptureQueriesContext(connection) as before:
        known_at(case, NOON)
    for role in (Role.SUPERVISOR, Role.APPROVER):
        put_on_duty(make_actor(desk.agency, role), role)
    send_away(desk.supervisor, make_actor(desk.agency, Role.SUPERVISOR))
    with CaptureQueriesContext(connection) as after:
        known_at(case, NOON)
    assert len(after) == len(before)


def test_the_operators_watch_comes_beside_the_duty_desk(desk: Desk) -> None:
    case = desk.sent_case(NOON)
    desks = known_at(case, NOON).duty(case)
    put_on_duty(desk.moderator, Role.MODERATOR)
    assert known_at(case, NOON).duty(case)[1:] == desks
    assert known_at(case, NOON).duty(case)[0].user_id == desk.moderator.user_id


def test_a_ladder_climbs_to_the_supervisor_on_duty_alone(desk: Desk) -> None:
    other = make_actor(desk.agency, Role.SUPERVISOR)
    put_on_duty(other, Role.SUPERVISOR)
    desk.sent_case(NOON)
    sweep(now=NOON + 12 * HOUR)
    rows = Outbox.objects.filter(kind__in=[NoticeKind.PROPOSAL, NoticeKind.ESCALATED])
    people = {row.user_id for row in rows if row.organisation_id == desk.agency.pk}
    assert people == {other.user_id}


def test_who_is_away_is_not_told_and_his_stand_in_is(desk: Desk) -> None:
    stand_in = make_actor(desk.agency, Role.SUPERVISOR)
    send_away(desk.supervisor, stand_in)
    desk.sent_case(NOON)
    sweep(now=NOON + 12 * HOUR)
    people = set(Outbox.objects.values_list("user_id", flat=True))
    assert (desk.supervisor.user_id in people, stand_in.user_id in people) == (False, True)


def test_a_stand_in_who_may_not_know_of_a_restricted_case_is_not_told_and_who_is_away_is(desk: Desk) -> None:
    stand_in = make_actor(desk.agency, Role.SUPERVISOR)
    send_away(desk.supervisor, stand_in)
    Membership.objects.filter(user_id=desk.supervisor.user_id).update(cleared=True)
    type(desk.category).objects.filter(pk=desk.category.pk).update(restricted=True)
    desk.sent_case(NOON)
    sweep(now=NOON + 12 * HOUR)
    people = set(Outbox.objects.values_list("user_id", flat=True))
    assert (desk.supervisor.user_id in people, stand_in.user_id in people) == (True, False)
