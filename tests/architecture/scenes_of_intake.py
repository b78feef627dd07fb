"""Scenes of what is done until an order is sent: the report, the draft, the second signature."""

from typing import Any

from cases.domain import approving, drafting, referring, reports
from cases.models import Case, Report
from kernel.references import new_reference
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.cases import NOON, draft_for, edit, make_waiting_case, save_draft, seen_hash


def referred(stage: Stage) -> Report:
    report = save_draft(stage.desk, actor=stage.referrer, legal_basis="")
    return referring.refer(**refer_words(stage, report))


def refer_words(stage: Stage, report: Report) -> dict[str, Any]:
    return {
        "actor": stage.referrer,
        "reference": report.reference,
        "issuing": stage.desk.agency.public_id,
        "edit_version": report.edit_version,
        "now": NOON,
    }


def returned(stage: Stage) -> Case:
    case = make_waiting_case(stage.desk)
    return approving.return_to_author(
        actor=stage.desk.approver,
        reference=case.reference,
        reason="Too vague.",
        content_hash=seen_hash(stage.desk.approver, case.reference),
        now=NOON,
    )


@scene_of(reports.save_report)
def save(stage: Stage) -> Act:
    return acted(
        reports.save_report,
        stage.desk.analyst,
        reference=new_reference(),
        draft=draft_for(stage.desk),
        edit_version=0,
    )


@scene_of(reports.file_at_once)
def file_at_once(stage: Stage) -> Act:
    return acted(
        reports.file_at_once,
        stage.desk.analyst,
        reference=new_reference(),
        draft=draft_for(stage.desk),
        considered=True,
    )


@scene_of(reports.file_report)
def file(stage: Stage) -> Act:
    report = save_draft(stage.desk)
    return acted(
        reports.file_report,
        stage.desk.analyst,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=True,
    )


@scene_of(referring.refer)
def refer(stage: Stage) -> Act:
    report = save_draft(stage.desk, actor=stage.referrer, legal_basis="")
    return Act(referring.refer, stage.referrer, refer_words(stage, report))


@scene_of(referring.take_over)
def take_over(stage: Stage) -> Act:
    return acted(referring.take_over, stage.desk.analyst, reference=referred(stage).reference)


@scene_of(referring.return_report)
def return_report(stage: Stage) -> Act:
    return acted(
        referring.return_report,
        stage.desk.analyst,
        reference=referred(stage).reference,
        reason="Not a matter for us.",
    )


@scene_of(drafting.edit_case)
def edit_case(stage: Stage) -> Act:
    case = make_waiting_case(stage.desk)
    draft = drafting.CaseDraft(
        category=stage.desk.category.code,
        legal_basis=stage.desk.basis.code,
        urgency=case.urgency,
        reasons="Better reasons.",
        considerations=case.considerations,
    )
    return acted(
        drafting.edit_case,
        stage.desk.analyst,
        reference=case.reference,
        draft=draft,
        edit_version=case.edit_version,
    )


@scene_of(drafting.submit)
def submit(stage: Stage) -> Act:
    case = edit(stage.desk, make_waiting_case(stage.desk), reasons="Better reasons.")
    return acted(
        drafting.submit, stage.desk.analyst, reference=case.reference, edit_version=case.edit_version
    )


def act_of_approver(stage: Stage, verb: Any, case: Case, **words: Any) -> Act:
    approver = stage.desk.approver
    seen = seen_hash(approver, case.reference)
    return acted(verb, approver, reference=case.reference, content_hash=seen, **words)


@scene_of(approving.mark_seen)
def mark_seen(stage: Stage) -> Act:
    return act_of_approver(stage, approving.mark_seen, make_waiting_case(stage.desk))


@scene_of(approving.return_to_author)
def return_to_author(stage: Stage) -> Act:
    case = make_waiting_case(stage.desk)
    return act_of_approver(stage, approving.return_to_author, case, reason="Too vague.")


@scene_of(approving.approve_and_send)
def approve_and_send(stage: Stage) -> Act:
    return act_of_approver(stage, approving.approve_and_send, make_waiting_case(stage.desk))


def act_alone(stage: Stage) -> Act:
    case = returned(stage)
    return acted(
        approving.send_urgent, stage.desk.analyst, reference=case.reference, edit_version=case.edit_version
    )


@scene_of(approving.send_urgent)
def send_urgent(stage: Stage) -> Act:
    return act_alone(stage)


@scene_of(approving.confirm)
def confirm(stage: Stage) -> Act:
    return act_of_approver(stage, approving.confirm, act_alone(stage).do())
