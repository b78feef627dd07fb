"""What is held about a person."""

import pytest

from accounts.enums import Role
from accounts.models import User
from cases.domain.held import WORDS, columns_that_name_people, held_about, held_about_oneself
from kernel.errors import NotAllowed, NotKnown
from tests.factories.cases import make_sent_case
from tests.factories.desk import make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_every_column_that_names_a_person_has_words():
    assert set(columns_that_name_people()) == set(WORDS) - {"audit.Entry.actor_id"}


def test_rows_that_name_the_person_are_counted():
    desk = make_desk()
    make_sent_case(desk)
    counts = {row.code: row.count for row in held_about_oneself(desk.analyst).rows if row.count}
    assert counts["cases.Report.reporter"] == 1
    assert counts["cases.Filing.filer"] == 1
    assert counts["accounts.Membership.user"] == 1
    assert counts["audit.Entry.actor_id"] >= 2


def test_who_manages_the_person_reads_it_and_nobody_else():
    desk = make_desk()
    person = User.objects.get(pk=desk.analyst.user_id)
    manager = make_actor(desk.agency, Role.ADMINISTRATOR)
    assert held_about(manager, person.public_id).person == person
    assert held_about(manager, person.public_id).account["email"] == person.email
    with pytest.raises(NotAllowed):
        held_about(desk.supervisor, person.public_id)
    with pytest.raises(NotKnown):
        held_about(make_actor(make_desk().agency, Role.ADMINISTRATOR), person.public_id)
