"""The scene of an outage."""

from datetime import timedelta

from cases.domain import outages
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of


@scene_of(outages.declare_outage)
def declare_outage(stage: Stage) -> Act:
    sent(stage)
    down = {"started_at": LATER - timedelta(minutes=5), "ended_at": LATER, "reason": "The line was cut."}
    return acted(outages.declare_outage, stage.desk.supervisor, platform=None, **down)
