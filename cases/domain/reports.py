"""Write a report and file it: a draft of the agency becomes one case a service."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from accounts.models import Organisation
from audit.domain.hashing import salted
from cases.domain.exhibits import refuse_restricted
from cases.domain.filing import open_case
from cases.domain.grounds import read_basis, read_category, read_urgency
from cases.domain.intake import examine_paste
from cases.domain.links import Answers, Examination, Link
from cases.domain.pastes import storable
from cases.domain.report_checks import answers_of, check_complete, lacks_of
from cases.domain.report_locking import (
    house_of,
    known_report,
    lock_report,
    must_be_analyst,
    must_be_version,
    must_write,
    note_report,
    save_columns,
    signer_of,
)
from cases.enums import Disposition, ReportState
from cases.models import Case, Finding, Report
from kernel.errors import Conflict, Invalid, NotAllowed

_TEXTS = ("paste", "reasons", "considerations")


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a report's form holds. ``category`` and ``legal_basis`` are codes, empty for none."""

    paste: str
    category: str = ""
    legal_basis: str = ""
    urgency: str = ""
    reasons: str = ""
    considerations: str = ""
    file_number: str = ""
    answers: Answers = field(default_factory=Answers)


def save_report(
    *, actor: Actor, reference: str, draft: ReportDraft, edit_version: int, now: datetime
) -> Report:
    """Store a report as a draft, judged anew, and return it.

    ``edit_version`` 0 makes a new report under ``reference``; a second one under the same
    reference (a double click) is a Conflict. Secrets of private links are masked before
    they are stored. A returned report becomes its agency's draft again. Written in the
    record of the report. Errors: Invalid (empty or too large a paste, a category, basis
    or urgency that is not open), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        must_be_analyst(actor)
        if not draft.paste.strip():
            raise Invalid("paste_empty", _("Paste at least one link."), field="paste")
        if edit_version == 0:
            report = _new_report(actor, reference, now)
        else:
            report = lock_report(actor, reference)
            must_write(actor, report)
            must_be_version(report, edit_version)
        before = _columns(report)
        _fill(actor, report, draft, now)
        examination = examine_paste(actor, draft.paste, draft.answers, _earlier(report))
        masks = {link.given: link.shown for link in examination.links if _is_masked(link)}
        report.paste = storable(draft.paste, masks)
        save_columns(report, now, *_columns(report))
        _store_findings(report, examination)
        note_report(report, actor, "save", now, **_changed(report, before), links=_counts(examination))
        return report


def file_report(
    *, actor: Actor, reference: str, edit_version: int, considered: bool, now: datetime
) -> list[Case]:
    """File a saved report: one case a service, each waiting for another person's approval.

    ``considered``: the filer states that journalism, research, art, satire and criticism
    of officials were considered. Starts the approve clocks, tells the approvers, writes
    in the records of report and cases. Links that cannot be sent stay in the report.
    Errors: Invalid (nothing can be reported, too many links for a service, something is
    missing, no policy), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        report = lock_report(actor, reference)
        must_write(actor, report)
        must_issue(actor)
        must_be_version(report, edit_version)
        findings = list(report.findings.select_related("platform"))
        examination = examine_paste(actor, report.paste, answers_of(findings), findings)
        check_complete(report, examination, considered=considered)
        _store_findings(report, examination)
        groups = examination.by_platform
        cases = [
            open_case(
                actor=actor, report=report, platform=platform, links=links, alone=len(groups) == 1, now=now
            )
            for platform, links in groups.items()
        ]
        report.state = ReportState.FILED
        save_columns(report, now, "state")
        references = sorted(case.reference for case in cases)
        note_report(report, actor, "file", now, state=report.state, cases=references)
        return cases


def lacking(actor: Actor, reference: str, *, considered: bool) -> list[Invalid]:
    """Return all that a saved report lacks before it can be filed. Inner read."""
    report = known_report(actor, reference)
    findings = list(report.findings.select_related("platform"))
    examination = examine_paste(actor, report.paste, answers_of(findings), findings)
    return list(lacks_of(report, examination, considered=considered))


def must_issue(actor: Actor) -> None:
    """Raise NotAllowed for whose agency only refers."""
    if actor.organisation_kind != OrganisationKind.ISSUING:
        raise NotAllowed("issuing_only", _("Your agency refers its reports to an agency that issues."))


def _new_report(actor: Actor, reference: str, now: datetime) -> Report:
    try:
        with transaction.atomic():
            return Report.objects.create(
                reference=reference,
                agency_id=house_of(actor),
                issuing_id=house_of(actor),
                reporter_id=signer_of(actor),
                state=ReportState.DRAFT,
                created_at=now,
                updated_at=now,
                edit_version=0,
            )
    except IntegrityError:
        raise Conflict(
            "report_saved_already", _("This report was saved already; it was not entered twice.")
        ) from None


def _fill(actor: Actor, report: Report, draft: ReportDraft, now: datetime) -> None:
    if report.state == ReportState.RETURNED:
        report.state, report.issuing = ReportState.DRAFT, report.agency
    issuing = Organisation.objects.get(pk=report.issuing_id)
    report.category = read_category(actor, draft.category)
    refuse_restricted(report.category, report.evidence.exists())
    report.legal_basis = read_basis(issuing, report.category, draft.legal_basis, now)
    report.urgency = read_urgency(report.category, draft.urgency)
    report.reasons = draft.reasons.strip()
    report.considerations = draft.considerations.strip()
    report.file_number = draft.file_number.strip()


def _earlier(report: Report) -> list[Finding]:
    return list(report.findings.select_related("platform"))


def _is_masked(link: Link) -> bool:
    return link.disposition in (Disposition.REFUSED, Disposition.NO_ADDRESSEE)


def _store_findings(report: Report, examination: Examination) -> None:
    report.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            report=report,
            position=link.position,
            shown=link.shown,
            verdict=link.verdict,
            platform=link.platform,
            kind=link.kind,
            key=link.key,
            reason=link.reason,
            disposition=link.disposition,
            statement=link.statement,
        )
        for link in examination.links
    )


def _columns(report: Report) -> dict[str, Any]:
    return {
        "state": report.state,
        "issuing": report.issuing_id,
        "paste": report.paste,
        "category": report.category.code if report.category else "",
        "legal_basis": report.legal_basis.code if report.legal_basis else "",
        "urgency": report.urgency,
        "reasons": report.reasons,
        "considerations": report.considerations,
        "file_number": report.file_number,
    }


def _changed(report: Report, before: dict[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in _columns(report).items() if value != before[name]}
    for name in (*_TEXTS, "file_number"):
        if name in changed:
            changed[name] = salted(changed[name], report.salt)
    return changed


def _counts(examination: Examination) -> dict[str, int]:
    dispositions: Sequence[Disposition] = tuple(Disposition)
    return {word.value: examination.count_of(word) for word in dispositions if examination.count_of(word)}
