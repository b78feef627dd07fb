"""What a second agency does about a case of the demo: it was there first, or it joins."""

from datetime import datetime, timedelta

from accounts.domain.acting import COMMAND, acting_as
from cases.demo.stage import CONSIDERED, Act, Stage, draft_of
from cases.domain import approving
from cases.domain.content import content_hash, content_of
from cases.domain.joining import JoiningDraft, ask_to_join, confirm_joining
from cases.domain.links import token_of
from cases.domain.reports import file_report, save_report
from cases.models import Case, Finding, Report
from kernel.references import new_reference

CONFIRMED_AFTER = timedelta(minutes=4)


def joined_by(house: str, reasons: str, *, confirmed: bool = True) -> Act:
    """An analyst of ``house`` finds the first link in hand and asks to join; his approver confirms."""

    def act(stage: Stage, at: datetime) -> None:
        report = _report(stage, house, reasons, at)
        joining = ask_to_join(
            actor=stage.desk[f"{house}.analyst"],
            reference=report.reference,
            token=_first_token(report),
            draft=JoiningDraft(
                category=report.category.code if report.category else "",
                legal_basis=report.legal_basis.code if report.legal_basis else "",
                reasons=reasons,
                considerations=CONSIDERED,
            ),
            now=at,
        )
        if confirmed:
            approver = stage.desk[f"{house}.approver"]
            confirm_joining(actor=approver, joining=joining.public_id, now=at + CONFIRMED_AFTER)

    return act


def overtaken_by(house: str, reasons: str) -> Act:
    """``house`` sends the first link of a case that still waits for its second signature."""

    def act(stage: Stage, at: datetime) -> None:
        analyst = stage.desk[f"{house}.analyst"]
        report = _report(stage, house, reasons, at)
        [case] = file_report(
            actor=analyst,
            reference=report.reference,
            edit_version=report.edit_version,
            considered=True,
            now=at,
        )
        with acting_as(COMMAND):
            seen = content_hash(content_of(Case.objects.get(pk=case.pk)))
        approving.approve_and_send(
            actor=stage.desk[f"{house}.approver"], reference=case.reference, content_hash=seen, now=at
        )

    return act


def _report(stage: Stage, house: str, reasons: str, at: datetime) -> Report:
    """Return a saved report of ``house`` with the first link of the case that is played."""
    if stage.life is None:
        raise ValueError("nothing is played")
    life, actor = stage.life, stage.desk[f"{house}.analyst"]
    draft = draft_of(life, actor.jurisdiction, stage.seed)
    own = type(draft)(
        paste=draft.paste.splitlines()[0],
        category=draft.category,
        legal_basis=draft.legal_basis,
        urgency=draft.urgency,
        reasons=reasons,
        considerations=CONSIDERED,
    )
    return save_report(actor=actor, reference=new_reference(), draft=own, edit_version=0, now=at)


def _first_token(report: Report) -> str:
    with acting_as(COMMAND):
        finding = Finding.objects.select_related("platform").get(report=report)
        return token_of(finding.platform.slug if finding.platform else "", finding.key)
