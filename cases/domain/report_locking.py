"""The lock of a report, and the questions before every verb on it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.enums import ReportState
from cases.models import Report
from kernel.errors import Conflict, NotAllowed, NotKnown

# Who may write in which state: the agency that wrote it, or the one that took it over.
_WRITTEN_BY_AGENCY = (ReportState.DRAFT, ReportState.RETURNED)
_WRITTEN_BY_ISSUING = (ReportState.TAKEN_OVER,)


def known_report(actor: Actor, reference: str) -> Report:
    """Return the report for reading. Raises NotKnown. Inner read."""
    report = (
        Report.objects.visible_to(actor)
        .select_related("agency", "issuing", "reporter", "taken_over_by", "category", "legal_basis")
        .filter(reference=reference)
        .first()
    )
    if report is None:
        raise NotKnown("report_unknown", _("There is no such report."))
    return report


def lock_report(actor: Actor, reference: str) -> Report:
    """Lock and return the report. Raises NotKnown."""
    report = (
        Report.objects.visible_to(actor)
        .select_for_update(no_key=True, of=("self",))
        .select_related("agency", "issuing", "category", "legal_basis")
        .filter(reference=reference)
        .first()
    )
    if report is None:
        raise NotKnown("report_unknown", _("There is no such report."))
    return report


def must_be_analyst(actor: Actor) -> None:
    """Raise NotAllowed for anybody but an agency's analyst."""
    if not (actor.is_agency and actor.has(Role.ANALYST)):
        raise NotAllowed("analysts_only", _("Only an analyst of an agency can do this."))


def signer_of(actor: Actor) -> int:
    """Return the person's id who signs. Raises NotAllowed where no person acts."""
    if actor.user_id is None:
        raise NotAllowed("persons_only", _("Only a person with an account can do this."))
    return actor.user_id


def house_of(actor: Actor) -> int:
    """Return the id of the actor's organisation. Raises NotAllowed where there is none."""
    if actor.organisation_id is None:
        raise NotAllowed("persons_only", _("Only a person with an account can do this."))
    return actor.organisation_id


def may_write(actor: Actor, report: Report) -> bool:
    """Whether ``actor`` may change the report as it stands now."""
    if not actor.has(Role.ANALYST):
        return False
    if report.agency_id == actor.organisation_id and report.state in _WRITTEN_BY_AGENCY:
        return True
    return report.issuing_id == actor.organisation_id and report.state in _WRITTEN_BY_ISSUING


def must_write(actor: Actor, report: Report) -> None:
    """Raise NotAllowed or, where only the state forbids it, Conflict."""
    must_be_analyst(actor)
    if not may_write(actor, report):
        raise Conflict(
            "report_moved",
            _("The report is now “%(state)s” and can no longer be changed here.")
            % {"state": ReportState(report.state).label},
        )


def must_be_in(report: Report, *states: ReportState) -> None:
    """Raise Conflict where the report is in none of ``states``."""
    if report.state not in states:
        raise Conflict(
            "report_moved",
            _("This is no longer possible: the report is now “%(state)s”.")
            % {"state": ReportState(report.state).label},
        )


def must_be_version(report: Report, edit_version: int) -> None:
    """Raise Conflict where somebody saved after this form was opened."""
    if report.edit_version != edit_version:
        raise Conflict(
            "report_changed",
            _("Somebody else saved this report after you opened it. Both texts are shown; nothing is lost."),
        )


def save_columns(report: Report, now: datetime, *fields: str) -> None:
    """Save the named columns of a locked report; what was not named stays as it is."""
    report.updated_at = now
    report.edit_version += 1
    report.save(update_fields=[*fields, "updated_at", "edit_version"])


def entry_about(report: Report, verb: str, **changes: Any) -> NewEntry:
    """Return an entry about ``report``, not yet written."""
    return NewEntry("report", report.reference, verb, changes)


def note_report(report: Report, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    """Write what ``actor`` did to ``report`` into its record."""
    record([entry_about(report, verb, **changes)], by=actor, at=now)
