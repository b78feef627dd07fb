from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F, QuerySet
from pytest_django import Settings

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from audit.domain.faults import Fault
from audit.domain.sealing import seal
from audit.domain.verifying import verify, verify_subject
from audit.enums import FaultKind
from audit.models import Checkpoint, Entry, Head
from cases.enums import ReportState
from cases.models import Report
from kernel.references import new_reference
from sla.enums import Urgency
from tests.factories.organisations import make_agency
from tests.factories.people import make_person
from tests.factories.record import AT, rewrite_chain, triggers_off, write_chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chains() -> None:
    write_chain("one", 5)
    write_chain("two", 2)


def one(sequence: int, kind: FaultKind, other: int = 0) -> Fault:
    return Fault("policy", "one", sequence, kind, other)


def spoil(change: Callable[[], object]) -> list[Fault]:
    with triggers_off():
        change()
    found = verify().faults
    assert verify_subject("policy", "one").faults == found
    assert verify_subject("policy", "two").whole
    return found


def at(sequence: int) -> QuerySet[Entry]:
    return Entry.objects.filter(subject_id="one", sequence=sequence)


def head() -> QuerySet[Head]:
    return Head.objects.filter(subject_id="one")


def make_report() -> str:
    agency = make_agency()
    with acting_as(COMMAND):
        report = Report.objects.create(
            reference=new_reference(),
            agency=agency,
            issuing=agency,
            reporter=make_person(agency, Role.ANALYST),
            state=ReportState.DRAFT,
            urgency=Urgency.URGENT,
            created_at=AT,
            updated_at=AT,
        )
    return report.reference


def swap(left: int, right: int) -> None:
    at(left).update(sequence=99)
    at(right).update(sequence=left)
    at(99).update(sequence=right)


def test_a_whole_record_says_how_much_was_checked() -> None:
    seal(now=AT)
    found = verify()
    assert (found.faults, found.chains, found.entries, found.checkpoints) == ([], 2, 7, 1)
    assert found.summary == "Checked: 2 chains, 7 entries, 1 checkpoint."


@pytest.mark.parametrize(
    "columns",
    [
        {"verb": "other"},
        {"changes": {"place": 7}},
        {"changes": {}},
        {"actor_id": "somebody-else"},
        {"actor_label": "Supervisor · Agency"},
        {"at": AT + timedelta(microseconds=1)},
        {"recorded_at": AT},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_entry_is_named(columns: dict[str, object]) -> None:
    assert spoil(lambda: at(3).update(**columns)) == [one(3, FaultKind.CHANGED)]


def test_an_entry_rewritten_with_its_hash_is_found_by_the_next() -> None:
    def rewrite() -> None:
        kept = list(Entry.objects.filter(subject_id="one", sequence__gt=3))
        rewrite_chain("one", keep=3)
        Entry.objects.bulk_create(kept)
        head().update(sequence=5, hash=kept[-1].hash)

    assert spoil(rewrite) == [one(4, FaultKind.UNCHAINED)]


def test_a_missing_entry_is_named() -> None:
    assert spoil(lambda: at(3).delete()) == [one(3, FaultKind.MISSING, 3)]


def test_a_missing_first_entry_is_named() -> None:
    assert spoil(lambda: at(1).delete()) == [one(1, FaultKind.MISSING, 1)]


def test_a_gap_is_named_from_its_first_to_its_last() -> None:
    def gap() -> None:
        at(2).delete()
        at(3).delete()

    found = spoil(gap)
    assert found == [one(2, FaultKind.MISSING, 3)]
    assert found[0].sentence == "policy:one #2: Missing, up to #3"


def test_a_missing_last_entry_is_named() -> None:
    found = spoil(lambda: at(5).delete())
    assert found == [one(5, FaultKind.LAST_MISSING, 5)]
    assert found[0].sentence == "policy:one #5: Missing at the end"


def test_two_entries_that_changed_places_are_named_with_where_they_belong() -> None:
    found = spoil(lambda: swap(2, 4))
    assert found == [one(2, FaultKind.REORDERED, 4), one(4, FaultKind.REORDERED, 2)]
    assert found[0].sentence == "policy:one #2: Moved to another place, belongs at #4"


def test_a_gap_that_was_closed_by_moving_the_rest_up_is_named() -> None:
    def close() -> None:
        at(3).delete()
        at(4).update(sequence=3)
        at(5).update(sequence=4)
        head().update(sequence=4)

    found = spoil(close)
    assert [(fault.sequence, fault.kind) for fault in found] == [
        (3, FaultKind.CHANGED),
        (4, FaultKind.CHANGED),
    ]


def test_an_entry_moved_to_another_subject_is_missing_here_and_changed_there() -> None:
    with triggers_off():
        at(5).update(subject_id="two", sequence=3)
    assert verify().faults == [
        one(5, FaultKind.LAST_MISSING, 5),
        Fault("policy", "two", 3, FaultKind.CHANGED),
        Fault("policy", "two", 3, FaultKind.HEAD_CHANGED),
    ]


def test_a_chain_whose_entries_are_gone_is_named() -> None:
    found = spoil(lambda: Entry.objects.filter(subject_id="one").delete())
    assert found == [one(0, FaultKind.CHAIN_MISSING)]
    assert found[0].sentence == "policy:one: The whole chain is missing"


def test_a_chain_without_its_head_is_named() -> None:
    assert spoil(lambda: head().delete()) == [one(0, FaultKind.HEAD_MISSING)]


def test_a_head_that_was_set_back_is_named() -> None:
    hash_of_four = at(4).get().hash
    assert spoil(lambda: head().update(sequence=4, hash=hash_of_four)) == [one(5, FaultKind.HEAD_CHANGED)]


def test_a_chain_cut_and_made_to_fit_its_head_is_found_by_the_checkpoint_before() -> None:
    number = seal(now=AT).number
    rewrite_chain("one", keep=3)
    found = verify().faults
    assert found == [one(5, FaultKind.SEALED_MISSING, number)]
    assert found[0].sentence == "policy:one #5: Missing, though a checkpoint sealed it, see checkpoint 1"
    assert verify_subject("policy", "one").faults == found


def test_a_chain_rewritten_to_its_full_length_is_found_by_the_checkpoint_before() -> None:
    number = seal(now=AT).number
    rewrite_chain("one", keep=5)
    assert verify().faults == [one(5, FaultKind.SEALED_OTHERWISE, number)]


def test_a_chain_that_is_gone_with_its_head_is_found_by_the_checkpoint_before() -> None:
    number = seal(now=AT).number

    def remove() -> None:
        Entry.objects.filter(subject_id="one").delete()
        head().delete()

    assert spoil(remove) == [one(0, FaultKind.CHAIN_MISSING, number)]


def test_the_checkpoints_are_read_together_for_a_chain_that_grew_between_them() -> None:
    seal(now=AT)
    write_chain("one", 1)
    second = seal(now=AT)
    assert second.heads == [["policy", "one", 6, head().get().hash]]
    rewrite_chain("one", keep=2)
    assert verify().faults == [
        one(5, FaultKind.SEALED_MISSING, 1),
        one(6, FaultKind.SEALED_MISSING, 2),
    ]


def test_without_a_checkpoint_a_rewritten_end_is_not_found() -> None:
    # What checkpoints are for: the chain and its head alone agree with each other again.
    rewrite_chain("one", keep=3)
    assert verify().whole


def test_a_subject_whose_chain_is_gone_with_its_head_is_found_by_its_own_row(
    settings: Settings,
) -> None:
    settings.AUDIT_SUBJECTS = {"report": "cases.Report"}
    report = make_report()
    assert verify().faults == [Fault("report", report, 0, FaultKind.SUBJECT_UNRECORDED)]
    assert verify_subject("report", report).faults == [
        Fault("report", report, 0, FaultKind.SUBJECT_UNRECORDED)
    ]
    write_chain(report, 1, kind="report")
    assert verify().whole


def test_a_changed_checkpoint_is_named() -> None:
    seal(now=AT)
    seal(now=AT)
    with triggers_off():
        Checkpoint.objects.filter(number=1).update(entries=F("entries") + 1)
    assert verify().faults == [Fault("checkpoint", "", 1, FaultKind.CHECKPOINT_CHANGED)]


def test_a_missing_checkpoint_is_named() -> None:
    for _ in range(3):
        seal(now=AT)
    with triggers_off():
        Checkpoint.objects.filter(number=2).delete()
    found = verify().faults
    assert found == [Fault("checkpoint", "", 2, FaultKind.CHECKPOINT_MISSING)]
    assert found[0].sentence == "checkpoint 2: Checkpoint missing"


def test_a_checkpoint_other_than_the_one_that_was_published_is_named() -> None:
    published = seal(now=AT)
    assert verify(published={1: published.hash}).whole
    with triggers_off():
        Checkpoint.objects.all().delete()
    rewrite_chain("one", keep=3)
    seal(now=AT)
    assert verify().whole
    assert verify(published={1: published.hash}).faults == [
        Fault("checkpoint", "", 1, FaultKind.CHECKPOINT_NOT_PUBLISHED)
    ]


def test_a_published_checkpoint_that_is_gone_is_named() -> None:
    published = seal(now=AT)
    with triggers_off():
        Checkpoint.objects.all().delete()
    assert verify(published={1: published.hash}).faults == [
        Fault("checkpoint", "", 1, FaultKind.CHECKPOINT_MISSING)
    ]


def test_one_chain_is_checked_without_the_others() -> None:
    with triggers_off():
        at(3).update(verb="other")
    found = verify_subject("policy", "two")
    assert (found.whole, found.chains, found.entries) == (True, 1, 2)
