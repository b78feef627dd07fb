"""Scenes of what people do with the record and their own house."""

from datetime import timedelta

from accounts.domain import organisations
from cases.domain import own_answers, own_record, record_checks
from cases.enums import RecordPart
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON


@scene_of(own_record.hand_out_own_record)
def hand_out_own_record(stage: Stage) -> Act:
    stage.desk.sent_case(NOON)
    span = {"since": NOON - timedelta(days=1), "until": LATER}
    return acted(own_record.hand_out_own_record, stage.lead, part=RecordPart.WHOLE, **span)


@scene_of(record_checks.order_check)
def order_check(stage: Stage) -> Act:
    stage.desk.sent_case(NOON)
    return acted(record_checks.order_check, stage.desk.supervisor)


@scene_of(own_answers.see_answers)
def see_answers(stage: Stage) -> Act:
    return acted(own_answers.see_answers, stage.desk.analyst, until=NOON)


@scene_of(organisations.change_own_organisation)
def change_own_organisation(stage: Stage) -> Act:
    said = {"language": "id", "time_zone": "Asia/Makassar"}
    return acted(organisations.change_own_organisation, stage.lead, **said)
