from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.absences import absences_of, end_absence, enter_absence
from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import Absence, Organisation, User
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.recorded import verbs_of

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> Organisation:
    return make_agency()


def enter(
    actor: Actor, away: Actor, instead: Actor, begin: datetime = NOON, end: datetime = NOON + 3 * DAY
) -> Absence:
    person, stand_in = (User.objects.get(pk=each.user_id).public_id for each in (away, instead))
    return enter_absence(
        actor=actor, person=person, stand_in=stand_in, begins_at=begin, ends_at=end, now=NOON
    )


def test_everybody_says_it_of_himself_and_his_house_knows(house: Organisation) -> None:
    away, instead = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST, Role.APPROVER)
    absence = enter(away, away, instead)
    assert absences_of(instead, after=NOON) == [absence]
    assert absences_of(instead, after=NOON + 3 * DAY) == []
    assert absences_of(make_actor(make_agency(), Role.ANALYST), after=NOON) == []
    assert verbs_of("user", away.id) == ["enter_absence"]


def test_who_keeps_the_roster_says_it_of_anybody_and_a_colleague_of_nobody(house: Organisation) -> None:
    away, instead = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    with pytest.raises(NotAllowed):
        enter(instead, away, instead)
    assert enter(make_actor(house, Role.ADMINISTRATOR), away, instead).user_id == away.user_id


def test_the_stand_in_is_a_colleague_who_shares_a_role(house: Organisation) -> None:
    away = make_actor(house, Role.ANALYST)
    for nobody in (away, make_actor(house, Role.APPROVER)):
        with pytest.raises(Invalid):
            enter(away, away, nobody)
    with pytest.raises(NotKnown):
        enter(away, away, make_actor(make_agency(), Role.ANALYST))


@pytest.mark.parametrize(
    ("begin", "end"), [(NOON, NOON), (NOON - 2 * DAY, NOON - DAY), (NOON, NOON + 367 * DAY)]
)
def test_a_span_without_sense_is_refused(house: Organisation, begin: datetime, end: datetime) -> None:
    away = make_actor(house, Role.ANALYST)
    with pytest.raises(Invalid):
        enter(away, away, make_actor(house, Role.ANALYST), begin, end)


def test_nobody_is_away_twice_at_once(house: Organisation) -> None:
    away, instead = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    enter(away, away, instead)
    enter(away, away, instead, NOON + 3 * DAY, NOON + 4 * DAY)
    with pytest.raises(Conflict):
        enter(away, away, instead, NOON + 2 * DAY, NOON + 5 * DAY)


def test_an_absence_that_runs_ends_and_one_to_come_is_taken_back(house: Organisation) -> None:
    away, instead = make_actor(house, Role.ANALYST), make_actor(house, Role.ANALYST)
    running = enter(away, away, instead)
    to_come = enter(away, away, instead, NOON + 9 * DAY, NOON + 10 * DAY)
    with pytest.raises(NotAllowed):
        end_absence(actor=instead, absence=running.public_id, now=NOON + DAY)
    for absence in (running, to_come):
        end_absence(actor=away, absence=absence.public_id, now=NOON + DAY)
    assert list(Absence.objects.values_list("pk", "ends_at")) == [(running.pk, NOON + DAY)]
    with pytest.raises(NotKnown):
        end_absence(actor=away, absence=running.public_id, now=NOON + DAY)
