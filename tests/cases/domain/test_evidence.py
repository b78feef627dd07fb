"""Evidence is handed in and taken back, bound by the approval, and frozen once its case is sent."""

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from audit.domain.hashing import salted
from audit.models import Entry
from cases.domain.approving import approve_and_send
from cases.domain.content import changes_between, content_of
from cases.domain.drafting import CaseDraft, ItemEdit, edit_case, submit
from cases.domain.evidence import (
    MOST_FILES,
    remove_from_report,
    take_out_of_case,
)
from cases.enums import ApprovalDecision, CaseState
from cases.models import Approval, Evidence, EvidenceChunk, Exhibit, Item
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from tests.factories.cases import (
    LATER,
    NOON,
    link_on,
    make_sent_case,
    make_waiting_case,
    save_draft,
    seen_hash,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import add, attach, filed, names_of_case, names_of_report, only_evidence
from tests.factories.files import new_file, picture
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def last_entry(kind: str, reference: str) -> Entry:
    return Entry.objects.filter(subject_kind=kind, subject_id=reference).latest("sequence")


def test_what_is_handed_in_is_kept_byte_for_byte_and_recorded_without_its_name(desk: Desk) -> None:
    data = picture((900, 900), "PNG") + b"\x00" * (2 * 1024 * 1024)  # three chunks
    report = attach(desk, save_draft(desk), new_file(data, "layar malam.png"))
    row = only_evidence()
    with acting_as(COMMAND):
        chunks = EvidenceChunk.objects.filter(evidence=row).order_by("number")
        assert b"".join(bytes(chunk.data) for chunk in chunks) == data
        assert [chunk.number for chunk in chunks] == [0, 1, 2]
    entry = last_entry("report", report.reference)
    assert (entry.verb, entry.changes) == (
        "add_evidence",
        {
            "evidence": [str(row.public_id)],
            "sha256": [row.sha256],
            "names": [salted("layar malam.png", row.salt)],
        },
    )


def test_the_same_file_is_not_attached_twice(desk: Desk) -> None:
    file = new_file(name="once.txt")
    report = attach(desk, save_draft(desk), file, file)
    again = attach(desk, report, file)
    assert (names_of_report(desk.analyst, report), again.edit_version) == (["once.txt"], report.edit_version)


def test_a_report_takes_twenty_files(desk: Desk) -> None:
    report = attach(desk, save_draft(desk), *[new_file() for _ in range(MOST_FILES)])
    with pytest.raises(Invalid) as refused:
        attach(desk, report)
    assert refused.value.code == "too_many_files"


def test_evidence_is_removed_while_its_report_is_a_draft_and_its_hash_stays_on_the_record(desk: Desk) -> None:
    report = attach(desk, save_draft(desk))
    row = only_evidence()
    remove_from_report(actor=desk.analyst, reference=report.reference, evidence=row.public_id, now=LATER)
    with acting_as(COMMAND):
        assert (Evidence.objects.count(), EvidenceChunk.objects.count()) == (0, 0)
    entry = last_entry("report", report.reference)
    assert (entry.verb, entry.changes["sha256"]) == ("remove_evidence", [row.sha256])


@pytest.mark.parametrize("role", [Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_an_analyst_hands_in_evidence(desk: Desk, role: Role) -> None:
    report, case = save_draft(desk), make_waiting_case(desk, ["room/2"])
    person = make_actor(desk.agency, role)
    for try_it in (lambda: attach(desk, report, actor=person), lambda: add(desk, case, actor=person)):
        with pytest.raises((NotAllowed, NotKnown)):
            try_it()
    with acting_as(COMMAND):
        assert Evidence.objects.count() == 0


def test_nobody_else_hands_in_evidence(desk: Desk) -> None:
    stranger = make_actor(make_agency(), Role.ANALYST)
    case = make_sent_case(desk)
    with pytest.raises(NotKnown):
        attach(desk, save_draft(desk, link_on(desk, "room/2")), actor=stranger)
    with pytest.raises(NotKnown):
        add(desk, case, actor=stranger)
    with pytest.raises(NotAllowed):
        add(desk, case, actor=desk.moderator)


# Bound by the approval.


def test_evidence_added_or_taken_out_before_sending_voids_the_approval(desk: Desk) -> None:
    case = make_waiting_case(desk)
    with acting_as(COMMAND):
        before = content_of(case)
    added = add(desk, case, new_file(name="seen.txt"))
    with acting_as(COMMAND):
        after = content_of(added)
        decisions = list(Approval.objects.filter(case=case).values_list("decision", flat=True))
        exhibit = Exhibit.objects.get(case=case)
    [change] = changes_between(before, after)
    assert (change.field, change.subject, change.before, change.after) == (
        "evidence",
        "seen.txt",
        "",
        exhibit.sha256,
    )
    assert (added.state, decisions) == (CaseState.DRAFT, [ApprovalDecision.VOIDED])
    asked = submit(actor=desk.analyst, reference=case.reference, edit_version=added.edit_version, now=LATER)
    taken = take_out_of_case(
        actor=desk.analyst, reference=asked.reference, evidence=exhibit.public_id, now=LATER
    )
    with acting_as(COMMAND):
        assert content_of(taken) == before
    assert taken.state == CaseState.DRAFT
    assert names_of_case(desk.analyst, case) == []


def test_who_adds_evidence_to_a_draft_cannot_approve_it(desk: Desk) -> None:
    both = make_actor(desk.agency, Role.ANALYST, Role.APPROVER)
    added = add(desk, make_waiting_case(desk), actor=both)
    submit(actor=desk.analyst, reference=added.reference, edit_version=added.edit_version, now=LATER)
    with pytest.raises(NotAllowed):
        approve_and_send(
            actor=both, reference=added.reference, content_hash=seen_hash(both, added.reference), now=LATER
        )


def test_what_was_taken_out_can_go_along_again(desk: Desk) -> None:
    file = new_file(name="seen.txt")
    case = add(desk, make_waiting_case(desk), file)
    row = only_evidence()
    take_out_of_case(actor=desk.analyst, reference=case.reference, evidence=row.public_id, now=LATER)
    add(desk, case, file)
    assert names_of_case(desk.analyst, case) == ["seen.txt"]
    assert only_evidence().pk == row.pk


def test_what_proves_an_item_goes_out_with_it(desk: Desk) -> None:
    case = make_waiting_case(desk, ["room/1", "room/2"])
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case).order_by("position"))
    case = add(desk, case, new_file(name="second.txt"), item=items[1].public_id)
    draft = CaseDraft(
        category=desk.category.code,
        legal_basis=desk.basis.code,
        urgency=case.urgency,
        reasons=case.reasons,
        considerations=case.considerations,
        items={items[1].public_id: ItemEdit(keep=False)},
    )
    edit_case(
        actor=desk.analyst,
        reference=case.reference,
        draft=draft,
        edit_version=case.edit_version,
        now=LATER,
    )
    assert names_of_case(desk.analyst, case) == []
    assert only_evidence().name == "second.txt"


# After it was sent.


def test_evidence_of_a_sent_case_is_frozen(desk: Desk) -> None:
    report = attach(desk, save_draft(desk))
    [case] = filed(desk, report)
    seen = seen_hash(desk.approver, case.reference)
    approve_and_send(actor=desk.approver, reference=case.reference, content_hash=seen, now=NOON)
    row = only_evidence()
    with pytest.raises(Conflict):
        take_out_of_case(actor=desk.analyst, reference=case.reference, evidence=row.public_id, now=LATER)
    with pytest.raises(Conflict):
        remove_from_report(actor=desk.analyst, reference=report.reference, evidence=row.public_id, now=LATER)
    assert names_of_case(desk.analyst, case) == [row.name]


def test_later_evidence_is_told_to_the_platform_and_stops_no_clock(desk: Desk) -> None:
    case = make_sent_case(desk)
    added = add(desk, case, new_file(name="more.txt"))
    assert (added.state, added.operator_due_at) == (CaseState.SENT, case.operator_due_at)
    with acting_as(COMMAND):
        told = Outbox.objects.filter(kind=NoticeKind.EVIDENCE_ADDED).values_list("organisation_id", flat=True)
        assert set(told) == {desk.operator.pk}
    assert last_entry("case", case.reference).verb == "add_evidence"


def test_a_sent_case_takes_twenty_more(desk: Desk) -> None:
    case = make_sent_case(desk)
    add(desk, case, *[new_file() for _ in range(MOST_FILES)])
    with pytest.raises(Invalid) as refused:
        add(desk, case)
    assert refused.value.code == "too_many_files"
