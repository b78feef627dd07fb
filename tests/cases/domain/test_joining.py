"""Another agency joins a case: by two of its people, on its own basis, and sees what it may."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain import closing, in_hand, joining, response, verifying
from cases.domain.response import ItemDecision
from cases.enums import CoSignatureState, Outcome, VerifiedOutcome
from cases.models import Case, CoSignature, Item
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.models import Outbox
from tests.factories.cases import LATER, NOON, link_on, make_sent_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.joining import (
    OWN_REASONS,
    joining_draft,
    make_asked,
    make_joined,
    make_joined_case,
    make_pair,
    token_on,
)
from tests.factories.law import make_category, make_legal_basis
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[int]:
    return set(Outbox.objects.filter(kind=kind).values_list("user_id", flat=True))


def joined_cases(desk: Desk) -> list[Case]:
    with acting_as(desk.analyst):
        return list(Case.objects.joined_by(desk.analyst))


def decided(desk: Desk, case: Case) -> None:
    with acting_as(COMMAND):
        items = [item.public_id for item in Item.objects.filter(case=case)]
    decisions = [ItemDecision(item, Outcome.REMOVED) for item in items]
    response.decide(
        actor=desk.moderator, reference=case.reference, decisions=decisions, text="Gone.", now=LATER
    )


def test_asking_tells_the_approvers_of_the_joining_agency_and_nobody_of_the_other() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    asked = make_asked(case, second)
    assert asked.state == CoSignatureState.ASKED
    assert told("joining_asked") == {second.approver.user_id}
    assert told("joined") == set()
    assert joined_cases(second) == []
    assert not Entry.objects.filter(subject_id=case.reference, verb="join").exists()


def test_only_another_person_confirms_and_then_the_issuer_is_told() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    asked = make_asked(case, second)
    both = make_actor(second.agency, Role.ANALYST, Role.APPROVER)
    with acting_as(COMMAND):
        CoSignature.objects.filter(pk=asked.pk).update(signer=both.user_id)
    with pytest.raises(NotAllowed, match="another person"):
        joining.confirm_joining(actor=both, joining=asked.public_id, now=LATER)
    with pytest.raises(NotAllowed):
        joining.confirm_joining(actor=second.analyst, joining=asked.public_id, now=LATER)
    confirmed = joining.confirm_joining(actor=second.approver, joining=asked.public_id, now=LATER)
    assert confirmed.state == CoSignatureState.CONFIRMED
    assert told("joined") == {first.analyst.user_id}
    assert told("joining_decided") == {both.user_id}
    assert joined_cases(second) == [case]


def test_the_database_refuses_a_second_signature_by_the_first_person() -> None:
    first, second = make_pair()
    asked = make_asked(make_sent_case(first), second)
    with acting_as(COMMAND), pytest.raises(IntegrityError, match="by_another_person"), transaction.atomic():
        CoSignature.objects.filter(pk=asked.pk).update(decided_by=asked.signer_id)


def test_the_records_of_report_and_case_tell_of_the_joining_without_its_texts() -> None:
    first, second, case, joined = make_joined_case()
    of_report = Entry.objects.filter(subject_id=joined.report.reference, verb="join").order_by("sequence")
    of_case = Entry.objects.get(subject_id=case.reference, verb="join")
    assert [entry.changes["state"] for entry in of_report] == ["asked", "confirmed"]
    assert OWN_REASONS not in str([entry.changes for entry in of_report])
    assert of_case.changes == {"agency": second.agency.pk, "basis": second.basis.code}


def test_a_joined_case_is_in_no_view_of_the_agency_s_own_cases() -> None:
    first, second, case, joined = make_joined_case()
    for actor in (second.analyst, second.approver, second.supervisor):
        with acting_as(actor):
            assert not Case.objects.visible_to(actor).filter(pk=case.pk).exists()
            assert not Item.objects.visible_to(actor).filter(case=case).exists()
            assert Item.objects.joined_by(actor).filter(case=case).count() == 1


def test_neither_issuer_nor_operator_nor_a_third_agency_sees_the_joining() -> None:
    first, second, case, joined = make_joined_case()
    for actor in (first.analyst, first.moderator, make_desk().analyst):
        with acting_as(actor):
            assert not CoSignature.objects.visible_to(actor).exists()
    with acting_as(first.analyst):
        assert list(CoSignature.objects.told_to_issuer(first.analyst)) == [joined]
    with acting_as(first.moderator):
        assert not CoSignature.objects.told_to_issuer(first.moderator).exists()


def test_it_needs_a_basis_in_force_and_reasons_of_one_s_own() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    for fields in (
        {"legal_basis": ""},
        {"legal_basis": first.basis.code},
        {"reasons": " "},
        {"considerations": ""},
    ):
        with pytest.raises(Invalid):
            make_asked(case, second, **fields)
    with acting_as(COMMAND):
        assert not CoSignature.objects.exists()


def test_what_nobody_else_pursues_cannot_be_joined() -> None:
    first, second = make_pair()
    report = save_draft(second, link_on(second))
    said = {"actor": second.analyst, "token": token_on(second), "draft": joining_draft(second), "now": NOON}
    with pytest.raises(Conflict) as free:
        joining.ask_to_join(reference=report.reference, **said)
    make_sent_case(second)
    with pytest.raises(Conflict) as own:
        joining.ask_to_join(reference=report.reference, **said)
    with pytest.raises(NotKnown):
        joining.ask_to_join(reference=report.reference, **{**said, "token": "0" * 16})
    assert (free.value.code, own.value.code) == ("not_in_hand", "not_in_hand")


def test_an_agency_joins_a_case_once_at_a_time() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    asked = make_asked(case, second)
    with pytest.raises(Conflict, match="has joined"):
        make_asked(case, second)
    joining.return_joining(actor=second.approver, joining=asked.public_id, reason="Which law?", now=LATER)
    make_asked(case, second)
    with acting_as(second.analyst):
        states = CoSignature.objects.visible_to(second.analyst).order_by("pk").values_list("state", flat=True)
        assert list(states) == [CoSignatureState.RETURNED, CoSignatureState.ASKED]


def test_a_case_that_ended_meanwhile_is_joined_by_nobody() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    asked = make_asked(case, second)
    closed(first, case)
    with pytest.raises(Conflict) as late:
        joining.confirm_joining(actor=second.approver, joining=asked.public_id, now=LATER)
    assert late.value.code == "joined_too_late"


def closed(desk: Desk, case: Case) -> None:
    decided(desk, case)
    with acting_as(COMMAND):
        verdicts = {item.public_id: VerifiedOutcome.DOWN for item in Item.objects.filter(case=case)}
    verifying.verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=LATER)
    closing.close(actor=desk.analyst, reference=case.reference, now=LATER)


def test_who_joined_is_told_of_outcomes_and_of_the_end() -> None:
    first, second, case, joined = make_joined_case()
    closed(first, case)
    rows = Outbox.objects.filter(user_id=second.analyst.user_id, subject_kind="joining")
    kinds = list(rows.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["joining_decided", "decided", "closed"]
    assert set(rows.values_list("context__path", flat=True)) == {f"/joined/{joined.public_id}/"}


def test_who_left_sees_nothing_more_and_is_told_nothing_more() -> None:
    first, second, case, joined = make_joined_case()
    joining.leave(actor=second.analyst, joining=joined.public_id, now=LATER)
    decided(first, case)
    assert joined_cases(second) == []
    assert told("decided") == {first.analyst.user_id}
    with pytest.raises(Conflict):
        joining.leave(actor=second.analyst, joining=joined.public_id, now=LATER)


def test_the_link_says_to_its_own_agency_that_it_has_joined() -> None:
    first, second = make_pair()
    case = make_sent_case(first)
    target = (second.platform.pk, "room/1")
    with acting_as(second.analyst):
        before = in_hand.claims_on({target}, second.analyst)[target]
    joined = make_joined(case, second)
    with acting_as(second.analyst):
        after = in_hand.claims_on({target}, second.analyst)[target]
    assert (before.may_be_joined, before.joining, before.reference) == (True, None, "")
    assert (after.may_be_joined, after.joining, after.reference) == (False, joined.public_id, "")


def test_a_restricted_case_is_joined_by_cleared_people_alone() -> None:
    category = make_category(restricted=True)
    first = make_desk(category=category)
    uncleared = make_desk()
    second = make_pair()[1]
    case = make_sent_case(first)
    here = replace(uncleared, platform=first.platform, operator=first.operator)
    with pytest.raises(Conflict) as hidden:
        make_asked(case, here)
    basis = make_legal_basis(category, jurisdiction=second.agency.jurisdiction)
    cleared = replace(
        second,
        platform=first.platform,
        operator=first.operator,
        category=category,
        basis=basis,
        analyst=make_actor(second.agency, Role.ANALYST, cleared=True),
        approver=make_actor(second.agency, Role.APPROVER, cleared=True),
    )
    make_joined(case, cleared)
    assert hidden.value.code == "not_in_hand"
    assert joined_cases(cleared) == [case]
    assert joined_cases(second) == []
