"""Open cases go over to another version: what moves, what stays, who is told, and once."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.models import Membership
from audit.models import Entry
from cases.domain import clarification, receipt, supervision, withdrawing
from cases.domain.case_file import open_file
from cases.domain.policy_move_work import CASES, KINDS, PATIENCE, work_moves
from cases.domain.policy_moving import move_case, order_move
from cases.domain.sweep import sweep
from cases.domain.timeline import timeline_of
from cases.enums import ClarificationGround
from cases.models import Case, Escalation, PolicyMove
from kernel.errors import Conflict, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from operations.domain import jobs
from operations.enums import JobState
from operations.models import Job
from sla.domain.contents import Place, RuleWords, contents_of
from sla.domain.drafting import put_rule
from sla.domain.publishing import publish_version
from sla.enums import ClockKind, StartEvent, Urgency
from sla.models import PolicyVersion
from tests.cases.domain.walking import MINUTE, NOON, clock_of, fresh, verbs_of
from tests.factories.desk import Desk, make_desk, make_second_desk
from tests.factories.policies import draft_of, make_owner

pytestmark = pytest.mark.django_db
ACK = Place(ClockKind.ACKNOWLEDGE, Urgency.URGENT)
EFFECT = Place(ClockKind.EFFECT, Urgency.URGENT)


def next_version(desk: Desk, place: Place, **changes: Any) -> PolicyVersion:
    """Publish the next version at noon, with one rule said otherwise."""
    owner = make_owner()
    policy = desk.version.policy
    draft = draft_of(policy, owner, NOON)
    contents = contents_of(draft)
    words = replace(contents.rule(*place) or RuleWords(60), **changes)
    said: dict[str, Any] = {"actor": owner, "code": policy.code, "number": draft.number, "now": NOON}
    put_rule(place=place, words=words, seen="", **said)
    return publish_version(effective_from=NOON, edit_version=2, **said)


def move(desk: Desk, case: Case, number: int, now: Any) -> Case:
    return move_case(actor=desk.supervisor, reference=case.reference, number=number, now=now)


def steps_of(case: Case) -> list[tuple[str, str]]:
    with acting_as(COMMAND):
        found = Escalation.objects.filter(case=case).order_by("id")
        return [(step.clock.kind, step.step) for step in found.select_related("clock")]


def test_a_deadline_moves_with_its_start_and_stops_kept() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    move(desk, case, version.number, NOON + 10 * MINUTE)
    clock = clock_of(case, ClockKind.ACKNOWLEDGE)
    assert (clock.started_at, clock.due_at, clock.allowance_seconds) == (NOON, NOON + 90 * MINUTE, 5400)
    assert clock.next_step_at == NOON + 45 * MINUTE
    assert fresh(case).policy_version == version
    assert fresh(case).operator_due_at == NOON + 90 * MINUTE


def test_what_was_granted_beside_the_policy_is_kept() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    said: dict[str, Any] = {"reference": case.reference, "minutes": 20, "reason": "A storm."}
    supervision.extend(actor=desk.supervisor, kind=ClockKind.ACKNOWLEDGE, now=NOON + MINUTE, **said)
    version = next_version(desk, ACK, allowance_minutes=90)
    move(desk, case, version.number, NOON + 2 * MINUTE)
    assert clock_of(case, ClockKind.ACKNOWLEDGE).due_at == NOON + 110 * MINUTE


def test_what_fired_stays_fired_and_a_step_of_the_same_key_does_not_fire_again() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    sweep(now=NOON + 30 * MINUTE)
    version = next_version(desk, ACK, allowance_minutes=120)
    move(desk, case, version.number, NOON + 31 * MINUTE)
    sweep(now=NOON + 89 * MINUTE)
    kinds = [step for kind, step in steps_of(case) if kind == ClockKind.ACKNOWLEDGE]
    assert kinds == ["half", "deemed-receipt"]
    sweep(now=NOON + 120 * MINUTE)
    kinds = [step for kind, step in steps_of(case) if kind == ClockKind.ACKNOWLEDGE]
    assert kinds == ["half", "deemed-receipt", "breach"]


def test_a_deadline_that_has_passed_by_the_new_version_is_breached_at_its_instant_and_noticed_now() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=15)
    now = NOON + 20 * MINUTE
    move(desk, case, version.number, now)
    with acting_as(COMMAND):
        found = {
            step.step: (step.due_at, step.noticed_at, step.skipped)
            for step in Escalation.objects.filter(case=case)
        }
    assert found["breach"][0] == NOON + 15 * MINUTE
    assert found["half"][2] is True
    assert found["breach"][1] >= now - MINUTE
    verbs = verbs_of(case)
    assert verbs[verbs.index("move_policy") + 1 :] == ["step"] * 2


def test_a_clock_that_stands_still_goes_over_and_stays_still() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON + MINUTE)
    version = next_version(desk, EFFECT, allowance_minutes=480)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=NOON + 10 * MINUTE,
    )
    move(desk, case, version.number, NOON + 20 * MINUTE)
    clock = clock_of(case, ClockKind.EFFECT)
    assert (clock.state, clock.next_step_at) == ("paused", None)
    assert clock.due_at == NOON + 481 * MINUTE


def test_effect_begins_now_and_not_then_where_the_new_version_would_have_begun_it() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, EFFECT, starts=StartEvent.SENT)
    now = NOON + 10 * MINUTE
    move(desk, case, version.number, now)
    assert clock_of(case, ClockKind.EFFECT).started_at == now


def test_a_clock_that_starts_later_starts_by_the_new_version() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, EFFECT, allowance_minutes=30)
    move(desk, case, version.number, NOON + MINUTE)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON + 2 * MINUTE)
    assert clock_of(case, ClockKind.EFFECT).due_at == NOON + 32 * MINUTE


def test_both_sides_read_it_in_the_timeline_and_are_told_where_their_deadline_moved() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    move(desk, case, version.number, NOON + 5 * MINUTE)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON + 6 * MINUTE)
    for actor in (desk.analyst, desk.moderator):
        with acting_as(actor):
            titles = {event.title: event.text for event in timeline_of(open_file(actor, case.reference))}
        text = titles["Runs under version 2 of its policy from here on (before: 1)"]
        assert text == "Deadlines that moved: Acknowledge."
    with acting_as(COMMAND):
        told = set(
            Outbox.objects.filter(kind=NoticeKind.POLICY_MOVED).values_list("organisation_id", flat=True)
        )
    assert told == {desk.agency.pk, desk.operator.pk}


def test_nobody_is_told_where_no_deadline_moves() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, Place(ClockKind.VERIFY, Urgency.ORDINARY), allowance_minutes=999)
    move(desk, case, version.number, NOON + 5 * MINUTE)
    with acting_as(COMMAND):
        assert not Outbox.objects.filter(kind=NoticeKind.POLICY_MOVED).exists()


def test_a_supervisor_moves_his_own_agencys_cases_alone_and_only_to_what_is_in_force() -> None:
    desk = make_desk()
    other = make_second_desk(desk)
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    said: dict[str, Any] = {"reference": case.reference, "number": version.number, "now": NOON + MINUTE}
    with pytest.raises(NotKnown):
        move_case(actor=other.supervisor, **said)
    with pytest.raises(NotAllowed):
        move_case(actor=desk.analyst, **said)
    with pytest.raises(NotKnown):
        move_case(actor=desk.supervisor, **{**said, "number": 9})
    with pytest.raises(Conflict) as refused:
        move_case(actor=desk.supervisor, **{**said, "now": NOON - MINUTE})
    assert refused.value.code == "not_in_force"
    move_case(actor=desk.supervisor, **said)
    with pytest.raises(Conflict) as refused:
        move_case(actor=desk.supervisor, **said)
    assert refused.value.code == "there_already"


def order(desk: Desk, version: PolicyVersion, now: Any, actor: Actor | None = None) -> PolicyMove:
    code = version.policy.code
    return order_move(actor=actor or desk.supervisor, code=code, number=version.number, now=now)


def work(now: Any) -> int:
    return work_moves(clock=lambda: now)


def job_of(order: PolicyMove) -> Job:
    return Job.objects.get(subject=order.public_id)


def test_an_order_moves_every_open_case_of_the_agency_and_says_how_many() -> None:
    desk = make_desk()
    cases = [desk.sent_case(NOON) for _ in range(3)]
    ended = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    placed = order(desk, version, NOON + MINUTE)
    withdrawing.withdraw(
        actor=desk.supervisor, reference=ended.reference, reason="Wrong.", now=NOON + 2 * MINUTE
    )
    assert work(NOON + 3 * MINUTE) == 1
    assert [fresh(case).policy_version for case in cases] == [version] * 3
    assert fresh(ended).policy_version == desk.version
    job = job_of(placed)
    assert (job.state, job.result) == (JobState.DONE, {"moved": 3, "left": 1})
    entry = Entry.objects.get(subject_kind="policy_move")
    assert (entry.verb, entry.changes["cases"]) == ("order_move", 4)


def test_an_order_is_refused_without_cases_and_while_another_runs() -> None:
    desk = make_desk()
    version = next_version(desk, ACK, allowance_minutes=90)
    with pytest.raises(Conflict) as refused:
        order(desk, version, NOON)
    assert refused.value.code in ("nothing_to_move", "not_in_force")
    late = NOON + MINUTE
    old = desk.sent_case(NOON - MINUTE)
    assert old.policy_version == desk.version
    order(desk, version, late)
    with pytest.raises(Conflict) as refused:
        order(desk, version, late)
    assert refused.value.code == "move_runs"
    with pytest.raises(NotAllowed):
        order(desk, version, late, actor=desk.analyst)


def test_a_worker_that_was_killed_is_followed_by_one_who_goes_on_and_moves_none_twice() -> None:
    desk = make_desk()
    cases = [desk.sent_case(NOON) for _ in range(4)]
    version = next_version(desk, ACK, allowance_minutes=90)
    placed = order(desk, version, NOON + MINUTE)
    taken = jobs.take(KINDS, now=NOON + MINUTE)
    assert taken is not None
    placed.job = taken
    said: dict[str, Any] = {"actor": desk.supervisor, "number": version.number, "order": placed}
    for case in cases[:2]:  # and then it died, before it said how far it was
        move_case(reference=case.reference, now=NOON + MINUTE, **said)
    assert work(NOON + MINUTE) == 0
    assert work(NOON + MINUTE + jobs.LEASE) == 1
    assert job_of(placed).result == {"moved": 4, "left": 0}
    assert [verbs_of(case).count("move_policy") for case in cases] == [1] * 4
    with pytest.raises(jobs.LeaseLost):  # who outlived his lease
        move_case(reference=cases[2].reference, now=NOON + 9 * MINUTE, **said)


def test_a_long_order_is_done_in_portions() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    placed = order(desk, version, NOON + MINUTE)
    with acting_as(COMMAND):
        PolicyMove.objects.filter(pk=placed.pk).update(chosen=[case.pk] * (CASES + 1))
    assert work(NOON + 2 * MINUTE) == 0
    assert job_of(placed).done == CASES
    assert work(NOON + 2 * MINUTE) == 1
    assert job_of(placed).result == {"moved": 1, "left": CASES}


def test_a_worker_whose_patience_is_over_lets_another_go_on() -> None:
    desk = make_desk()
    cases = [desk.sent_case(NOON) for _ in range(3)]
    version = next_version(desk, ACK, allowance_minutes=90)
    placed = order(desk, version, NOON + MINUTE)
    instants = iter(range(1, 1000))
    slow = lambda: NOON + 2 * MINUTE + PATIENCE * next(instants) / 2  # noqa: E731
    assert work_moves(clock=slow) == 0
    assert 0 < job_of(placed).done < len(cases)
    assert work_moves(clock=lambda: NOON + 9 * MINUTE) == 1
    assert job_of(placed).result == {"moved": 3, "left": 0}


def test_who_lost_his_seat_has_no_order_carried_out() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=90)
    placed = order(desk, version, NOON + MINUTE)
    Membership.objects.filter(user_id=desk.supervisor.user_id).delete()
    work(NOON + 2 * MINUTE)
    assert (job_of(placed).state, job_of(placed).error) == (JobState.FAILED, "no_seat")
    assert fresh(case).policy_version == desk.version
    with acting_as(COMMAND):
        assert PolicyMove.objects.get(pk=placed.pk).finished_at is not None


def waiting() -> set[Any]:
    with acting_as(COMMAND):
        return set(Outbox.objects.filter(batch__isnull=False).values_list("next_attempt_at", flat=True))


def test_what_an_order_tells_waits_for_its_end_and_leaves_together() -> None:
    desk = make_desk()
    for _ in range(2):
        desk.sent_case(NOON)
    version = next_version(desk, ACK, allowance_minutes=15)
    now = NOON + 40 * MINUTE
    placed = order(desk, version, now)
    taken = jobs.take(KINDS, now=now)
    with acting_as(COMMAND):
        assert not Outbox.objects.filter(batch__isnull=False).exists()
    jobs.release(taken)  # type: ignore[arg-type]
    work(now)
    assert waiting() == {now}
    with acting_as(COMMAND):
        told = Outbox.objects.filter(batch=placed.public_id)
        kinds = set(told.values_list("kind", flat=True))
    assert {NoticeKind.BREACH, NoticeKind.POLICY_MOVED} <= kinds
