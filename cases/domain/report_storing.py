"""What of a report is stored: its columns, its links, and what the record says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import Organisation
from audit.domain.chain import NewEntry
from audit.domain.hashing import salted
from cases.domain.exhibits import refuse_restricted
from cases.domain.filing import Opened
from cases.domain.grounds import read_grounds, read_urgency
from cases.domain.intake import examine_paste
from cases.domain.links import Answers, Examination, Link
from cases.domain.pastes import storable
from cases.domain.report_locking import entry_about, house_of, signer_of
from cases.enums import Disposition, ReportState
from cases.models import Finding, Report
from kernel.compiled import Compiled, Given
from kernel.errors import Conflict, Invalid

_TEXTS = ("paste", "reasons", "considerations")
_HOUSE = Compiled(lambda: Organisation.objects.filter(pk=Given("house")).order_by())


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
    letter_date: date | None = None
    answers: Answers = field(default_factory=Answers)


def new_report(actor: Actor, reference: str, now: datetime) -> Report:
    """Return a new report of the actor's agency, not yet written."""
    house = _HOUSE.one(house=house_of(actor))
    return Report(
        reference=reference,
        agency=house,
        issuing=house,
        reporter_id=signer_of(actor),
        state=ReportState.DRAFT,
        created_at=now,
        updated_at=now,
    )


def insert_report(report: Report) -> None:
    """Write a new report. Raises Conflict where it was written before: the verb ends with it."""
    try:
        report.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "report_saved_already", _("This report was saved already; it was not entered twice.")
        ) from error


def fill(
    actor: Actor, report: Report, draft: ReportDraft, earlier: Sequence[Finding], now: datetime
) -> Examination:
    """Take in what was written, and return its links as judged. ``earlier``: as they were stored.

    Raises Invalid for an empty text, a category, basis or urgency that is not open, and over
    the limits.
    """
    if not draft.paste.strip():
        raise Invalid("paste_empty", _("Paste at least one link."), field="paste")
    if report.state == ReportState.RETURNED:
        report.state, report.issuing = ReportState.DRAFT, report.agency
    report.category, report.legal_basis = read_grounds(
        actor, report.issuing, draft.category, draft.legal_basis, now
    )
    refuse_restricted(report.category, report.pk is not None and report.evidence.exists())
    report.urgency = read_urgency(report.category, draft.urgency)
    report.reasons = draft.reasons.strip()
    report.considerations = draft.considerations.strip()
    report.file_number = draft.file_number.strip()
    report.letter_date = draft.letter_date
    examination = examine_paste(actor, draft.paste, draft.answers, earlier)
    masks = {
        link.given: link.shown for link in examination.links if _is_masked(link) and link.given != link.shown
    }
    report.paste = storable(draft.paste, masks)
    return examination


def _is_masked(link: Link) -> bool:
    if link.disposition == Disposition.NOT_REPORTED:
        return link.platform is None  # of a registered service it may be reported yet, as it was written
    return link.disposition in (Disposition.REFUSED, Disposition.NO_ADDRESSEE)


def store_findings(
    report: Report, examination: Examination, opened: Sequence[Opened] = (), *, anew: bool = True
) -> None:
    """Store the links as judged, each with the case that was opened from it.

    ``anew``: in the place of those that were stored before.
    """
    cases = {link.position: each.case for each in opened for link in each.links}
    if anew:
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
            case=cases.get(link.position),
        )
        for link in examination.links
    )


def columns_of(report: Report) -> dict[str, Any]:
    """Return the columns of a report that a form fills, as words."""
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
        "letter_date": report.letter_date.isoformat() if report.letter_date else "",
    }


def saved_entry(report: Report, before: dict[str, Any], examination: Examination) -> NewEntry:
    """Return the entry that says what was changed, not yet written."""
    changed = {name: value for name, value in columns_of(report).items() if value != before[name]}
    for name in (*_TEXTS, "file_number"):
        if name in changed:
            changed[name] = salted(changed[name], report.salt)
    counts = {word.value: examination.count_of(word) for word in Disposition if examination.count_of(word)}
    return entry_about(report, "save", **changed, links=counts)
