"""What is foretold of a version is what it does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from cases.domain import clarification, receipt
from cases.domain.policy_moving import movable, move_case
from cases.domain.policy_preview import Totals, page_of, totals_of
from cases.domain.sweep import sweep
from cases.enums import CaseKind, ClarificationGround
from cases.models import Case, Clock, Escalation
from sla.domain.contents import Place
from sla.domain.drafting import remove_rule
from sla.domain.publishing import publish_version
from sla.enums import ClockKind, Urgency
from sla.models import PolicyVersion
from tests.cases.domain.walking import MINUTE, NOON, fresh
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor
from tests.factories.policies import draft_of, make_owner, rule_in, write

pytestmark = pytest.mark.django_db
ACK = Place(ClockKind.ACKNOWLEDGE, Urgency.URGENT)


def draft_with(desk: Desk, owner: Actor, **minutes: int) -> PolicyVersion:
    draft = draft_of(desk.version.policy, owner, NOON)
    for kind, allowed in minutes.items():
        place = Place(ClockKind(kind), Urgency.URGENT)
        write(draft, owner, replace(rule_in(draft, place), allowance_minutes=allowed), NOON, place)
    return PolicyVersion.objects.get(pk=draft.pk)


def totals(actor: Actor, version: PolicyVersion, now: Any) -> Totals:
    with acting_as(actor):
        return totals_of(actor, version, now)


def rows_of(actor: Actor, version: PolicyVersion, now: Any) -> list[Any]:
    with acting_as(actor):
        return page_of(actor, version, now, "")[0]


def test_a_draft_that_says_the_same_moves_nothing() -> None:
    desk, owner = make_desk(), make_owner()
    desk.sent_case(NOON)
    found = totals(owner, draft_with(desk, owner), NOON + MINUTE)
    assert (found.cases, found.moved, found.late, found.steps, found.told) == (1, 0, 0, 0, {})


def test_it_says_which_deadlines_would_move_which_pass_at_once_and_who_would_be_told() -> None:
    desk, owner = make_desk(), make_owner()
    for _ in range(2):
        desk.sent_case(NOON)
    draft = draft_with(desk, owner, acknowledge=15)
    found = totals(owner, draft, NOON + 20 * MINUTE)
    assert (found.cases, found.moved, found.late, found.steps) == (2, 2, 2, 2)
    assert set(found.told) == {desk.agency.name, desk.operator.name}
    assert found.told[desk.agency.name] == (1, 2)
    (row, _) = rows_of(desk.supervisor, draft, NOON + 20 * MINUTE)
    (shift,) = row.shifts
    assert (shift.kind, shift.before, shift.after) == (
        ClockKind.ACKNOWLEDGE,
        NOON + 60 * MINUTE,
        NOON + 15 * MINUTE,
    )
    assert [step.step.key for step in shift.fires] == ["breach"]


def test_a_clock_that_stands_still_fires_nothing() -> None:
    desk, owner = make_desk(), make_owner()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON + MINUTE)
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which?",
        now=NOON + 2 * MINUTE,
    )
    found = totals(owner, draft_with(desk, owner, effect=1), NOON + 30 * MINUTE)
    assert (found.moved, found.late, found.steps) == (1, 0, 0)


def test_a_clock_without_a_rule_is_counted() -> None:
    desk, owner = make_desk(), make_owner()
    desk.sent_case(NOON)
    draft = draft_with(desk, owner)
    remove_rule(actor=owner, code=draft.policy.code, number=draft.number, place=ACK, now=NOON)
    found = totals(owner, draft, NOON + MINUTE)
    assert (found.without_rule, found.moved) == (1, 0)


def test_the_owner_counts_all_and_sees_no_row_a_supervisor_counts_and_sees_his_own() -> None:
    desk, owner = make_desk(), make_owner()
    stranger = make_actor(make_desk().agency, Role.SUPERVISOR)
    desk.sent_case(NOON)
    draft = draft_with(desk, owner, acknowledge=90)
    counts = {
        actor.label: (totals(actor, draft, NOON).cases, len(rows_of(actor, draft, NOON)))
        for actor in (owner, desk.supervisor, stranger)
    }
    assert list(counts.values()) == [(1, 0), (1, 1), (0, 0)]


def test_replays_and_cases_of_other_policies_are_none_of_it() -> None:
    desk, owner = make_desk(), make_owner()
    make_desk().sent_case(NOON)
    replayed, draft = desk.sent_case(NOON), draft_with(desk, owner)
    with acting_as(COMMAND):
        Case.objects.filter(pk=replayed.pk).update(kind=CaseKind.REPLAY)
        assert not movable(draft).exists()


@pytest.mark.parametrize("minutes", [15, 45, 90, 600])
@pytest.mark.parametrize("after", [1, 20, 50, 200])
def test_what_is_foretold_is_what_happens(minutes: int, after: int) -> None:
    desk, owner = make_desk(), make_owner()
    case = desk.sent_case(NOON)
    draft = draft_with(desk, owner, acknowledge=minutes)
    publish_version(
        actor=owner,
        code=draft.policy.code,
        number=draft.number,
        effective_from=NOON,
        edit_version=draft.edit_version,
        now=NOON,
    )
    now = NOON + timedelta(minutes=after)
    sweep(now=now)
    draft.refresh_from_db()
    (row,) = rows_of(desk.supervisor, draft, now)
    foretold = {shift.kind: (shift.after, {each.step.key for each in shift.fires}) for shift in row.shifts}
    before = keys(case)
    move_case(actor=desk.supervisor, reference=case.reference, number=draft.number, now=now)
    with acting_as(COMMAND):
        dues = {clock.kind: clock.due_at for clock in Clock.objects.filter(case=case)}
    assert {kind.value: at for kind, (at, _) in foretold.items()} == {
        kind.value: dues[kind] for kind in foretold
    }
    fired = keys(case) - before
    assert fired == {(kind.value, key) for kind, (_, fires) in foretold.items() for key in fires}
    assert fresh(case).policy_version == draft


def keys(case: Case) -> set[tuple[str, str]]:
    with acting_as(COMMAND):
        told = Escalation.objects.filter(case=case, skipped=False)
        return set(told.values_list("clock__kind", "step"))
