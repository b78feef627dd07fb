import threading

import pytest
from django.db import connection

from audit.domain.sealing import checkpoint_hash, seal
from audit.domain.verifying import verify
from audit.models import Checkpoint, Head
from kernel.clock import database_now
from tests.factories.record import AT, write_chain


@pytest.mark.django_db
def test_a_checkpoint_holds_the_ends_of_all_chains_and_their_count() -> None:
    write_chain("one", 5)
    write_chain("two", 2)
    checkpoint = seal(now=AT)
    ends = [
        [head.subject_kind, head.subject_id, head.sequence, head.hash]
        for head in Head.objects.order_by("subject_id")
    ]
    assert checkpoint.heads == ends
    assert (checkpoint.number, checkpoint.at, checkpoint.chains, checkpoint.entries) == (1, AT, 2, 7)
    assert checkpoint.hash == checkpoint_hash(Checkpoint.objects.get())


@pytest.mark.django_db
def test_the_next_checkpoint_holds_only_what_grew_and_is_chained_to_the_one_before() -> None:
    write_chain("one", 5)
    write_chain("two", 2)
    first = seal(now=AT)
    write_chain("two", 1)
    write_chain("three", 1)
    second = seal(now=AT)
    assert [head[1:3] for head in second.heads] == [["three", 1], ["two", 3]]
    assert (second.number, second.previous_hash, second.entries) == (2, first.hash, 9)


@pytest.mark.django_db
def test_a_checkpoint_of_a_record_at_rest_is_empty_but_chained() -> None:
    first = seal(now=AT)
    second = seal(now=AT)
    assert (second.heads, second.previous_hash) == ([], first.hash)


@pytest.mark.django_db
def test_more_chains_than_one_checkpoint_takes_become_several() -> None:
    for name in ("one", "two", "three"):
        write_chain(name, 1)
    last = seal(now=AT, heads_at_most=2)
    sealed = [[head[1] for head in each.heads] for each in Checkpoint.objects.order_by("number")]
    assert sealed == [["one", "three"], ["two"]]
    assert (last.number, verify().faults) == (2, [])


@pytest.mark.django_db(transaction=True)
def test_two_seals_at_once_take_two_numbers_and_writers_go_on() -> None:
    write_chain("one", 1)
    failures: list[BaseException] = []

    def work(deed: str) -> None:
        try:
            for turn in range(5):
                if deed == "seal":
                    seal(now=database_now())
                else:
                    write_chain(f"{deed}-{turn}", 3)
        except BaseException as error:  # a thread's error must reach the test
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(deed,)) for deed in ("seal", "seal", "write", "also")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    found = verify()
    assert (found.faults, found.checkpoints, found.chains) == ([], 10, 11)
