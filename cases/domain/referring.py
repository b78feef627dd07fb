"""An agency that only refers hands its report to one that issues."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from audit.domain.hashing import salted
from cases.domain.intake import examine_paste
from cases.domain.report_checks import answers_of, must_have_links
from cases.domain.report_locking import (
    lock_report,
    must_be_analyst,
    must_be_in,
    must_be_version,
    must_write,
    note_report,
    save_columns,
)
from cases.domain.report_telling import analysts_of, reporter_of, tell_report
from cases.enums import ReportState
from cases.models import Report
from kernel.errors import Invalid, NotAllowed
from notifications.enums import NoticeKind


def refer(*, actor: Actor, reference: str, issuing: UUID, edit_version: int, now: datetime) -> Report:
    """Hand a saved report of an agency that only refers to the agency ``issuing``.

    It can no longer be changed here until it is returned; the other's analysts are told.
    Written in the record of the report. Errors: Invalid (nothing can be reported, no
    category, no reasons, not an agency that issues), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        must_refer(actor)
        report = lock_report(actor, reference)
        must_write(actor, report)
        must_be_version(report, edit_version)
        to = Organisation.objects.filter(
            public_id=issuing, kind=OrganisationKind.ISSUING, active=True
        ).first()
        if to is None:
            raise Invalid("issuing_unknown", _("Choose the agency that is to issue it."), field="issuing")
        _must_be_worth_referring(actor, report)
        report.issuing, report.state, report.return_reason = to, ReportState.REFERRED, ""
        save_columns(report, now, "issuing", "state", "return_reason")
        note_report(report, actor, "refer", now, state=report.state, issuing=to.public_id)
        restricted = report.category is not None and report.category.restricted
        analysts = analysts_of(report.issuing_id, cleared=restricted)
        tell_report(report, NoticeKind.REPORT_REFERRED, analysts, now)
        return report


def must_refer(actor: Actor) -> None:
    """Raise NotAllowed for whose agency issues its orders itself."""
    if actor.organisation_kind != OrganisationKind.REFERRING:
        raise NotAllowed("referring_only", _("Your agency issues its orders itself."))


def take_over(*, actor: Actor, reference: str, now: datetime) -> Report:
    """Take a referred report over: from now on the issuing agency's analysts write it.

    The reporter is told; written in the record of the report. A legal basis that the
    referrer chose from another jurisdiction is emptied. Errors: NotKnown, NotAllowed,
    Conflict (somebody else was first).
    """
    with acting_as(actor):
        report = _locked_for_issuing(actor, reference)
        must_be_in(report, ReportState.REFERRED)
        report.state, report.taken_over_by_id = ReportState.TAKEN_OVER, actor.user_id
        basis = report.legal_basis
        if basis is not None and basis.jurisdiction != report.issuing.jurisdiction:
            report.legal_basis = None
        save_columns(report, now, "state", "taken_over_by", "legal_basis")
        note_report(report, actor, "take_over", now, state=report.state)
        tell_report(report, NoticeKind.REPORT_TAKEN, reporter_of(report), now)
        return report


def return_report(*, actor: Actor, reference: str, reason: str, now: datetime) -> Report:
    """Give a referred report back to the agency that wrote it, with a reason.

    The reporter is told; written in the record of the report. Errors: Invalid (no
    reason), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        report = _locked_for_issuing(actor, reference)
        must_be_in(report, ReportState.REFERRED, ReportState.TAKEN_OVER)
        if not reason.strip():
            raise Invalid("reason_missing", _("Write why you return it."), field="reason")
        report.state, report.return_reason = ReportState.RETURNED, reason.strip()
        report.taken_over_by = None
        save_columns(report, now, "state", "return_reason", "taken_over_by")
        note_report(
            report,
            actor,
            "return",
            now,
            state=report.state,
            return_reason=salted(report.return_reason, report.salt),
        )
        tell_report(report, NoticeKind.REPORT_RETURNED, reporter_of(report), now)
        return report


def _locked_for_issuing(actor: Actor, reference: str) -> Report:
    report = lock_report(actor, reference)
    must_be_analyst(actor)
    if report.issuing_id != actor.organisation_id or report.agency_id == actor.organisation_id:
        raise NotAllowed(
            "issuing_agency_only", _("Only the agency that the report was referred to can do this.")
        )
    return report


def _must_be_worth_referring(actor: Actor, report: Report) -> None:
    findings = list(report.findings.select_related("platform"))
    must_have_links(examine_paste(actor, report.paste, answers_of(findings), findings))
    if report.category is None:
        raise Invalid("category_missing", _("Choose a category."), field="category")
    if not report.reasons:
        raise Invalid("reasons_missing", _("Write why this content is unlawful."), field="reasons")
