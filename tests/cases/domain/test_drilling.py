"""Test notices: once a platform and period, answered by link, climbed from once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain import signed_links
from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.domain.contact_link import actor_of
from cases.domain.drilling import LINK_LASTS, answer_drill, drill, drill_by_link
from cases.domain.enforcing import enforce
from channels_registry.enums import ContactFunction, DrillState
from channels_registry.models import Contact, Drill, Platform
from kernel.errors import NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person
from tests.factories.platforms import make_contact, make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def platform() -> Platform:
    platform = make_platform(make_operator())
    platform.drill_every_days, platform.drill_hours, platform.drill_next_at = 7, 4, NOW
    platform.save(update_fields=["drill_every_days", "drill_hours", "drill_next_at"])
    return platform


@pytest.fixture
def duty(platform) -> Contact:
    return make_contact(platform, language="id", time_zone="Asia/Jakarta")


@pytest.fixture
def legal(platform) -> Contact:
    return make_contact(platform, ContactFunction.LEGAL)


def asked(contact: Contact) -> list[Outbox]:
    return list(Outbox.objects.filter(kind=NoticeKind.DRILL, address=contact.email))


def link_of(drill_row: Drill, contact: Contact) -> str:
    payload = {"contact": str(contact.public_id), "drill": str(drill_row.public_id)}
    return signed_links.sign(payload, purpose="drill", now=NOW)


def test_a_test_goes_to_the_duty_contact_by_mail_and_names_no_case(platform, duty, legal):
    assert drill(now=NOW) == 1
    made = Drill.objects.get()
    [told] = asked(duty)
    assert (told.user, told.language, asked(legal)) == (None, "id", [])
    assert told.context == {
        "platform": platform.name,
        "link": {"contact": str(duty.public_id), "drill": str(made.public_id)},
        "due_at": made.due_at.isoformat(),
    }
    assert (made.due_at, made.organisation) == (NOW + 4 * HOUR, platform.organisation)
    assert verbs_of("drill", made.public_id) == ["start_drill"]


def test_a_period_has_one_test_however_many_come_round(platform, duty):
    counts = [drill(now=NOW), drill(now=NOW), drill(now=NOW + 3 * HOUR)]
    Platform.objects.update(drill_next_at=NOW)  # as if another had read it before
    counts.append(drill(now=NOW))
    assert (counts, Drill.objects.count(), len(asked(duty))) == ([1, 0, 0, 0], 1, 1)


def test_the_next_period_has_the_next_test_and_missed_ones_are_not_made_up_for(platform, duty):
    drill(now=NOW)
    platform.refresh_from_db()
    assert platform.drill_next_at == NOW + 7 * DAY
    drill(now=NOW + 30 * DAY)
    platform.refresh_from_db()
    periods = list(Drill.objects.order_by("pk").values_list("period", flat=True))
    assert (periods, platform.drill_next_at) == ([NOW, NOW + 7 * DAY], NOW + 35 * DAY)


def test_a_service_without_contacts_out_of_use_or_of_a_closed_operator_is_asked_nothing(platform):
    assert drill(now=NOW) == 0
    make_contact(platform)
    Platform.objects.update(active=False)
    assert drill(now=NOW + 8 * DAY) == 0
    Platform.objects.update(active=True)
    platform.organisation.active = False
    platform.organisation.save(update_fields=["active"])
    assert drill(now=NOW + 8 * DAY) == 0


def test_an_answer_by_link_is_stamped_once_and_confirms_the_contact(platform, duty):
    drill(now=NOW)
    actor, found = drill_by_link(link_of(Drill.objects.get(), duty), NOW + HOUR)
    answered = answer_drill(actor=actor, drill=found.public_id, now=NOW + HOUR)
    assert (answered.response, answered.answered_by) == (HOUR, duty)
    assert answered.state_at(NOW + DAY) == DrillState.ANSWERED
    duty.refresh_from_db()
    assert duty.last_confirmed_at == NOW + HOUR
    assert changes_of("drill", found.public_id) == {"seconds": 3600, "in_time": True}
    again = answer_drill(actor=actor, drill=found.public_id, now=NOW + 2 * HOUR)
    assert again.answered_at == NOW + HOUR


def test_unanswered_when_due_the_supervisors_are_told_once_and_the_next_contact_is_asked(
    platform, duty, legal
):
    supervisor = make_person(make_agency(owner=True), Role.SUPERVISOR)
    make_person(make_agency(), Role.SUPERVISOR)
    drill(now=NOW)
    counts = [drill(now=NOW + after) for after in (4 * HOUR - timedelta(seconds=1), 4 * HOUR, 5 * HOUR)]
    found = Drill.objects.get()
    told = Outbox.objects.filter(kind=NoticeKind.DRILL_UNANSWERED)
    assert (counts, [each.user for each in told]) == ([0, 1, 0], [supervisor])
    assert (found.next_contact, found.escalated_at) == (legal, NOW + 4 * HOUR)
    assert (len(asked(legal)), found.state_at(NOW + 4 * HOUR)) == (1, DrillState.UNANSWERED)
    answer_drill(actor=actor_of(legal), drill=found.public_id, now=NOW + 6 * HOUR)
    found.refresh_from_db()
    assert (found.answered_by, found.state_at(NOW + DAY)) == (legal, DrillState.LATE)


def test_nobody_but_those_asked_answers(platform, duty, legal):
    drill(now=NOW)
    found = Drill.objects.get()
    stranger = make_contact(make_platform(make_operator()))
    for contact in (legal, stranger):
        with pytest.raises(NotKnown):
            answer_drill(actor=actor_of(contact), drill=found.public_id, now=NOW)
        with pytest.raises(NotKnown):
            drill_by_link(link_of(found, contact), NOW)
    with pytest.raises(NotKnown):
        answer_drill(actor=actor_of(duty), drill=uuid4(), now=NOW)


@pytest.mark.parametrize("drill_id", ["", "no-uuid", "00000000-0000-4000-8000-000000000000"])
def test_a_link_to_no_test_is_not_known(duty, drill_id):
    payload = {"contact": str(duty.public_id), "drill": drill_id}
    with pytest.raises(NotKnown):
        drill_by_link(signed_links.sign(payload, purpose="drill", now=NOW), NOW)


def test_a_link_is_void_when_old_when_voided_and_for_another_purpose(platform, duty):
    drill(now=NOW)
    found = Drill.objects.get()
    token = link_of(found, duty)
    assert drill_by_link(token, NOW + LINK_LASTS)[1] == found
    payload = {"contact": str(duty.public_id), "drill": str(found.public_id)}
    other = signed_links.sign(payload, purpose="case", now=NOW)
    Contact.objects.update(links_valid_from=NOW + HOUR)
    for at, each in ((NOW + LINK_LASTS + HOUR, token), (NOW + HOUR, token), (NOW, other)):
        with pytest.raises(NotKnown):
            drill_by_link(each, at)


def test_a_round_of_the_engine_sends_what_is_due_with_two_cheap_questions_when_nothing_is(platform, duty):
    enforce(now=NOW, runner="loop")
    assert Drill.objects.count() == 1
    with CaptureQueriesContext(
        connection,
    ) as asked_of:
        drill(now=NOW + HOUR)
    questions = [query["sql"] for query in asked_of if "SELECT" in query["sql"]]
    assert len(questions) == 2


def test_a_contact_is_an_actor_without_a_role(duty):
    actor: Actor = actor_of(duty)
    assert (actor.contact_id, actor.roles) == (duty.pk, frozenset())
