"""One thing for many cases: the preview says what the verb will say, and nothing is done twice."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.domain.acting import ENGINE, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import bulk, receipt, response
from cases.domain.bulk import BulkVerb, Line, Order
from cases.domain.response import ItemDecision
from cases.enums import CaseState, Outcome, RefusalGround
from cases.models import Case, Item
from kernel.errors import Invalid
from kernel.references import new_reference
from notifications.models import Outbox
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)
REMOVE = Order(BulkVerb.DECIDE, outcome=Outcome.REMOVED, text="Gone.")


def previewed(actor: Actor, order: Order, *references: str) -> list[Line]:
    with acting_as(actor):
        return bulk.preview(actor=actor, order=order, references=references)


def ran(actor: Actor, order: Order, *cases: Case) -> list[Line]:
    versions = {case.reference: case.edit_version for case in cases}
    return bulk.run(actor=actor, order=order, versions=versions, now=SOON)


def as_it_is(case: Case) -> Case:
    with acting_as(ENGINE):
        return Case.objects.get(pk=case.pk)


def opened(desk: Desk, items: int = 2) -> Case:
    case = desk.sent_case(NOON, items=items)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def outcomes(case: Case) -> list[str]:
    with acting_as(ENGINE):
        return list(Item.objects.filter(case=case).order_by("position").values_list("outcome", flat=True))


def test_what_the_preview_says_is_what_happens_case_by_case() -> None:
    desk = make_desk()
    good, done = desk.sent_case(NOON), desk.sent_case(NOON)
    done = response.acknowledge(actor=desk.moderator, reference=done.reference, now=NOON)
    absent = new_reference()
    order = Order(BulkVerb.ACKNOWLEDGE)
    lines = previewed(desk.moderator, order, good.reference, done.reference, absent)
    assert [line.why_not for line in lines] == [
        "",
        "“Acknowledge” is not possible: the case is now “Acknowledged”.",
        "There is no such case.",
    ]
    said = bulk.run(
        actor=desk.moderator,
        order=order,
        versions={good.reference: good.edit_version, done.reference: done.edit_version, absent: 1},
        now=SOON,
    )
    assert [line.why_not for line in said] == [line.why_not for line in lines]
    assert as_it_is(good).state == CaseState.ACKNOWLEDGED


def test_a_preview_changes_nothing() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    before = (as_it_is(case).edit_version, Entry.objects.count(), Outbox.objects.count())
    previewed(desk.moderator, Order(BulkVerb.ACKNOWLEDGE), case.reference)
    assert (as_it_is(case).edit_version, Entry.objects.count(), Outbox.objects.count()) == before


def test_an_order_that_comes_twice_is_done_once() -> None:
    desk = make_desk()
    case = opened(desk)
    assert [line.items for line in ran(desk.moderator, REMOVE, case)] == [2]
    version, entries = as_it_is(case).edit_version, Entry.objects.count()
    [again] = ran(desk.moderator, REMOVE, case)
    assert again.why_not == "Every item has an outcome already."
    assert (as_it_is(case).edit_version, Entry.objects.count()) == (version, entries)


def test_a_case_that_changed_after_the_preview_is_passed_over_and_the_others_go_on() -> None:
    desk = make_desk()
    changed, other = desk.sent_case(NOON), desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=changed.reference, now=NOON)
    lines = ran(desk.moderator, Order(BulkVerb.ACKNOWLEDGE), changed, other)
    assert lines[0].why_not.startswith("Somebody else changed this case")
    assert [as_it_is(case).state for case in (changed, other)] == ["received", "acknowledged"]


def test_only_items_without_an_outcome_are_decided() -> None:
    desk = make_desk()
    case = opened(desk)
    with acting_as(ENGINE):
        first = Item.objects.filter(case=case).earliest("position").public_id
    refused = ItemDecision(first, Outcome.REFUSED, refusal_ground=RefusalGround.PRIVATE)
    case = response.decide(
        actor=desk.moderator, reference=case.reference, decisions=[refused], text="", now=NOON
    )
    [line] = previewed(desk.moderator, REMOVE, case.reference)
    assert (line.why_not, line.items) == ("", 1)
    ran(desk.moderator, REMOVE, case)
    assert outcomes(case) == ["refused", "removed"]
    assert as_it_is(case).state == CaseState.ANSWERED


def test_what_nobody_has_opened_is_not_decided_unread() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    sentence = "Open and sign it first: its items have not been read."
    assert [line.why_not for line in previewed(desk.moderator, REMOVE, case.reference)] == [sentence]
    assert [line.why_not for line in ran(desk.moderator, REMOVE, case)] == [sentence]
    assert outcomes(case) == ["", ""]


def test_many_cases_are_given_to_one_person_who_is_told_of_them_together() -> None:
    desk = make_desk()
    lead = make_actor(desk.operator, Role.LEAD)
    cases = [desk.sent_case(NOON) for _ in range(3)]
    order = Order(BulkVerb.ASSIGN, to=UUID(desk.moderator.id))
    assert all(line.goes for line in ran(lead, order, *cases))
    assert {as_it_is(case).operator_assignee_id for case in cases} == {desk.moderator.user_id}
    told = Outbox.objects.filter(kind="assigned")
    assert (told.count(), told.values("batch").distinct().count()) == (3, 1)
    again = previewed(lead, order, *(case.reference for case in cases))
    assert {line.why_not for line in again} == {"This person has the case already."}


def test_what_is_not_ones_own_to_give_is_passed_over_with_the_reason() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    order = Order(BulkVerb.ASSIGN, to=UUID(desk.approver.id))
    [line] = previewed(desk.analyst, order, case.reference)
    assert line.why_not.startswith("You take cases for yourself")
    assert previewed(desk.supervisor, order, case.reference)[0].goes


def refused(actor: Actor, order: Order, *references: str) -> str:
    with pytest.raises(Invalid) as raised:
        previewed(actor, order, *references)
    with pytest.raises(Invalid) as once_more:
        bulk.run(actor=actor, order=order, versions=dict.fromkeys(references, 1), now=SOON)
    assert raised.value.code == once_more.value.code
    return raised.value.code


def test_what_could_be_done_to_no_case_is_said_at_once() -> None:
    desk = make_desk()
    reference = desk.sent_case(NOON).reference
    many = [new_reference() for _ in range(101)]
    acknowledge = Order(BulkVerb.ACKNOWLEDGE)
    assert refused(desk.moderator, acknowledge) == "nothing_chosen"
    assert refused(desk.moderator, acknowledge, *many) == "too_many_chosen"
    assert refused(desk.analyst, acknowledge, reference) == "bulk_not_yours"
    assert (
        refused(make_actor(desk.agency, Role.AUDITOR), Order(BulkVerb.ASSIGN), reference) == "bulk_not_yours"
    )
    assert refused(desk.moderator, Order(BulkVerb.ASSIGN), reference) == "no_person"
    assert refused(desk.moderator, Order(BulkVerb.DECIDE), reference) == "nothing_decided"
    refusal = Order(BulkVerb.DECIDE, outcome=Outcome.REFUSED)
    assert refused(desk.moderator, refusal, reference) == "no_ground"
