"""Scenes of what another agency does that joins a case."""

from cases.domain import joining
from cases.models import CoSignature
from tests.architecture.scenes_of_response import sent
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.cases import link_on, save_draft
from tests.factories.desk import Desk, make_second_desk
from tests.factories.joining import joining_draft, token_on


def _asked(stage: Stage) -> tuple[Desk, CoSignature]:
    sent(stage)
    second = make_second_desk(stage.desk)
    act = _act(second)
    return second, act.do()


def _act(second: Desk) -> Act:
    report = save_draft(second, link_on(second))
    return acted(
        joining.ask_to_join,
        second.analyst,
        reference=report.reference,
        token=token_on(second),
        draft=joining_draft(second),
    )


@scene_of(joining.ask_to_join)
def ask_to_join(stage: Stage) -> Act:
    sent(stage)
    return _act(make_second_desk(stage.desk))


@scene_of(joining.confirm_joining)
def confirm_joining(stage: Stage) -> Act:
    second, asked = _asked(stage)
    return acted(joining.confirm_joining, second.approver, joining=asked.public_id)


@scene_of(joining.return_joining)
def return_joining(stage: Stage) -> Act:
    second, asked = _asked(stage)
    return acted(joining.return_joining, second.approver, joining=asked.public_id, reason="Which law?")


@scene_of(joining.leave)
def leave(stage: Stage) -> Act:
    second, asked = _asked(stage)
    return acted(joining.leave, second.analyst, joining=asked.public_id)
