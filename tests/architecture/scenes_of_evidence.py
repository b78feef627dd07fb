"""Scenes of what is done with evidence: handed in, taken back, read."""

from uuid import UUID

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import court_file, evidence, evidence_reading
from cases.models import Evidence
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.cases import make_waiting_case, save_draft
from tests.factories.files import new_file, picture


def attaching(stage: Stage) -> Act:
    return acted(
        evidence.attach_to_report,
        stage.desk.analyst,
        reference=save_draft(stage.desk).reference,
        files=[new_file(picture(), "screen.png")],
        proves="",
    )


def attached(stage: Stage) -> tuple[str, UUID]:
    report = attaching(stage).do()
    with acting_as(COMMAND):
        return report.reference, Evidence.objects.get(report=report).public_id


def adding(stage: Stage) -> Act:
    reference = make_waiting_case(stage.desk).reference
    files = [new_file()]
    return acted(evidence.attach_to_case, stage.desk.analyst, reference=reference, files=files, item=None)


@scene_of(evidence.attach_to_report)
def attach_to_report(stage: Stage) -> Act:
    return attaching(stage)


@scene_of(evidence.remove_from_report)
def remove_from_report(stage: Stage) -> Act:
    reference, file = attached(stage)
    return acted(evidence.remove_from_report, stage.desk.analyst, reference=reference, evidence=file)


@scene_of(evidence.attach_to_case)
def attach_to_case(stage: Stage) -> Act:
    return adding(stage)


@scene_of(evidence.take_out_of_case)
def take_out_of_case(stage: Stage) -> Act:
    case = adding(stage).do()
    with acting_as(COMMAND):
        file = Evidence.objects.get(exhibit__case=case).public_id
    return acted(evidence.take_out_of_case, stage.desk.analyst, reference=case.reference, evidence=file)


@scene_of(evidence_reading.see_preview)
def see_preview(stage: Stage) -> Act:
    return acted(evidence_reading.see_preview, stage.desk.supervisor, evidence=attached(stage)[1])


@scene_of(evidence_reading.open_original)
def open_original(stage: Stage) -> Act:
    return acted(evidence_reading.open_original, stage.desk.approver, evidence=attached(stage)[1])


@scene_of(court_file.hand_out_court_file)
def hand_out_court_file(stage: Stage) -> Act:
    case = adding(stage).do()
    return acted(court_file.hand_out_court_file, stage.desk.supervisor, reference=case.reference)
