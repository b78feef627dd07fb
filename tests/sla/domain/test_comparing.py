"""What one version says otherwise than another."""

from dataclasses import replace

from sla.domain.comparing import What, differences
from sla.domain.contents import Contents, Place, RuleWords, StepWords
from sla.enums import CheckEffect, ClockKind, Lane, NoticeCheck, StepAction, StepAnchor, Urgency

PLACE = Place(ClockKind.EFFECT, Urgency.URGENT)
BREACH = StepWords("breach", StepAction.BREACH, StepAnchor.DUE, offset_minutes=0)
LEGAL = StepWords("legal", StepAction.SUPERVISOR, StepAnchor.DUE, offset_minutes=60)
RULE = RuleWords(240, steps=(BREACH, LEGAL))
BASE = Contents("Act 1", notice={}, rules={PLACE: RULE})


def said(after: Contents) -> list[tuple[What, str, object, object]]:
    return [(each.what, each.name, each.before, each.after) for each in differences(BASE, after)]


def with_rule(rule: RuleWords) -> Contents:
    return replace(BASE, rules={PLACE: rule})


def test_the_same_differs_in_nothing():
    assert said(BASE) == []
    assert said(replace(BASE, notice={NoticeCheck.DEAD_FORM: CheckEffect.WARN})) == []


def test_fields_checks_and_the_head_are_named_with_both_values():
    assert said(replace(BASE, source="Act 2", single_signature_urgent=True)) == [
        (What.HEAD, "source", "Act 1", "Act 2"),
        (What.HEAD, "single_signature_urgent", False, True),
    ]
    blocked = replace(BASE, notice={NoticeCheck.DEAD_FORM: CheckEffect.BLOCK})
    assert said(blocked) == [(What.CHECK, "dead_form", CheckEffect.WARN, CheckEffect.BLOCK)]
    assert said(with_rule(replace(RULE, allowance_minutes=180))) == [
        (What.FIELD, "allowance_minutes", 240, 180)
    ]


def test_steps_are_known_by_their_keys_and_their_order_is_none_of_them():
    later = replace(LEGAL, offset_minutes=90)
    assert said(with_rule(replace(RULE, steps=(LEGAL, BREACH)))) == []
    assert said(with_rule(replace(RULE, steps=(BREACH, later)))) == [(What.STEP, "legal", LEGAL, later)]
    assert said(with_rule(replace(RULE, steps=(BREACH,)))) == [(What.STEP, "legal", LEGAL, None)]


def test_rules_that_come_and_go_are_named_whole():
    lane = PLACE._replace(lane=Lane.TRUSTED)
    assert said(Contents("Act 1", rules={lane: RULE})) == [
        (What.RULE, "", None, RULE),
        (What.RULE, "", RULE, None),
    ]
