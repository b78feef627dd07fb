"""What one version says otherwise than another: pure, on plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sla.domain.contents import RULE_FIELDS, Contents, Place, RuleWords, StepWords
from sla.enums import CheckEffect, NoticeCheck


class What(Enum):
    """What differs."""

    HEAD = "head"
    CHECK = "check"
    RULE = "rule"
    FIELD = "field"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing said otherwise. ``before`` or ``after`` is None where it was or is not there.

    ``name``: the field, the check or the step's key. ``allowances`` of the rule before and
    after, so that a step's place can be said in time.
    """

    what: What
    name: str
    before: Any
    after: Any
    place: Place | None = None
    allowances: tuple[int, int] = (0, 0)


def differences(before: Contents, after: Contents) -> list[Difference]:
    """Return what ``after`` says otherwise than ``before``: the whole first, then rule by rule."""
    return [*_heads(before, after), *_rules(before, after)]


def _heads(before: Contents, after: Contents) -> Iterator[Difference]:
    for name in ("source", "single_signature_urgent"):
        if getattr(before, name) != getattr(after, name):
            yield Difference(What.HEAD, name, getattr(before, name), getattr(after, name))
    for check in NoticeCheck:
        was, now = (each.notice.get(check, CheckEffect.WARN) for each in (before, after))
        if was != now:
            yield Difference(What.CHECK, check.value, was, now)


def _rules(before: Contents, after: Contents) -> Iterator[Difference]:
    places = [*after.rules, *(place for place in before.rules if place not in after.rules)]
    for place in places:
        was, now = before.rules.get(place), after.rules.get(place)
        if was is None or now is None:
            yield Difference(What.RULE, "", was, now, place)
        elif was != now:
            yield from _rule(place, was, now)


def _rule(place: Place, was: RuleWords, now: RuleWords) -> Iterator[Difference]:
    for name in RULE_FIELDS:
        if getattr(was, name) != getattr(now, name):
            yield Difference(What.FIELD, name, getattr(was, name), getattr(now, name), place)
    allowances = (was.allowance_minutes, now.allowance_minutes)
    steps_before, steps_now = _by_key(was), _by_key(now)
    for key in [*steps_now, *(key for key in steps_before if key not in steps_now)]:
        old, new = steps_before.get(key), steps_now.get(key)
        if old != new:
            yield Difference(What.STEP, key, old, new, place, allowances)


def _by_key(rule: RuleWords) -> dict[str, StepWords]:
    return {step.key: step for step in rule.steps}
