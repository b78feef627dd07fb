from datetime import date

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.drafting import ItemEdit, submit
from cases.domain.links import Answers
from cases.enums import ApprovalDecision, CaseState, EndReason
from cases.models import Approval, Case, Clock, Finding, Item
from channels_registry.enums import Grammar
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.enums import ClockKind
from tests.factories.cases import LATER, edit, file_cases, make_sent_case, make_waiting_case
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category, make_legal_basis
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def items_of(desk: Desk, case: Case) -> list[Item]:
    with acting_as(desk.analyst):
        return list(Item.objects.filter(case=case).select_related("legal_basis"))


def test_an_edit_changes_what_the_case_says_and_makes_it_a_draft(desk):
    case = make_waiting_case(desk)
    edited = edit(
        desk,
        case,
        reasons="Clearer.",
        file_number="B-1",
        redress="The administrative court.",
        preservation_until=date(2026, 9, 1),
        non_disclosure_until=date(2026, 4, 1),
    )
    assert (edited.state, edited.reasons, edited.file_number) == (CaseState.DRAFT, "Clearer.", "B-1")
    assert (edited.redress, edited.preservation_until, edited.non_disclosure_until) == (
        "The administrative court.",
        date(2026, 9, 1),
        date(2026, 4, 1),
    )


def test_any_edit_voids_the_approval_and_ends_its_clock(desk):
    case = make_waiting_case(desk)
    edit(desk, case, reasons="Clearer.")
    with acting_as(desk.analyst):
        approval, clock = Approval.objects.get(), Clock.objects.get()
    assert (approval.decision, approval.decided_at, approval.decided_by) == (
        ApprovalDecision.VOIDED,
        LATER,
        None,
    )
    assert (clock.kind, clock.end_reason) == (ClockKind.APPROVE, EndReason.MOOT)


def test_an_edit_that_changes_nothing_voids_nothing(desk):
    case = make_waiting_case(desk)
    same = edit(desk, case)
    assert (same.state, same.edit_version) == (CaseState.AWAITING_APPROVAL, case.edit_version)
    assert verbs_of("case", case.reference) == ["file"]


def test_submitting_asks_for_a_new_approval_of_the_new_content(desk):
    case = make_waiting_case(desk)
    edited = edit(desk, case, reasons="Clearer.")
    again = submit(actor=desk.analyst, reference=case.reference, edit_version=edited.edit_version, now=LATER)
    with acting_as(desk.analyst):
        old, new = Approval.objects.order_by("asked_at")
        runs = list(Clock.objects.order_by("run").values_list("run", "state"))
    assert again.state == CaseState.AWAITING_APPROVAL
    assert (old.decision, new.decision, new.asked_at) == (ApprovalDecision.VOIDED, "", LATER)
    assert old.content_hash != new.content_hash
    assert runs == [(1, "ended"), (2, "running")]


def test_a_draft_is_submitted_once(desk):
    case = make_waiting_case(desk)
    edited = edit(desk, case, reasons="Clearer.")
    submit(actor=desk.analyst, reference=case.reference, edit_version=edited.edit_version, now=LATER)
    with pytest.raises(Conflict):
        submit(actor=desk.analyst, reference=case.reference, edit_version=edited.edit_version, now=LATER)


def test_a_stale_form_changes_nothing(desk):
    case = make_waiting_case(desk)
    edit(desk, case, reasons="First.")
    with pytest.raises(Conflict) as refused:
        edit(desk, case, reasons="Second.")
    assert refused.value.code == "case_changed"
    with acting_as(desk.analyst):
        assert Case.objects.get().reasons == "First."


def test_an_edit_is_in_the_record_by_names_and_hashes_never_by_texts(desk):
    case = make_waiting_case(desk)
    edit(desk, case, reasons="A secret reason.", urgency="ordinary")
    changes = changes_of("case", case.reference)
    assert {name: changes[name] for name in ("urgency", "state", "voided")} == {
        "urgency": "ordinary",
        "state": "draft",
        "voided": True,
    }
    assert "secret" not in str(changes)


def test_an_item_can_be_taken_out_and_its_finding_stays_in_the_report(desk):
    case = make_waiting_case(desk, ["room/1", "room/2"])
    first, _ = items_of(desk, case)
    edit(desk, case, items={first.public_id: ItemEdit(keep=False)})
    assert [(item.position, item.key) for item in items_of(desk, case)] == [(1, "room/2")]
    with acting_as(desk.analyst):
        findings = Finding.objects.order_by("position").values_list("key", "case_id")
        assert list(findings) == [("room/1", None), ("room/2", case.pk)]


def test_the_last_item_cannot_be_taken_out(desk):
    case = make_waiting_case(desk)
    [item] = items_of(desk, case)
    with pytest.raises(Invalid) as refused:
        edit(desk, case, items={item.public_id: ItemEdit(keep=False)})
    assert refused.value.code == "no_items_left"
    assert len(items_of(desk, case)) == 1


def test_an_item_of_another_case_named_in_the_form_is_left_alone(desk):
    case, other = make_waiting_case(desk, ["room/1"]), make_waiting_case(desk, ["room/2"])
    [foreign] = items_of(desk, other)
    edit(desk, case, reasons="New.", items={foreign.public_id: ItemEdit(keep=False)})
    assert items_of(desk, other) == [foreign]


def test_the_legal_basis_is_of_all_items(desk):
    case = make_waiting_case(desk, ["room/1", "room/2"])
    other = make_legal_basis(desk.category, jurisdiction=desk.agency.jurisdiction)
    edit(desk, case, legal_basis=other.code)
    assert {item.legal_basis for item in items_of(desk, case)} == {other}


def test_the_kind_of_a_name_can_be_corrected_but_a_post_stays_a_post(desk):
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    [case] = file_cases(desk, "@some_channel t.me/other_one/5", answers=Answers(names_are="channel"))
    edits = {item.public_id: ItemEdit(kind="account") for item in items_of(desk, case)}
    edit(desk, case, items=edits)
    assert [item.kind for item in items_of(desk, case)] == ["account", "post"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"category": ""}, "category"),
        ({"category": "nothing"}, "category"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"reasons": " "}, "reasons"),
        ({"considerations": ""}, "considerations"),
    ],
)
def test_what_is_missing_is_named_by_its_field(desk, fields, field):
    case = make_waiting_case(desk)
    with pytest.raises(Invalid) as refused:
        edit(desk, case, **fields)
    assert refused.value.field == field


def test_a_restricted_category_is_closed_to_people_who_are_not_cleared(desk):
    case = make_waiting_case(desk)
    restricted = make_category(restricted=True)
    with pytest.raises(Invalid) as refused:
        edit(desk, case, category=restricted.code)
    assert refused.value.field == "category"


def test_a_sent_case_cannot_be_edited(desk):
    case = make_sent_case(desk)
    with pytest.raises(Conflict):
        edit(desk, case, reasons="Too late.")


def test_only_analysts_of_the_agency_edit(desk):
    case = make_waiting_case(desk)
    with pytest.raises(NotAllowed):
        edit(desk, case, actor=desk.approver, reasons="Mine.")
    with pytest.raises(NotKnown):
        edit(desk, case, actor=make_actor(make_agency(), Role.ANALYST), reasons="Mine.")
    with pytest.raises(NotKnown):
        edit(desk, case, actor=desk.moderator, reasons="Mine.")
