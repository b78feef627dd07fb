"""Scenes of the versions of a policy: drafted, published, retired, and open cases that go over."""

from typing import Any

from cases.domain import policy_move_work, policy_moving
from sla.domain import drafting, publishing
from sla.domain.contents import RuleWords
from sla.domain.drafting import HeadWords
from sla.enums import CheckEffect, NoticeCheck
from sla.models import PolicyVersion
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON
from tests.factories.policies import EFFECT, draft_of, whole_policy


def act_on_draft(stage: Stage, verb: Any, **words: Any) -> Act:
    draft = draft_of(whole_policy(), stage.owner, NOON)
    return acted(verb, stage.owner, code=draft.policy.code, number=draft.number, **words)


@scene_of(drafting.begin_draft)
def begin_draft(stage: Stage) -> Act:
    return acted(drafting.begin_draft, stage.owner, code=whole_policy().code)


@scene_of(drafting.change_draft)
def change_draft(stage: Stage) -> Act:
    words = HeadWords("Act 2", True, {NoticeCheck.DEAD_FORM: CheckEffect.BLOCK})
    return act_on_draft(stage, drafting.change_draft, words=words, edit_version=1)


@scene_of(drafting.put_rule)
def put_rule(stage: Stage) -> Act:
    rule = {"place": EFFECT, "words": RuleWords(90, starts="sent"), "seen": ""}
    return act_on_draft(stage, drafting.put_rule, **rule)


@scene_of(drafting.remove_rule)
def remove_rule(stage: Stage) -> Act:
    return act_on_draft(stage, drafting.remove_rule, place=EFFECT)


@scene_of(drafting.discard_draft)
def discard_draft(stage: Stage) -> Act:
    return act_on_draft(stage, drafting.discard_draft)


@scene_of(publishing.publish_version)
def publish_version(stage: Stage) -> Act:
    return act_on_draft(stage, publishing.publish_version, effective_from=None, edit_version=1)


@scene_of(publishing.retire_version)
def retire_version(stage: Stage) -> Act:
    words = {"code": whole_policy().code, "number": 1, "until": None}
    return acted(publishing.retire_version, stage.owner, **words)


def superseded(stage: Stage) -> PolicyVersion:
    """Return the next version of the desk's policy, in force; its cases stand under the one before."""
    act = act_on_next(stage)
    version: PolicyVersion = act.do()
    return version


def act_on_next(stage: Stage) -> Act:
    policy = stage.desk.version.policy
    number = draft_of(policy, stage.owner, NOON).number
    said = {"code": policy.code, "number": number, "effective_from": None, "edit_version": 1}
    return Act(publishing.publish_version, stage.owner, {"actor": stage.owner, "now": LATER, **said})


@scene_of(policy_moving.move_case)
def move_case(stage: Stage) -> Act:
    case = stage.desk.sent_case(NOON)
    number = superseded(stage).number
    return acted(policy_moving.move_case, stage.desk.supervisor, reference=case.reference, number=number)


def act_of_order(stage: Stage) -> Act:
    stage.desk.sent_case(NOON)
    version = superseded(stage)
    words = {"code": version.policy.code, "number": version.number}
    return acted(policy_moving.order_move, stage.desk.supervisor, **words)


@scene_of(policy_moving.order_move)
def order_move(stage: Stage) -> Act:
    return act_of_order(stage)


@scene_of(policy_move_work.work_moves)
def work_moves(stage: Stage) -> Act:
    act_of_order(stage).do()
    return Act(policy_move_work.work_moves, stage.desk.supervisor, {"clock": lambda: LATER})
