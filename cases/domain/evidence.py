"""Hand in evidence and take it back: files of a report, and of a case before and after it is sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain.captures import Capture, checked_capture
from cases.domain.content import content_hash, content_of
from cases.domain.drafting import void_approval
from cases.domain.evidence_files import NewFile
from cases.domain.exhibits import let_go, refuse_files
from cases.domain.lifecycle import check_target
from cases.domain.links import token_of
from cases.domain.locking import lock_case, save_case
from cases.domain.originals import hold, keep_chunks, release
from cases.domain.record import note
from cases.domain.report_locking import (
    house_of,
    lock_report,
    must_write,
    note_report,
    save_columns,
    signer_of,
)
from cases.domain.telling import tell_side
from cases.enums import CaseState, ReportState, Side, Verb
from cases.models import Case, Evidence, Exhibit, Item, Report
from channels_registry.models import Platform
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind

MOST_FILES = 20  # of a report; of a case before it is sent; of a case after it was sent
ADD, REMOVE = "add_evidence", "remove_evidence"
Target = tuple[Platform | None, str]


def attach_to_report(
    *,
    actor: Actor,
    reference: str,
    files: Sequence[NewFile],
    proves: str,
    capture: Capture | None = None,
    now: datetime,
) -> Report:
    """Attach files to a report that ``actor`` may write now.

    ``proves``: the token of one of its links, the slug of a service, or empty for the whole
    report. ``capture``: how the files came to be. A file that is attached already is not
    attached twice. Written in the record of the report. Errors: Invalid (restricted category,
    too many files, no such link, captured later), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        report = lock_report(actor, reference)
        must_write(actor, report)
        refuse_files(report.category)
        platform, key = _target(report, proves)
        held = Evidence.objects.filter(report=report)
        known = set(held.filter(platform=platform, key=key).values_list("sha256", flat=True))
        fresh = _without(files, known)
        _must_fit(held.count(), fresh)
        if fresh:
            said = checked_capture(capture or Capture(), now)
            hold(fresh)
            rows = [_store(actor, report, file, (platform, key), said, now) for file in fresh]
            save_columns(report, now)
            note_report(report, actor, ADD, now, **_words(rows))
        return report


def remove_from_report(*, actor: Actor, reference: str, evidence: UUID, now: datetime) -> Report:
    """Remove a file, original and previews, from a report that ``actor`` may write now.

    That it was there, and its hash, stay in the record. Errors: NotKnown, NotAllowed (what
    the referring agency handed in), Conflict (the report is filed).
    """
    with acting_as(actor):
        report = lock_report(actor, reference)
        must_write(actor, report)
        row = Evidence.objects.light().filter(report=report, public_id=evidence).first()
        if row is None:
            raise NotKnown("evidence_unknown", _("There is no such file."))
        if report.state == ReportState.TAKEN_OVER and row.agency_id != actor.organisation_id:
            raise NotAllowed(
                "evidence_of_referrer",
                _("The referring agency handed this file in. Return the report to have it removed."),
            )
        row.delete()
        release([row.deposit_id], now)
        save_columns(report, now)
        note_report(report, actor, REMOVE, now, **_words([row]))
        return report


def attach_to_case(
    *,
    actor: Actor,
    reference: str,
    files: Sequence[NewFile],
    item: UUID | None,
    capture: Capture | None = None,
    now: datetime,
) -> Case:
    """Attach files to a case; they go with it.

    Before it is sent this is an edit: an approval that is asked becomes void. Afterwards it
    is additional evidence: the platform is told, no clock stops. ``item``: the link that
    they prove, None for the whole case. Written in the record. Errors: Invalid (restricted
    category, too many files), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.ADD_EVIDENCE, now)
        report = _report_of(case)
        refuse_files(case.category, report.category)
        proved = _item(case, item)
        held = Exhibit.objects.filter(case=case)
        fresh = _without(files, set(held.filter(item=proved).values_list("sha256", flat=True)))
        _must_fit(held.filter(added_at__gte=case.sent_at).count() if case.sent_at else held.count(), fresh)
        if fresh:
            target = (case.platform, proved.key if proved else "")
            said = checked_capture(capture or Capture(), now)
            hold(fresh)
            rows = [
                _kept(report, file, target) or _store(actor, report, file, target, said, now)
                for file in fresh
            ]
            let_go(case, [(row, proved) for row in rows])
            _after_adding(case, actor, rows, now)
        return case


def take_out_of_case(*, actor: Actor, reference: str, evidence: UUID, now: datetime) -> Case:
    """Let a file no longer go with a case that is not sent; its original stays in the report.

    An edit: an approval that is asked becomes void. Written in the record. Errors: NotKnown,
    NotAllowed, Conflict (sent).
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.EDIT, now)
        row = Exhibit.objects.light().filter(case=case, public_id=evidence).first()
        if row is None:
            raise NotKnown("evidence_unknown", _("There is no such file."))
        row.delete()
        words = {"taken_out": row.public_id, "sha256": row.sha256}
        note(case, actor, Verb.EDIT, now, **words, **_as_an_edit(case, Verb.EDIT, now))
        return case


def _after_adding(case: Case, actor: Actor, rows: Sequence[Evidence], now: datetime) -> None:
    if case.sent_at is None:
        note(case, actor, ADD, now, **_words(rows), **_as_an_edit(case, Verb.ADD_EVIDENCE, now))
        return
    save_case(case, now)
    note(case, actor, ADD, now, **_words(rows))
    tell_side(case, NoticeKind.EVIDENCE_ADDED, Side.OPERATOR, now=now)


def _as_an_edit(case: Case, verb: Verb, now: datetime) -> dict[str, Any]:
    to = CaseState.RETURNED if case.state == CaseState.RETURNED else CaseState.DRAFT
    case.state = check_target(case.state, verb, to)
    voided = void_approval(case, now)
    save_case(case, now, "state")
    return {"state": case.state, "voided": voided, "content": content_hash(content_of(case))}


def _target(report: Report, proves: str) -> Target:
    if not proves:
        return None, ""
    for finding in report.findings.exclude(key="").select_related("platform"):
        if finding.platform is None:
            continue
        if proves == finding.platform.slug:
            return finding.platform, ""
        if proves == token_of(finding.platform.slug, finding.key):
            return finding.platform, finding.key
    raise Invalid("link_unknown", _("The link that they are to prove is not in the report."), field="proves")


def _item(case: Case, item: UUID | None) -> Item | None:
    if item is None:
        return None
    found = Item.objects.filter(case=case, public_id=item).first()
    if found is None:
        raise NotKnown("item_unknown", _("There is no such item in this case."))
    return found


def _report_of(case: Case) -> Report:
    report = Report.objects.filter(filings__case=case).select_related("category").first()
    if report is None:
        raise Conflict("no_report", _("This case came from no report: nothing can be attached to it."))
    return report


def _without(files: Sequence[NewFile], known: set[str]) -> list[NewFile]:
    """Return the files that are not there yet, each content once."""
    return list({file.sha256: file for file in files if file.sha256 not in known}.values())


def _must_fit(held: int, fresh: Sequence[NewFile]) -> None:
    if held + len(fresh) > MOST_FILES:
        said = _("At most %(most)s files: %(held)s are attached, %(fresh)s more were chosen.")
        words = {"most": MOST_FILES, "held": held, "fresh": len(fresh)}
        raise Invalid("too_many_files", said % words, field="uploads")


def _kept(report: Report, file: NewFile, target: Target) -> Evidence | None:
    """Return the evidence that was taken out of the case before, its original still in the report."""
    platform, key = target
    rows = Evidence.objects.filter(report=report, sha256=file.sha256, platform=platform, key=key)
    return rows.filter(exhibit=None).first()


def _store(
    actor: Actor, report: Report, file: NewFile, target: Target, capture: Capture, now: datetime
) -> Evidence:
    platform, key = target
    row = Evidence.objects.create(
        report=report,
        agency_id=house_of(actor),
        uploader_id=signer_of(actor),
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        deposit_id=file.deposit,
        platform=platform,
        key=key,
        preview=file.drawn.preview if file.drawn else None,
        thumbnail=file.drawn.thumbnail if file.drawn else None,
        captured_at=capture.at,
        captured_by=capture.by,
        captured_from=capture.source,
        added_at=now,
        scanned_at=now if file.scanned else None,
    )
    if file.deposit is None:
        keep_chunks(row, file)
    return row


def _words(rows: Sequence[Evidence]) -> dict[str, Any]:
    words: dict[str, Any] = {
        "evidence": [row.public_id for row in rows],
        "sha256": [row.sha256 for row in rows],
        "names": [salted(row.name, row.salt) for row in rows],
    }
    if any(row.captured_at or row.captured_by or row.captured_from for row in rows):
        words["captured_at"] = [row.captured_at for row in rows]
        words["captured"] = [salted(f"{row.captured_by}\n{row.captured_from}", row.salt) for row in rows]
    return words
