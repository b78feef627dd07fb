"""Colleagues on one case see each other; the other side never does, and nobody is held up."""

from datetime import timedelta

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from cases.domain.presence import GONE_AFTER, be_here
from cases.domain.thread import write
from cases.models import Case, Doing, Presence
from kernel.errors import NotKnown
from tests.factories.cases import LATER, make_sent_case
from tests.factories.desk import Desk, make_desk, make_second_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return make_sent_case(desk)


def seen(actor: Actor, case: Case, doing: Doing = Doing.READING, now=LATER) -> list[tuple[str, str]]:
    found = be_here(actor=actor, reference=case.reference, doing=doing, now=now)
    return [(each.user.name, each.doing) for each in found.others]


def test_colleagues_see_each_other_and_what_each_has_open(desk, case):
    assert seen(desk.analyst, case, Doing.ANSWERING) == []
    assert seen(desk.supervisor, case) == [(desk.analyst.name, "answering")]
    assert seen(desk.analyst, case) == [(desk.supervisor.name, "reading")]


def test_the_other_side_sees_nobody(desk, case):
    seen(desk.analyst, case)
    assert seen(desk.moderator, case) == []
    assert seen(desk.supervisor, case) == [(desk.analyst.name, "reading")]
    with acting_as(desk.moderator):
        assert Presence.objects.visible_to(desk.moderator).count() == 1


def test_whoever_says_nothing_for_forty_seconds_has_gone(desk, case):
    seen(desk.analyst, case)
    assert len(seen(desk.supervisor, case, now=LATER + GONE_AFTER)) == 1
    assert seen(desk.supervisor, case, now=LATER + GONE_AFTER + timedelta(seconds=1)) == []


def test_two_pages_of_one_person_are_one_person_and_old_places_are_forgotten(desk, case):
    other = make_sent_case(desk, ["room/2"])
    seen(desk.analyst, case)
    seen(desk.analyst, case, Doing.ANSWERING)
    seen(desk.analyst, other, now=LATER + timedelta(minutes=5))
    with acting_as(ENGINE):
        rows = list(Presence.objects.values_list("case_id", "doing"))
    assert rows == [(other.pk, "reading")]


def test_a_case_that_is_not_known_has_nobody(desk, case):
    for actor in (make_second_desk(desk).analyst, make_actor(desk.agency, Role.ADMINISTRATOR)):
        with pytest.raises(NotKnown):
            seen(actor, case)


def test_a_colleague_s_presence_holds_up_nobody(desk, case):
    seen(desk.analyst, case, Doing.ANSWERING)
    write(actor=desk.supervisor, reference=case.reference, text="Go on.", now=LATER)
