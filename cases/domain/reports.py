"""Write a report and file it: a draft of the agency becomes one case a service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind
from audit.domain.chain import NewEntry, record
from cases.domain.filing import open_case
from cases.domain.intake import examine_paste
from cases.domain.links import Examination
from cases.domain.report_checks import answers_of, check_complete, lacks_of
from cases.domain.report_locking import (
    entry_about,
    known_report,
    lock_report,
    must_be_analyst,
    must_be_version,
    must_write,
    save_columns,
)
from cases.domain.report_storing import (
    ReportDraft,
    columns_of,
    fill,
    insert_report,
    new_report,
    saved_entry,
    store_findings,
)
from cases.enums import ReportState
from cases.models import Case, Finding, Report
from kernel.errors import Invalid, NotAllowed


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was filed, its cases, and its links as they were judged."""

    report: Report
    cases: Sequence[Case]
    examination: Examination


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
        earlier: list[Finding] = []
        if edit_version == 0:
            report = new_report(actor, reference, now)
        else:
            report = lock_report(actor, reference)
            must_write(actor, report)
            must_be_version(report, edit_version)
            earlier = list(report.findings.select_related("platform"))
        before = columns_of(report)
        examination = fill(actor, report, draft, earlier, now)
        if edit_version == 0:
            insert_report(report)
        else:
            save_columns(report, now, *before)
        store_findings(report, examination, anew=edit_version != 0)
        record([saved_entry(report, before, examination)], by=actor, at=now)
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
        report.state = ReportState.FILED
        save_columns(report, now, "state")
        return _open_cases(actor, report, examination, now)


def file_at_once(
    *, actor: Actor, reference: str, draft: ReportDraft, considered: bool, now: datetime
) -> Filed:
    """Write a new report under ``reference`` and file it: both are kept, or neither.

    Effects and errors as of ``save_report`` and ``file_report``.
    """
    with acting_as(actor):
        must_issue(actor)
        must_be_analyst(actor)
        report = new_report(actor, reference, now)
        before = columns_of(report)
        examination = fill(actor, report, draft, [], now)
        check_complete(report, examination, considered=considered)
        saved = saved_entry(report, before, examination)
        report.state = ReportState.FILED
        insert_report(report)
        return Filed(report, _open_cases(actor, report, examination, now, saved=saved), examination)


def _open_cases(
    actor: Actor,
    report: Report,
    examination: Examination,
    now: datetime,
    *,
    saved: NewEntry | None = None,
) -> list[Case]:
    """Open the cases of a report. ``saved``: the entry of its writing, if that was just now."""
    groups = examination.by_platform
    alone = len(groups) == 1 if saved is None else None
    opened = [
        open_case(actor=actor, report=report, platform=platform, links=links, alone=alone, now=now)
        for platform, links in groups.items()
    ]
    store_findings(report, examination, opened, anew=saved is None)
    references = sorted(each.case.reference for each in opened)
    filed = entry_about(report, "file", state=report.state, cases=references)
    # One call: the record locks its chains in one order and asks three times, whatever is written.
    before = [saved] if saved else []
    record([*before, filed, *(each.entry for each in opened)], by=actor, at=now, begin=saved is not None)
    return [each.case for each in opened]


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
