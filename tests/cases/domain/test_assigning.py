"""Who has a case on either side: given, taken, handed over, taken back; never seen by the other side."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from accounts.models import User
from audit.models import Entry
from cases.domain import assigning
from cases.enums import CaseKind, Side
from cases.models import Assignment, Case
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotKnown
from notifications.domain.leasing import lease
from notifications.models import Notice, Outbox
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import make_desk
from tests.factories.law import make_category
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)


def id_of(actor: Actor) -> UUID:
    return UUID(actor.id)


def give(by: Actor, case: Case, to: Actor, *, seconds: float = 0) -> Assignment:
    now = SOON + timedelta(seconds=seconds)
    return assigning.assign(actor=by, reference=case.reference, to=id_of(to), now=now)


def holders(case: Case) -> tuple[int | None, int | None]:
    """Who has the case by its columns, which must say what the rows say."""
    with acting_as(ENGINE):
        case = Case.objects.get(pk=case.pk)
        rows = dict(Assignment.objects.standing().filter(case=case).values_list("side", "user_id"))
    said = (case.agency_assignee_id, case.operator_assignee_id)
    assert said == (rows.get(Side.AGENCY), rows.get(Side.OPERATOR))
    return said


def refused(error: type[DomainError], by: Actor, case: Case, to: Actor) -> str:
    before = holders(case)
    with pytest.raises(error) as raised:
        give(by, case, to)
    assert holders(case) == before
    return raised.value.code


def test_who_files_a_case_has_it_and_the_platform_begins_with_nobody() -> None:
    desk = make_desk()
    assert holders(make_sent_case(desk)) == (desk.analyst.user_id, None)


def test_a_moderator_takes_a_case_for_himself_and_nothing_changes_for_the_agency() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    give(desk.moderator, case, desk.moderator)
    assert holders(case) == (desk.analyst.user_id, desk.moderator.user_id)
    with acting_as(ENGINE):
        now = Case.objects.get(pk=case.pk)
    assert (now.edit_version, now.updated_at) == (case.edit_version, case.updated_at)
    assert not Outbox.objects.filter(kind="assigned").exists()


def test_each_side_sees_its_own_alone() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    give(desk.moderator, case, desk.moderator)
    for actor, user in ((desk.supervisor, desk.analyst), (desk.moderator, desk.moderator)):
        with acting_as(actor):
            rows = Assignment.objects.visible_to(actor)
            assert [row.user_id for row in rows] == [user.user_id]
    stranger = make_actor(make_operator(), Role.LEAD)
    with acting_as(stranger):
        assert not Assignment.objects.visible_to(stranger).exists()
    assert refused(NotKnown, stranger, case, stranger) == "case_unknown"


def test_how_the_platform_shares_its_work_stands_in_no_record_that_the_agency_reads() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    give(desk.moderator, case, desk.moderator)
    assert not Entry.objects.filter(subject_kind="case", verb="assign").exists()
    entry = Entry.objects.get(subject_kind="case_of_operator", subject_id=case.reference)
    assert entry.changes["to"] == desk.moderator.id


def test_an_analyst_hands_over_his_own_and_the_record_names_ids() -> None:
    desk = make_desk()
    case, colleague = make_sent_case(desk), make_actor(desk.agency, Role.ANALYST)
    row = give(desk.analyst, case, colleague)
    assert holders(case) == (colleague.user_id, None)
    entry = Entry.objects.get(subject_id=case.reference, verb="hand_over")
    assert entry.changes == {"assignment": str(row.public_id), "from": desk.analyst.id, "to": colleague.id}
    with acting_as(ENGINE):
        ended, standing = Assignment.objects.filter(case=case, side=Side.AGENCY)
    assert (ended.user_id, ended.ended_at, ended.ended_by_id) == (
        desk.analyst.user_id,
        SOON,
        desk.analyst.user_id,
    )
    assert (standing.user_id, standing.at, standing.ended_at) == (colleague.user_id, SOON, None)


def test_who_may_give_what_to_whom() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    colleague, lead = make_actor(desk.agency, Role.ANALYST), make_actor(desk.operator, Role.LEAD)
    assert refused(NotAllowed, colleague, case, desk.approver) == "not_yours_to_give"
    assert refused(NotAllowed, make_actor(desk.agency, Role.AUDITOR), case, colleague) == "verb_not_yours"
    assert refused(NotAllowed, desk.moderator, case, lead) == "not_yours_to_give"
    give(desk.supervisor, case, colleague)
    give(desk.approver, case, desk.approver)
    give(lead, case, desk.moderator)
    assert holders(case) == (desk.approver.user_id, desk.moderator.user_id)
    assert refused(Conflict, lead, case, desk.moderator) == "has_it_already"


def test_nobody_of_another_house_or_without_the_role_or_the_clearance_gets_a_case() -> None:
    desk = make_desk(category=make_category(restricted=True))
    case = make_sent_case(desk)
    for somebody in (
        desk.moderator,
        make_actor(desk.agency, Role.AUDITOR, cleared=True),
        make_actor(desk.agency, Role.ANALYST),
    ):
        assert refused(Invalid, desk.supervisor, case, somebody) == "not_of_this_house"


def test_a_replay_is_nobodys() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    with acting_as(ENGINE):
        Case.objects.filter(pk=case.pk).update(kind=CaseKind.REPLAY)
    assert refused(NotAllowed, desk.supervisor, case, desk.approver) == "verb_not_yours"


def test_whoever_gets_a_case_is_told_once_it_can_no_longer_be_undone() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    Outbox.objects.all().delete()
    give(desk.supervisor, case, desk.approver)
    lease(now=SOON + timedelta(seconds=29), limit=10)
    assert not Notice.objects.filter(user_id=desk.approver.user_id).exists()
    lease(now=SOON + timedelta(seconds=30), limit=10)
    assert [notice.kind for notice in Notice.objects.filter(user_id=desk.approver.user_id)] == ["assigned"]


def undo(actor: Actor, case: Case, row: Assignment, *, seconds: float) -> None:
    assigning.undo_assignment(
        actor=actor,
        reference=case.reference,
        assignment=row.public_id,
        now=SOON + timedelta(seconds=seconds),
    )


def cannot_undo(actor: Actor, case: Case, row: Assignment, *, seconds: float) -> str:
    before = holders(case)
    with pytest.raises(Conflict) as raised:
        undo(actor, case, row, seconds=seconds)
    assert holders(case) == before
    return raised.value.code


def test_an_undone_assignment_gives_the_case_back_and_tells_nobody() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    row = give(desk.supervisor, case, desk.approver)
    undo(desk.supervisor, case, row, seconds=30)
    assert holders(case) == (desk.analyst.user_id, None)
    assert not Outbox.objects.filter(kind="assigned").exists()
    assert Entry.objects.get(subject_id=case.reference, verb="undo_assignment")
    assert cannot_undo(desk.supervisor, case, row, seconds=30) == "changed_since"


def test_where_nobody_had_it_an_undone_assignment_leaves_it_to_all_however_often_it_is_pressed() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    row = give(desk.moderator, case, desk.moderator)
    undo(desk.moderator, case, row, seconds=1)
    assert holders(case) == (desk.analyst.user_id, None)
    assert cannot_undo(desk.moderator, case, row, seconds=2) == "changed_since"


def test_only_who_did_it_takes_it_back_and_only_in_time_and_as_the_last() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    row = give(desk.supervisor, case, desk.approver)
    assert cannot_undo(desk.analyst, case, row, seconds=1) == "not_your_deed"
    assert cannot_undo(desk.supervisor, case, row, seconds=30.001) == "too_late_to_undo"
    give(desk.approver, case, desk.analyst, seconds=10)
    assert cannot_undo(desk.supervisor, case, row, seconds=11) == "changed_since"


def test_left_to_all_and_taken_back() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    row = assigning.unassign(actor=desk.analyst, reference=case.reference, now=SOON)
    assert holders(case) == (None, None)
    with pytest.raises(Conflict):
        assigning.unassign(actor=desk.supervisor, reference=case.reference, now=SOON)
    undo(desk.analyst, case, row, seconds=5)
    assert holders(case) == (desk.analyst.user_id, None)


def test_nobody_leaves_to_all_what_a_colleague_has() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    with pytest.raises(NotAllowed):
        assigning.unassign(actor=desk.approver, reference=case.reference, now=SOON)
    assert holders(case) == (desk.analyst.user_id, None)


def test_one_stands_for_each_side_by_the_database() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    with acting_as(ENGINE), pytest.raises(Exception, match="assignment_one_stands"):
        Assignment.objects.create(
            case=case,
            organisation_id=case.organisation_id,
            side=Side.AGENCY,
            user=User.objects.get(pk=desk.approver.user_id),
            at=NOON,
        )
