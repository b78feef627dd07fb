"""Scenes of what the platform does with an order."""

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import clarification, impossibility, objections, receipt, response
from cases.domain.response import ItemDecision
from cases.enums import ClarificationGround, ImpossibilityGround, Outcome
from cases.models import Item
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.cases import NOON, make_sent_case


def sent(stage: Stage) -> str:
    return make_sent_case(stage.desk).reference


def items_of(reference: str) -> list[Item]:
    with acting_as(COMMAND):
        return list(Item.objects.filter(case__reference=reference))


def decided(stage: Stage) -> str:
    reference = sent(stage)
    act_decide(stage, reference).do()
    return reference


def act_decide(stage: Stage, reference: str) -> Act:
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items_of(reference)]
    return acted(
        response.decide, stage.desk.moderator, reference=reference, decisions=decisions, text="Gone."
    )


def objected(stage: Stage) -> str:
    reference = sent(stage)
    objections.object_to(actor=stage.desk.moderator, reference=reference, text="It is art.", now=NOON)
    return reference


@scene_of(receipt.open_and_sign)
def open_and_sign(stage: Stage) -> Act:
    return acted(receipt.open_and_sign, stage.desk.moderator, reference=sent(stage))


@scene_of(response.acknowledge)
def acknowledge(stage: Stage) -> Act:
    return acted(response.acknowledge, stage.desk.moderator, reference=sent(stage))


@scene_of(response.decide)
def decide(stage: Stage) -> Act:
    return act_decide(stage, sent(stage))


def act_ask(stage: Stage, reference: str) -> Act:
    return acted(
        clarification.ask,
        stage.desk.moderator,
        reference=reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which page?",
    )


@scene_of(clarification.ask)
def ask(stage: Stage) -> Act:
    return act_ask(stage, sent(stage))


@scene_of(clarification.answer)
def answer(stage: Stage) -> Act:
    reference = sent(stage)
    act_ask(stage, reference).do()
    return acted(clarification.answer, stage.desk.analyst, reference=reference, text="The first.")


def act_declare(stage: Stage, reference: str) -> Act:
    return acted(
        impossibility.declare,
        stage.desk.moderator,
        reference=reference,
        ground=ImpossibilityGround.TECHNICAL,
        text="Our tool is down.",
    )


@scene_of(impossibility.declare)
def declare(stage: Stage) -> Act:
    return act_declare(stage, sent(stage))


@scene_of(impossibility.end)
def end(stage: Stage) -> Act:
    reference = sent(stage)
    act_declare(stage, reference).do()
    return acted(impossibility.end, stage.desk.moderator, reference=reference, text="It is up again.")


@scene_of(objections.object_to)
def object_to(stage: Stage) -> Act:
    return acted(objections.object_to, stage.desk.moderator, reference=sent(stage), text="It is art.")


@scene_of(objections.decide)
def decide_objection(stage: Stage) -> Act:
    return acted(
        objections.decide,
        stage.desk.supervisor,
        reference=objected(stage),
        upheld=False,
        reason="It is not.",
    )
