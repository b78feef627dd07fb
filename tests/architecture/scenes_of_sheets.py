"""Scenes of what becomes of a sheet: its drafts, written by whoever works."""

from cases.domain.sheets import importing, working
from cases.models import Sheet
from operations.domain import jobs
from tests.architecture.verb_scenarios import LATER, Act, Stage, scene_of
from tests.factories.cases import link_on
from tests.factories.sheets import make_sheet


def ordered(stage: Stage) -> Sheet:
    sheet = make_sheet(stage.desk, "url", link_on(stage.desk))
    return importing.import_sheet(
        actor=stage.desk.analyst,
        sheet=sheet.public_id,
        only_good=False,
        edit_version=sheet.edit_version,
        now=LATER,
    )


@scene_of(importing.write_drafts)
def write_drafts(stage: Stage) -> Act:
    job = jobs.take(working.KINDS, now=LATER, subject=ordered(stage).public_id)
    analyst = stage.desk.analyst
    return Act(importing.write_drafts, analyst, {"actor": analyst, "job": job, "clock": lambda: LATER})


@scene_of(working.work_sheets)
def work_sheets(stage: Stage) -> Act:
    ordered(stage)
    return Act(working.work_sheets, stage.desk.analyst, {"clock": lambda: LATER})
