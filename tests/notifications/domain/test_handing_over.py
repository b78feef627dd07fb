from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor
from accounts.domain.duty import add_shift, on_duty
from accounts.enums import Role
from accounts.models import Organisation, Shift, User
from kernel.errors import Conflict, Invalid
from notifications.domain.handing_over import hand_over
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of

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


def test_who_hands_over_is_on_duty_no_more_and_the_other_is_until_the_same_end(
    house: Organisation, head: Actor
) -> None:
    who, other = make_actor(house, Role.APPROVER), make_actor(house, Role.APPROVER)
    put(head, who, 0, 8)
    person = User.objects.get(pk=other.user_id).public_id
    later = NOON + 3 * HOUR
    taken = hand_over(actor=who, role=Role.APPROVER, to=person, note=" Two cases wait. ", now=later)
    assert [shift.user_id for shift in on_duty(who, now=later)] == [other.user_id]
    assert [shift.user_id for shift in on_duty(who, now=later - timedelta.resolution)] == [who.user_id]
    assert (taken.ends_at, taken.note, taken.handed_over_by_id) == (
        NOON + 8 * HOUR,
        "Two cases wait.",
        who.user_id,
    )
    assert changes_of("user", other.id) == {
        "shift": str(taken.public_id),
        "role": "approver",
        "noted": True,
    }


def test_only_who_is_on_duty_hands_over_and_not_to_himself(house: Organisation, head: Actor) -> None:
    who, other = make_actor(house, Role.APPROVER), make_actor(house, Role.APPROVER)
    people = User.objects
    own, theirs = (people.get(pk=each.user_id).public_id for each in (who, other))
    with pytest.raises(Conflict):
        hand_over(actor=who, role=Role.APPROVER, to=theirs, note="", now=NOON)
    put(head, who, 0, 8)
    with pytest.raises(Invalid):
        hand_over(actor=who, role=Role.APPROVER, to=own, note="", now=NOON)
    put(head, other, 2, 3)
    with pytest.raises(Conflict):
        hand_over(actor=who, role=Role.APPROVER, to=theirs, note="", now=NOON)
    assert Outbox.objects.count() == 0


def test_whoever_has_it_from_now_on_is_told_whatever_he_chose(house: Organisation, head: Actor) -> None:
    who, other = make_actor(house, Role.APPROVER), make_actor(house, Role.APPROVER)
    put(head, who, 0, 8)
    person = User.objects.get(pk=other.user_id).public_id
    hand_over(actor=who, role=Role.APPROVER, to=person, note="A word of a case.", now=NOON + HOUR)
    told = Outbox.objects.get()
    assert (told.kind, told.user_id, told.on_duty) == (NoticeKind.DUTY_HANDED, other.user_id, True)
    assert "A word" not in str(told.context)
