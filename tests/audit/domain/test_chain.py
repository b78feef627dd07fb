import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.domain.chain import NewEntry, record
from audit.domain.hashing import NotAWord
from audit.domain.verifying import verify, verify_subject
from audit.models import Entry, Head
from kernel.clock import database_now
from tests.factories.record import AT, Somebody, triggers_off, write_chain

SECRET = "Channel of mr. X who lives in the second house"


@pytest.mark.django_db
def test_each_entry_carries_the_hash_of_the_one_before() -> None:
    write_chain("one", 3)
    write_chain("one", 1)
    entries = list(Entry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in entries] == ["", *[entry.hash for entry in entries[:3]]]
    head = Head.objects.get()
    assert (head.sequence, head.hash) == (4, entries[3].hash)


@pytest.mark.django_db
def test_subjects_have_chains_of_their_own() -> None:
    with transaction.atomic():
        record(
            [NewEntry("case", "b", "one"), NewEntry("case", "a", "one"), NewEntry("case", "b", "two")],
            by=Somebody(),
            at=AT,
        )
    seen = Entry.objects.order_by("subject_id", "sequence").values_list("subject_id", "sequence", "verb")
    assert list(seen) == [("a", 1, "one"), ("b", 1, "one"), ("b", 2, "two")]
    assert verify().whole


@pytest.mark.django_db
def test_an_entry_says_who_did_what_when_and_when_it_was_recorded() -> None:
    before = database_now()
    write_chain("one", 1)
    entry = Entry.objects.get()
    assert (entry.at, entry.verb, entry.changes) == (AT, "step-1", {"place": 1})
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == (
        "user",
        Somebody.id,
        "Analyst · Agency",
    )
    assert before <= entry.recorded_at <= database_now()


@pytest.mark.django_db
def test_a_text_in_the_changes_stops_the_deed() -> None:
    with pytest.raises(NotAWord), transaction.atomic():
        record([NewEntry("case", "a", "write", {"text": SECRET})], by=Somebody(), at=AT)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_a_label_longer_than_its_column_is_cut_and_stops_nothing() -> None:
    doer = Somebody()
    doer.label = "x" * 300
    with transaction.atomic():
        record([NewEntry("case", "a", "one")], by=doer, at=AT)
    assert Entry.objects.get().actor_label == "x" * 200
    assert verify().whole


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_deeds_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record([NewEntry("case", "a", "one")], by=Somebody(), at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 300])
def test_many_entries_cost_as_many_queries_as_one(count: int) -> None:
    entries = [NewEntry("case", f"case-{number}", "one") for number in range(count)]
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        transaction.atomic(),
    ):
        record(entries, by=Somebody(), at=AT)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3


@pytest.mark.django_db
def test_recording_nothing_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        record([], by=Somebody(), at=AT)
    assert len(queries) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE audit_entry SET verb = 'other'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_head SET sequence = 1",
        "UPDATE audit_head SET subject_id = 'other', sequence = 9",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(spoil: str) -> None:
    write_chain("one", 2)
    with pytest.raises(DatabaseError, match="append-only|Cannot"), transaction.atomic():
        connection.cursor().execute(spoil)
    assert verify().whole


@pytest.mark.django_db(transaction=True)
def test_the_chain_is_whole_when_many_write_to_one_subject_at_once() -> None:
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for turn in range(15):
                with transaction.atomic():
                    # Each pair in another order: who locks as given and not in one order deadlocks.
                    pair = [NewEntry("case", "shared", f"{name}-{turn}"), NewEntry("case", "also", name)]
                    record(pair if turn % 2 else pair[::-1], by=Somebody(), at=AT)
        except BaseException as error:  # a thread's error must reach the test
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(f"writer{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    found = verify()
    assert (found.faults, found.chains, found.entries) == ([], 2, 120)
    recorded = list(Entry.objects.filter(subject_id="shared").order_by("sequence"))
    assert [entry.recorded_at for entry in recorded] == sorted(entry.recorded_at for entry in recorded)


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_an_unfinished_entry_chains_to_it() -> None:
    blocked = threading.Event()

    def write_second() -> None:
        with transaction.atomic():
            blocked.set()
            record([NewEntry("case", "shared", "second")], by=Somebody(), at=AT + timedelta(seconds=1))
        connection.close()

    second = threading.Thread(target=write_second)
    with transaction.atomic():
        record([NewEntry("case", "shared", "first")], by=Somebody(), at=AT)
        second.start()
        blocked.wait(timeout=10)
        second.join(timeout=0.5)
        assert second.is_alive()
    second.join(timeout=10)
    assert list(Entry.objects.order_by("sequence").values_list("verb", flat=True)) == ["first", "second"]
    assert verify_subject("case", "shared").whole


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_rolls_back_leaves_no_gap() -> None:
    write_chain("one", 1)
    with transaction.atomic():
        record([NewEntry("policy", "one", "undone")], by=Somebody(), at=AT)
        transaction.set_rollback(True)
    write_chain("one", 1)
    assert list(Entry.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert verify().whole


@pytest.mark.django_db
def test_the_tests_own_tampering_leaves_the_triggers_on() -> None:
    with triggers_off():
        pass
    write_chain("one", 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(verb="other")
