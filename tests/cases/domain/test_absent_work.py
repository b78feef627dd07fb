from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from accounts.models import Absence, User
from cases.domain.absent_work import absent_work, move_absent_work
from cases.domain.assigning import assign
from cases.models import Case
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def away(who: Actor, instead: Actor) -> Absence:
    absence = Absence.objects.create(
        user_id=who.user_id,
        stand_in_id=instead.user_id,
        entered_by_id=who.user_id,
        begins_at=NOON,
        ends_at=NOON + timedelta(days=2),
    )
    return Absence.objects.select_related("user", "stand_in").get(pk=absence.pk)


def given(desk: Desk, who: Actor, count: int) -> list[Case]:
    lead = make_actor(desk.operator, Role.LEAD)
    cases = [desk.sent_case(NOON - 5 * MINUTE) for _ in range(count)]
    person = User.objects.get(pk=who.user_id).public_id
    for case in cases:
        assign(actor=lead, reference=case.reference, to=person, now=NOON - MINUTE)
    return cases


def holders(cases: list[Case]) -> set[int | None]:
    with acting_as(COMMAND):
        rows = Case.objects.filter(pk__in=[case.pk for case in cases])
        return set(rows.values_list("operator_assignee_id", flat=True))


def test_a_lead_gives_all_that_is_left_to_the_stand_in_who_is_told_of_all(desk: Desk) -> None:
    cases = given(desk, desk.moderator, 3)
    other, lead = make_actor(desk.operator, Role.MODERATOR), make_actor(desk.operator, Role.LEAD)
    absence = away(desk.moderator, other)
    assert {case.pk for case in absent_work(lead, absence).held} == {case.pk for case in cases}
    moved = move_absent_work(actor=lead, absence=absence, to_stand_in=True, now=NOON + MINUTE)
    assert (moved.count, moved.skipped, holders(cases)) == (3, [], {other.user_id})
    told = Outbox.objects.filter(kind=NoticeKind.ASSIGNED, user_id=other.user_id)
    assert (told.count(), told.values("batch").distinct().count()) == (3, 1)
    left = absent_work(lead, absence)
    assert (left.held, {row.case_id for row in left.moved}) == ([], {case.pk for case in cases})


def test_whoever_goes_leaves_his_own_to_all(desk: Desk) -> None:
    cases = given(desk, desk.moderator, 2)
    absence = away(desk.moderator, make_actor(desk.operator, Role.MODERATOR))
    moved = move_absent_work(actor=desk.moderator, absence=absence, to_stand_in=False, now=NOON + MINUTE)
    assert (moved.count, holders(cases)) == (2, {None})


def test_what_cannot_go_stays_with_its_reason_and_holds_up_no_other(desk: Desk) -> None:
    cases = given(desk, desk.moderator, 2)
    absence = away(desk.moderator, make_actor(desk.agency, Role.ANALYST))
    lead = make_actor(desk.operator, Role.LEAD)
    moved = move_absent_work(actor=lead, absence=absence, to_stand_in=True, now=NOON + MINUTE)
    reason = "This person cannot be given the case."
    assert moved.count == 0
    assert dict(moved.skipped) == {case.reference: reason for case in cases}
    assert holders(cases) == {desk.moderator.user_id}


def test_the_other_side_learns_nothing_of_it(desk: Desk) -> None:
    given(desk, desk.moderator, 1)
    absence = away(desk.moderator, make_actor(desk.operator, Role.MODERATOR))
    assert absent_work(desk.supervisor, absence).held == []
