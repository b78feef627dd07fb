from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor
from accounts.domain.duty import AHEAD, Gap, add_shift, end_shift, gaps_in, on_duty, roster_of
from accounts.enums import Role
from accounts.models import Organisation, Shift, User
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> Organisation:
    return make_agency()


@pytest.fixture
def head(house: Organisation) -> Actor:
    return make_actor(house, Role.SUPERVISOR)


def put(head: Actor, who: Actor, begin: float, end: float, role: Role = Role.APPROVER) -> Shift:
    """Put somebody on duty, hours from noon."""
    person = User.objects.get(pk=who.user_id).public_id
    return add_shift(
        actor=head,
        role=role,
        person=person,
        begins_at=NOON + begin * HOUR,
        ends_at=NOON + end * HOUR,
        now=NOON,
    )


def test_who_is_on_duty_is_known_to_his_house_from_the_first_instant_to_before_the_last(
    house: Organisation, head: Actor
) -> None:
    who = make_actor(house, Role.APPROVER)
    shift = put(head, who, 0, 8)
    assert on_duty(who, now=NOON) == [shift]
    assert on_duty(who, now=NOON + 8 * HOUR) == []
    assert on_duty(make_actor(make_agency(), Role.APPROVER), now=NOON) == []
    assert verbs_of("user", who.id) == ["add_shift"]


def test_a_role_without_shifts_has_no_roster_and_so_no_gaps(head: Actor) -> None:
    duties = roster_of(head, now=NOON)
    assert [(duty.role, duty.shifts, duty.gaps) for duty in duties] == [
        (Role.APPROVER, [], []),
        (Role.SUPERVISOR, [], []),
    ]


def test_gaps_lie_between_the_shifts_and_after_the_last(house: Organisation, head: Actor) -> None:
    who, other = make_actor(house, Role.APPROVER), make_actor(house, Role.APPROVER)
    put(head, who, 1, 8)
    put(head, other, 6, 12)
    put(head, who, 14, 20)
    duty = roster_of(head, now=NOON)[0]
    role = Role.APPROVER
    assert duty.gaps == [
        Gap(role, NOON, NOON + HOUR),
        Gap(role, NOON + 12 * HOUR, NOON + 14 * HOUR),
        Gap(role, NOON + 20 * HOUR, NOON + AHEAD),
    ]
    assert (duty.now, len(duty.shifts)) == ([], 3)


def test_a_week_that_is_covered_has_no_gap() -> None:
    whole = Shift(begins_at=NOON - HOUR, ends_at=NOON + AHEAD)
    assert gaps_in(Role.LEAD, [whole], now=NOON) == []


def test_a_shift_that_begins_after_the_week_closes_no_gap() -> None:
    later = Shift(begins_at=NOON + AHEAD + HOUR, ends_at=NOON + AHEAD + 2 * HOUR)
    assert gaps_in(Role.LEAD, [later], now=NOON) == [Gap(Role.LEAD, NOON, NOON + AHEAD)]


@pytest.mark.parametrize(("begin", "end"), [(2, 2), (3, 2), (-3, -1), (0, 24 * 15)])
def test_a_shift_without_sense_is_refused(house: Organisation, head: Actor, begin: int, end: int) -> None:
    with pytest.raises(Invalid) as refused:
        put(head, make_actor(house, Role.APPROVER), begin, end)
    assert refused.value.code == "span"


def test_nobody_is_on_duty_twice_at_once_in_one_role(house: Organisation, head: Actor) -> None:
    who = make_actor(house, Role.APPROVER, Role.SUPERVISOR)
    put(head, who, 0, 8)
    put(head, who, 8, 9)
    put(head, who, 0, 8, Role.SUPERVISOR)
    with pytest.raises(Conflict):
        put(head, who, 7, 10)


def test_only_who_has_the_role_in_the_house_can_be_on_duty(house: Organisation, head: Actor) -> None:
    for stranger in (make_actor(house, Role.ANALYST), make_actor(make_agency(), Role.APPROVER)):
        with pytest.raises(NotKnown):
            put(head, stranger, 0, 8)
    with pytest.raises(Invalid):
        put(head, make_actor(house, Role.ANALYST), 0, 8, Role.ANALYST)


def test_analysts_and_approvers_keep_no_roster(house: Organisation) -> None:
    who = make_actor(house, Role.APPROVER, Role.ANALYST)
    with pytest.raises(NotAllowed):
        put(who, who, 0, 8)


def test_a_shift_that_runs_ends_and_one_to_come_goes(house: Organisation, head: Actor) -> None:
    who = make_actor(house, Role.APPROVER)
    running, to_come = put(head, who, 0, 8), put(head, who, 10, 12)
    later = NOON + HOUR
    for shift in (running, to_come):
        end_shift(actor=head, shift=shift.public_id, now=later)
    assert list(Shift.objects.values_list("pk", "ends_at")) == [(running.pk, later)]
    with pytest.raises(NotKnown):
        end_shift(actor=head, shift=running.public_id, now=later)
    theirs = put(head, who, 20, 22)
    with pytest.raises(NotKnown):
        end_shift(actor=make_actor(make_agency(), Role.SUPERVISOR), shift=theirs.public_id, now=later)
