"""What holds back a version, and that whatever passes runs over its whole life and ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.domain.acting import COMMAND
from cases.domain.planning import plan_clock
from channels_registry.enums import ContactFunction
from sla.domain.arithmetic import Stop, Timing, due_at, place_of
from sla.domain.checking import (
    MINUTES_AT_MOST,
    SENTENCES,
    TELLS,
    Remark,
    remarks_at,
    remarks_on,
)
from sla.domain.contents import Contents, Place, RuleWords, StepWords, contents_of
from sla.domain.reference import load_reference
from sla.domain.rules import as_step
from sla.enums import ClockKind, Lane, StartEvent, StepAction, StepAnchor, Urgency
from sla.models import PolicyVersion

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
ACK, EFFECT = Place(ClockKind.ACKNOWLEDGE, Urgency.URGENT), Place(ClockKind.EFFECT, Urgency.URGENT)
OWN = Place(ClockKind.VERIFY, Urgency.URGENT)
WHOLE = [Place(kind, urgency) for kind in ClockKind for urgency in Urgency]


def after_due(key: str, action: StepAction, minutes: int = 0, **more: Any) -> StepWords:
    return StepWords(key, action, StepAnchor.DUE, offset_minutes=minutes, **more)


def at_share(key: str, action: StepAction, share: int, **more: Any) -> StepWords:
    return StepWords(key, action, StepAnchor.SHARE, share=share, **more)


BREACH = after_due("breach", StepAction.BREACH)
DEEMED = StepWords("deemed", StepAction.DEEM_RECEIPT, StepAnchor.START, offset_minutes=30)
HALF = at_share("half", StepAction.REMIND, 500)


def contact(key: str, function: ContactFunction, minutes: int = 0) -> StepWords:
    return after_due(key, StepAction.NEXT_CONTACT, minutes, contact_function=function.value)


def a_whole(**rules: RuleWords) -> Contents:
    """Return a version against which nothing is to be said, with single rules replaced by kind."""
    said: dict[Place, RuleWords] = {}
    for place in WHOLE:
        steps = (DEEMED, BREACH) if place.kind == ClockKind.ACKNOWLEDGE else (HALF, BREACH)
        starts = StartEvent.RECEIVED if place.kind == ClockKind.EFFECT else ""
        said[place] = RuleWords(60, starts=starts, steps=steps)
    said.update({Place(ClockKind(kind), Urgency.URGENT): rule for kind, rule in rules.items()})
    return Contents("Act 1", rules=said)


def codes(contents: Contents) -> list[str]:
    return [remark.code for remark in remarks_on(contents)]


def test_nothing_is_said_of_a_whole_version():
    assert codes(a_whole()) == []


@pytest.mark.django_db
def test_nothing_is_said_of_the_versions_that_come_with_the_desk():
    load_reference(actor=COMMAND, now=NOON)
    versions = list(PolicyVersion.objects.all())
    assert len(versions) == 3
    assert [remark for version in versions for remark in remarks_on(contents_of(version))] == []


EFFECT_RULE = RuleWords(60, starts=StartEvent.RECEIVED, steps=(HALF, BREACH))
FAULTS = {
    "no_time": {"effect": replace(EFFECT_RULE, allowance_minutes=0)},
    "too_long": {"effect": replace(EFFECT_RULE, allowance_minutes=MINUTES_AT_MOST + 1)},
    "no_start": {"effect": replace(EFFECT_RULE, starts="")},
    "starts_late": {"effect": replace(EFFECT_RULE, starts=StartEvent.ACKNOWLEDGED)},
    "no_deemed_receipt": {"acknowledge": RuleWords(60, steps=(BREACH,))},
    "same_key": {"verify": RuleWords(60, steps=(BREACH, replace(HALF, key="breach")))},
    "no_key": {"verify": RuleWords(60, steps=(BREACH, replace(HALF, key="")))},
    "no_place": {"verify": RuleWords(60, steps=(BREACH, replace(HALF, share=None)))},
    "before_start": {"verify": RuleWords(60, steps=(BREACH, after_due("early", StepAction.SUPERVISOR, -61)))},
    "never_ends": {
        "verify": RuleWords(60, steps=(BREACH, after_due("late", StepAction.SUPERVISOR, MINUTES_AT_MOST + 1)))
    },
    "no_contact": {
        "effect": replace(EFFECT_RULE, steps=(BREACH, after_due("next", StepAction.NEXT_CONTACT)))
    },
    "nobody_told": {
        "verify": RuleWords(60, steps=(HALF, after_due("up", StepAction.RAISE_LEVEL, 5, level=1)))
    },
    "early_breach": {"verify": RuleWords(60, steps=(BREACH, after_due("soon", StepAction.BREACH, -1)))},
    "late_reminder": {"verify": RuleWords(60, steps=(BREACH, at_share("late", StepAction.REMIND, 1000)))},
    "not_acknowledge": {"effect": replace(EFFECT_RULE, steps=(DEEMED, BREACH))},
    "own_clock": {"verify": RuleWords(60, steps=(BREACH, contact("next", ContactFunction.LEGAL)))},
    "early_proposal": {
        "effect": replace(EFFECT_RULE, steps=(BREACH, at_share("warn", StepAction.PROPOSE_WARNING, 900)))
    },
    "block_first": {
        "effect": replace(
            EFFECT_RULE,
            steps=(
                BREACH,
                after_due("block", StepAction.PROPOSE_BLOCK, 10),
                after_due("warning", StepAction.PROPOSE_WARNING, 20),
            ),
        )
    },
    "contacts_fall": {
        "effect": replace(
            EFFECT_RULE,
            steps=(
                BREACH,
                contact("legal", ContactFunction.LEGAL, 10),
                contact("technical", ContactFunction.TECHNICAL, 20),
            ),
        )
    },
    "level_falls": {
        "effect": replace(
            EFFECT_RULE,
            steps=(
                BREACH,
                after_due("two", StepAction.RAISE_LEVEL, 10, level=2),
                after_due("one", StepAction.RAISE_LEVEL, 20, level=1),
            ),
        )
    },
}


@pytest.mark.parametrize("code", FAULTS)
def test_each_fault_is_named_and_no_other(code):
    found = codes(a_whole(**FAULTS[code]))
    assert set(found) == {code}


def test_a_missing_clock_and_a_missing_source_are_named():
    whole = a_whole()
    rules = {place: rule for place, rule in whole.rules.items() if place != OWN}
    found = remarks_on(replace(whole, source=" ", rules=rules))
    assert [(remark.code, remark.place) for remark in found] == [("no_source", None), ("no_rule", OWN)]


def test_a_lane_without_a_deemed_receipt_of_its_own_borrows_the_standard_one():
    whole = a_whole()
    own_effect = {EFFECT._replace(lane=Lane.TRUSTED): EFFECT_RULE}
    assert codes(replace(whole, rules={**whole.rules, **own_effect})) == []
    own_both = {**own_effect, ACK._replace(lane=Lane.TRUSTED): RuleWords(30, steps=(BREACH,))}
    found = remarks_on(replace(whole, rules={**whole.rules, **own_both}))
    trusted = EFFECT._replace(lane=Lane.TRUSTED)
    assert [(remark.code, remark.place) for remark in found] == [("no_deemed_receipt", trusted)]


def test_a_standard_effect_is_looked_at_for_the_lane_that_borrows_it():
    whole = a_whole()
    own = {ACK._replace(lane=Lane.TRUSTED): RuleWords(30, steps=(BREACH,))}
    assert codes(replace(whole, rules={**whole.rules, **own})) == ["no_deemed_receipt"]


@pytest.mark.parametrize("code", SENTENCES)
def test_each_code_has_a_sentence_that_can_be_said_in_both_languages(code):
    words = (("one", "A"), ("other", "B"))
    for language, _name in django_settings.LANGUAGES:
        from_code = Remark(code, EFFECT, "key", words)
        with translation.override(language):
            assert "%(" not in from_code.sentence
            assert from_code.where


KEYS = st.sampled_from("abcdefgh")
SPANS = st.integers(-90, 3000) | st.sampled_from([-(2**31), MINUTES_AT_MOST, MINUTES_AT_MOST + 1, 2**31 - 1])
FUNCTIONS = st.sampled_from(["", *ContactFunction.values])


def steps_of(anchor: StepAnchor, shares: Any, spans: Any) -> Any:
    return st.builds(
        StepWords,
        key=KEYS,
        action=st.sampled_from(list(StepAction)),
        anchor=st.just(anchor),
        share=shares,
        offset_minutes=spans,
        contact_function=FUNCTIONS,
        level=st.sampled_from([0, 0, 0, 1, 2]),
    )


STEPS = st.lists(
    steps_of(StepAnchor.SHARE, st.integers(0, 1200), st.none())
    | steps_of(StepAnchor.START, st.none(), SPANS)
    | steps_of(StepAnchor.DUE, st.none(), SPANS),
    min_size=1,
    max_size=5,
)
ALLOWANCES = st.integers(0, 3000) | st.sampled_from([MINUTES_AT_MOST, MINUTES_AT_MOST + 1, 2**31 - 1])
STOPS = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), max_size=3)
# Most of what is drawn is faulty: only what passes counts as an example.
MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@MANY
@given(place=st.sampled_from(WHOLE), allowance=ALLOWANCES, steps=STEPS, stops=STOPS)
def test_whatever_passes_is_run_by_the_planner_to_its_end_and_tells_of_the_breach(
    place, allowance, steps, stops
):
    rule = RuleWords(allowance, starts=StartEvent.SENT, steps=tuple(steps))
    whole = a_whole()
    drafted = replace(whole, rules={**whole.rules, place: rule})
    assume(not any(remark.refuses for remark in remarks_at(drafted, place)))
    timing = Timing(NOON, timedelta(minutes=allowance), stops=stops_of(stops))
    for step in steps:  # where it is said to stand is where the planner puts it
        assert place_of(timing.whole, as_step(step)) == timedelta(minutes=step.minute(allowance))
    fired, now = run(rule, timing)
    assert fired == sorted(fired, key=lambda each: each.due_at)
    assert sorted(each.step.key for each in fired) == sorted(step.key for step in rule.steps)
    assert all(each.due_at >= NOON for each in fired)
    told = [each for each in fired if each.step.action in TELLS and not each.skipped]
    assert any(each.due_at >= due_at(timing) for each in told)
    stood = timedelta(minutes=sum(length for _wait, length in stops))
    assert now <= NOON + timedelta(minutes=2 * MINUTES_AT_MOST) + stood


def stops_of(pairs: list[tuple[int, int]]) -> tuple[Stop, ...]:
    found, at = [], NOON
    for wait, length in pairs:
        at += timedelta(minutes=wait)
        found.append(Stop(at, at + timedelta(minutes=length)))
        at += timedelta(minutes=length)
    return tuple(found)


def run(rule: RuleWords, timing: Timing) -> tuple[list[Any], datetime]:
    """Plan from instant to instant, as the sweep does, until no step is left."""
    clock: Any = SimpleNamespace()
    ladder = tuple(as_step(step) for step in rule.steps)
    fired: list[Any] = []
    now, rounds = NOON, 0
    while True:
        plan = plan_clock(clock, timing, ladder, frozenset(each.step.key for each in fired), now)
        fired += plan.fired
        rounds += 1
        assert rounds <= len(ladder) + 1
        if plan.next_step_at is None:
            return fired, now
        now = plan.next_step_at
