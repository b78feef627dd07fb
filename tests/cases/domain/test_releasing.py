"""Cases of people who left are left to all of their side, once, by whoever comes round."""

from datetime import timedelta

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from accounts.models import Membership, User
from audit.models import Entry
from cases.domain import assigning
from cases.domain.enforcing import enforce
from cases.domain.releasing import release_leavers
from cases.models import Assignment, Case
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)


def held_by(case: Case) -> set[int]:
    with acting_as(ENGINE):
        return set(Assignment.objects.standing().filter(case=case).values_list("user_id", flat=True))


def close(actor: Actor) -> None:
    User.objects.filter(pk=actor.user_id).update(is_active=False)


def test_the_cases_of_a_closed_account_are_left_to_all_and_others_stay() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    moderator = make_actor(desk.operator, Role.MODERATOR)
    assigning.assign(
        actor=moderator,
        reference=case.reference,
        to=User.objects.get(pk=moderator.user_id).public_id,
        now=SOON,
    )
    close(moderator)
    assert release_leavers(now=SOON) == 1
    assert held_by(case) == {desk.analyst.user_id}
    assert release_leavers(now=SOON) == 0
    assert Entry.objects.filter(verb="release", actor_kind="engine").count() == 1


def test_who_holds_no_role_of_the_casework_any_more_has_no_case() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    Membership.objects.filter(user_id=desk.analyst.user_id).update(roles=[Role.ADMINISTRATOR])
    enforce(now=SOON, runner="test")
    assert held_by(case) == set()
    with acting_as(ENGINE):
        assert Case.objects.get(pk=case.pk).agency_assignee_id is None
