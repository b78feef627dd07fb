"""Two agencies file and send the same post in the same instant, each in a process of its own."""

import multiprocessing
from collections import Counter
from multiprocessing.synchronize import Barrier

import pytest
from django.db import connection, connections

from accounts.domain.acting import COMMAND, acting_as
from audit.domain.verifying import verify
from cases.domain.approving import approve_and_send
from cases.enums import CaseState, Disposition
from cases.models import Case, Claim, Finding, Item, SetAside
from kernel.clock import database_now
from kernel.errors import Conflict
from tests.factories.cases import file_cases, link_on, seen_hash
from tests.factories.desk import Desk
from tests.factories.joining import make_pair

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ROUNDS = 200
ALONE = 4  # in every fourth round the post is all that a case holds


def post_of(number: int) -> str:
    return f"race/{number}"


def file_and_send(desk: Desk, own: str, barrier: Barrier) -> None:
    """Send a case a round with the post that both want, most rounds beside one of one's own."""
    connections.close_all()
    for number in range(ROUNDS):
        paths = [post_of(number)] if number % ALONE == 0 else [f"{own}/{number}", post_of(number)]
        paste = "\n".join(link_on(desk, path) for path in paths)
        barrier.wait(timeout=60)
        [case] = file_cases(desk, paste, now=database_now())
        seen = seen_hash(desk.approver, case.reference)
        barrier.wait(timeout=60)
        try:
            approve_and_send(
                actor=desk.approver, reference=case.reference, content_hash=seen, now=database_now()
            )
        except Conflict as refused:
            if refused.code != "all_in_hand":
                raise
    connections.close_all()


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_of_two_who_send_the_same_post_at_once_one_pursues_it_and_the_other_loses_nothing() -> None:
    first, second = make_pair()
    before = deadlocks()
    forked = multiprocessing.get_context("fork")
    barrier = forked.Barrier(2)
    connections.close_all()
    racers = [
        forked.Process(target=file_and_send, args=(desk, own, barrier))
        for desk, own in ((first, "one"), (second, "two"))
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=240)
    assert [racer.exitcode for racer in racers] == [0, 0]
    assert deadlocks() == before
    posts = [post_of(number) for number in range(ROUNDS)]
    with acting_as(COMMAND):
        pursued = Counter(Claim.objects.filter(released_at=None, key__in=posts).values_list("key", flat=True))
        sent = Item.objects.filter(case__state=CaseState.SENT)
        ordered = Counter(sent.filter(key__in=posts).values_list("key", flat=True))
        of_one_s_own = sent.exclude(key__in=posts).count()
        kept = Counter(SetAside.objects.values_list("key", flat=True))
        waiting = Item.objects.filter(case__state=CaseState.AWAITING_APPROVAL)
        unsent = Counter(waiting.values_list("key", flat=True))
        left = Finding.objects.filter(disposition=Disposition.IN_HAND, case=None).count()
        cases = Case.objects.count()
    once = dict.fromkeys(posts, 1)
    assert (dict(pursued), dict(ordered)) == (once, once)
    assert dict(kept + unsent) == once
    assert sorted(unsent) == sorted(post_of(number) for number in range(0, ROUNDS, ALONE))
    assert (cases, of_one_s_own, left) == (2 * ROUNDS, 2 * (ROUNDS - ROUNDS // ALONE), kept.total())
    assert verify().faults == []
