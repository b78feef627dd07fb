"""What an operator's moderator does to a case of the demo: each returns an act, played at its instant."""

from datetime import datetime
from uuid import UUID

from accounts.domain.acting import Actor
from cases.demo.stage import Act, Stage
from cases.domain import (
    assigning,
    clarification,
    impossibility,
    objections,
    receipt,
    response,
    restoring,
    thread,
)
from cases.domain.response import ItemDecision
from cases.enums import Outcome, RefusalGround


def sign() -> Act:
    """The moderator opens and signs."""

    def act(stage: Stage, at: datetime) -> None:
        receipt.open_and_sign(actor=_moderator(stage), reference=stage.reference, now=at)

    return act


def acknowledge() -> Act:
    """The moderator takes the case and acknowledges."""

    def act(stage: Stage, at: datetime) -> None:
        moderator = _moderator(stage)
        assigning.assign(actor=moderator, reference=stage.reference, to=UUID(moderator.id), now=at)
        response.acknowledge(actor=moderator, reference=stage.reference, now=at)

    return act


def decide(
    *outcomes: Outcome, text: str = "", ground: RefusalGround = RefusalGround.NOT_ILLEGAL, first: int = 0
) -> Act:
    """The moderator decides items from ``first`` on; one outcome alone is that of all of them."""

    def act(stage: Stage, at: datetime) -> None:
        items = stage.items()[first:]
        chosen = outcomes * len(items) if len(outcomes) == 1 else outcomes
        response.decide(
            actor=_moderator(stage),
            reference=stage.reference,
            decisions=[
                ItemDecision(
                    item=item,
                    outcome=outcome,
                    refusal_ground=ground.value if outcome == Outcome.REFUSED else "",
                    author_told=outcome in (Outcome.REMOVED, Outcome.SUSPENDED),
                )
                for item, outcome in zip(items, chosen, strict=False)
            ],
            text=text,
            now=at,
        )

    return act


def ask(ground: str, text: str) -> Act:
    """The moderator asks for clarification."""

    def act(stage: Stage, at: datetime) -> None:
        clarification.ask(
            actor=_moderator(stage), reference=stage.reference, ground=ground, text=text, now=at
        )

    return act


def declare_impossible(ground: str, text: str) -> Act:
    """The moderator declares that effect cannot be given for now."""

    def act(stage: Stage, at: datetime) -> None:
        impossibility.declare(
            actor=_moderator(stage), reference=stage.reference, ground=ground, text=text, now=at
        )

    return act


def end_impossibility(text: str) -> Act:
    """The moderator says that it is over."""

    def act(stage: Stage, at: datetime) -> None:
        impossibility.end(actor=_moderator(stage), reference=stage.reference, text=text, now=at)

    return act


def object_to(text: str) -> Act:
    """The moderator objects."""

    def act(stage: Stage, at: datetime) -> None:
        objections.object_to(actor=_moderator(stage), reference=stage.reference, text=text, now=at)

    return act


def restore(text: str) -> Act:
    """The moderator reports that measures are undone."""

    def act(stage: Stage, at: datetime) -> None:
        restoring.report_restored(actor=_moderator(stage), reference=stage.reference, text=text, now=at)

    return act


def say(text: str) -> Act:
    """The moderator writes in the shared thread."""

    def act(stage: Stage, at: datetime) -> None:
        thread.write(actor=_moderator(stage), reference=stage.reference, text=text, now=at)

    return act


def _moderator(stage: Stage) -> Actor:
    return stage.desk[f"{stage.operator}.moderator"]
