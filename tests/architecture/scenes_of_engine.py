"""Scenes of the engine and of the replay."""

from accounts.domain.acting import COMMAND, ENGINE
from cases.domain import enforcing, replay_cast, replay_facts, replaying, sweep
from sla.domain.reference import load_reference
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import MUCH_LATER, Act, Stage, scene_of
from tests.factories.cases import NOON


@scene_of(sweep.sweep)
def sweep_deadlines(stage: Stage) -> Act:
    sent(stage)
    return Act(sweep.sweep, ENGINE, {"now": MUCH_LATER})


@scene_of(enforcing.enforce)
def enforce(stage: Stage) -> Act:
    sent(stage)
    return Act(enforcing.enforce, ENGINE, {"now": MUCH_LATER, "runner": "test"})


@scene_of(replaying.play)
def play(stage: Stage) -> Act:
    load_reference(actor=COMMAND, now=NOON)
    return Act(
        replaying.play,
        COMMAND,
        {"name": "telegram_2017", "policy": "permenkominfo-5-2020", "now": MUCH_LATER},
    )


@scene_of(replay_cast.cast_of)
def cast_of(stage: Stage) -> Act:
    load_reference(actor=COMMAND, now=NOON)
    story = replay_facts.load_story("telegram_2017")
    return Act(replay_cast.cast_of, COMMAND, {"story": story, "now": MUCH_LATER})
