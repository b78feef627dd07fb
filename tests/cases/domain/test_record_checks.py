"""The check of an agency's whole record: ordered by people, done in portions by whoever is free."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import Membership
from audit.domain.sealing import seal
from audit.models import Entry
from cases.domain import record_checks
from cases.domain.record_checks import NO_SEAT, ORDER, RecordCheck, checks_of, order_check, work_checks
from kernel.errors import Conflict, NotAllowed
from operations.enums import JobState
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def auditor(desk: Desk) -> Actor:
    return make_actor(desk.agency, Role.AUDITOR)


def tamper(reference: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET verb = 'nothing' WHERE subject_id = %s", [reference])
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


def checked(actor: Actor) -> RecordCheck:
    order_check(actor=actor, now=LATER)
    assert work_checks(clock=lambda: LATER) == 1
    with acting_as(actor):
        return checks_of(actor)[0]


def test_a_whole_record_is_said_to_be_whole_by_whom_and_how_much_of_it(desk: Desk, auditor: Actor) -> None:
    for _each in range(3):
        desk.sent_case(NOON)
    seal(now=NOON)
    check = checked(auditor)
    assert (check.found, check.by, check.job.state) == (0, auditor.name, JobState.DONE)
    assert check.verification.summary == "Checked: 3 chains, 3 entries, 1 checkpoint."
    assert Entry.objects.filter(subject_id=str(desk.agency.public_id), verb=ORDER).count() == 1


def test_an_entry_that_was_changed_is_named_once_though_a_checkpoint_sealed_it(
    desk: Desk, auditor: Actor
) -> None:
    desk.sent_case(NOON)
    case = desk.sent_case(NOON)
    seal(now=NOON)
    tamper(case.reference)
    check = checked(auditor)
    assert [fault.place for fault in check.faults] == [f"case:{case.reference} #1"]


def test_it_goes_on_where_a_portion_ended(
    desk: Desk, auditor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_checks, "PORTION", 1)
    monkeypatch.setattr(record_checks, "PATIENCE", timedelta(0))
    for _each in range(2):
        desk.sent_case(NOON)
    job = order_check(actor=auditor, now=LATER)
    assert [work_checks(clock=lambda: LATER) for _each in range(3)] == [0, 0, 0]
    assert work_checks(clock=lambda: LATER) == 1
    job.refresh_from_db()
    assert (job.state, job.result["chains"], job.done) == (JobState.DONE, 2, 2)


def test_another_agencys_record_is_not_in_it(desk: Desk, auditor: Actor) -> None:
    other = make_desk()
    tamper(other.sent_case(NOON).reference)
    seal(now=NOON)
    assert (checked(auditor).found, checked(auditor).verification.chains) == (0, 0)
    with acting_as(other.supervisor):
        assert checks_of(other.supervisor) == []


def test_one_check_at_a_time_and_only_by_auditor_or_supervisor(desk: Desk, auditor: Actor) -> None:
    order_check(actor=auditor, now=LATER)
    with pytest.raises(Conflict):
        order_check(actor=desk.supervisor, now=LATER)
    for other in (desk.analyst, desk.approver, desk.moderator, make_actor(desk.operator, Role.LEAD)):
        with pytest.raises(NotAllowed):
            order_check(actor=other, now=LATER)


def test_a_check_of_somebody_without_a_seat_is_given_up(desk: Desk, auditor: Actor) -> None:
    job = order_check(actor=auditor, now=LATER)
    Membership.objects.filter(user_id=auditor.user_id).delete()
    assert work_checks(clock=lambda: LATER) == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, NO_SEAT)
