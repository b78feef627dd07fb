"""The reports of a side, from the draft to what a referring agency hears of it."""

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.domain import approving, referring, reports
from cases.models import Case, Report
from tests.architecture.route_side import Side
from tests.architecture.route_world_cases import paste_of
from tests.architecture.route_world_evidence import hand_in
from tests.factories.cases import draft_for, save_draft, seen_hash


def make_reports(side: Side, referrer: Actor) -> None:
    desk, now = side.desk, side.now
    analyst = desk.analyst

    def saved(name: str, actor: Actor) -> Report:
        fields = {"reasons": side.mark(f"report{name}"), "legal_basis": desk.basis.code}
        if actor is referrer:
            fields["legal_basis"] = ""
        return save_draft(desk, paste_of(side, name, desk), actor=actor, now=now, **fields)

    def referred(name: str) -> Report:
        report = saved(name, referrer)
        hand_in(side, name, report.reference, referrer)
        report = side.reported(report)
        return referring.refer(
            actor=referrer,
            reference=report.reference,
            issuing=desk.agency.public_id,
            edit_version=report.edit_version,
            now=now,
        )

    side.reports["draft"] = saved("draft", analyst)
    side.reports["referred"] = referred("referred")
    report = referred("taken")
    side.reports["taken"] = referring.take_over(actor=analyst, reference=report.reference, now=now)
    report = referred("sentback")
    side.reports["sentback"] = referring.return_report(
        actor=analyst, reference=report.reference, reason=side.mark("sentback"), now=now
    )
    side.reports["filed"] = _filed_by_referrer(side, referred("filed"), analyst)
    with acting_as(COMMAND):
        side.cases["referred"] = Case.objects.get(filing__report=side.reports["filed"])


def _filed_by_referrer(side: Side, report: Report, analyst: Actor) -> Report:
    desk, now = side.desk, side.now
    taken = referring.take_over(actor=analyst, reference=report.reference, now=now)
    draft = draft_for(desk, paste_of(side, "filed", desk), reasons=side.mark("reasonsreferred"))
    saved = reports.save_report(
        actor=analyst, reference=taken.reference, draft=draft, edit_version=taken.edit_version, now=now
    )
    [case] = reports.file_report(
        actor=analyst,
        reference=saved.reference,
        edit_version=saved.edit_version,
        considered=True,
        now=now,
    )
    approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=now,
    )
    return saved
