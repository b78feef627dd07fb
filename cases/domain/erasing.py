"""Erases the texts of cases as ordered: rows, batches, whoever comes round. The record stays whole.

Kept are hashes, keys, outcomes, instants, grounds, clocks and the record; gone are the texts
with their salts, so that no hash can be tried out any more. What lay in the store of objects
is let go here and removed by ``sweeping_up`` right after. The only place that lifts the
database's own guards over what is append-only, for these rows and in this transaction.
"""

from datetime import datetime

import pgtrigger
from django.db.models import F

from accounts.domain.acting import ENGINE, acting_as
from audit.domain.chain import NewEntry, record
from cases.domain.originals import release
from cases.domain.retention import due, not_held
from cases.models import (
    Amendment,
    Approval,
    Case,
    CoSignature,
    Erasure,
    Escalation,
    Evidence,
    EvidenceChunk,
    Exhibit,
    Finding,
    Item,
    KeptText,
    Letter,
    LetterPdf,
    Look,
    Message,
    Note,
    OperatorNote,
    PlatformResponse,
    Report,
    SetAside,
    SheetRow,
)

BATCH = 10
_GUARDS = (
    "cases.Letter:append_only",
    "cases.LetterPdf:append_only",
    "cases.Evidence:never_changed",
    "cases.EvidenceChunk:of_a_draft_only",
    "cases.Exhibit:never_changed",
)
# What is taken from each row of a case; every column with a text that is not here is kept on purpose.
_OF_CASE: dict[type, dict[str, object]] = {
    Item: {"url": F("key"), "statement": "", "outcome_note": "", "salt": ""},
    Amendment: {"text": "", "salt": ""},
    Message: {"text": "", "salt": ""},
    PlatformResponse: {"text": "", "answer": "", "author_name": "", "salt": ""},
    Note: {"text": "", "salt": ""},
    Approval: {"reason": ""},
    Escalation: {"reason": ""},
    Letter: {"content": {}, "salt": ""},
    LetterPdf: {"pdf": b""},
    Exhibit: {"preview": None, "thumbnail": None},
    SetAside: {"url": F("key"), "statement": ""},
    CoSignature: {
        "reasons": "",
        "considerations": "",
        "return_reason": "",
        "file_number": "",
        "salt": "",
    },
}
_OF_EVIDENCE: dict[str, object] = {
    "deposit": None,
    "name": "",
    "captured_by": "",
    "captured_from": "",
    "preview": None,
    "thumbnail": None,
    "salt": "",
}


def erase(*, now: datetime) -> int:
    """Carry out the oldest order to erase, a batch of it; return how many cases were erased.

    Each case is looked at again under its lock: one that was reopened or held since stays.
    Effects: texts, salts, files' bytes gone; an entry of the record for each case and report.
    """
    with acting_as(ENGINE):
        waiting = Erasure.objects.filter(finished_at=None).order_by("ordered_at", "pk")
        order = waiting.select_for_update(no_key=True, skip_locked=True).first()
        if order is None:
            return 0
        batch = not_held(due(order.agency_id, order.until)).filter(pk__in=order.chosen).order_by("pk")
        locked = [
            case.pk for case in batch.select_for_update(no_key=True, of=("self",), skip_locked=True)[:BATCH]
        ]
        # Asked anew: a hold that was placed just before the lock was taken is seen only now.
        cases = list(batch.filter(pk__in=locked))
        with pgtrigger.ignore(*_GUARDS):
            entries = [entry for case in cases for entry in _erase_case(case, order, now)]
        if entries:
            record(entries, by=ENGINE, at=now)
        order.done += len(cases)
        if not cases and not batch.exists():  # none is left, and none is locked by another
            order.finished_at = now
        order.save(update_fields=["done", "finished_at"])
        return len(cases)


def _erase_case(case: Case, order: Erasure, now: datetime) -> list[NewEntry]:
    gone = {}
    for model, texts in _OF_CASE.items():
        gone[model.__name__.lower()] = model.objects.filter(case=case).update(**texts)  # type: ignore[attr-defined]
    Look.objects.filter(case=case).delete()
    # Not counted in the entry, which the agency reads: of these it does not know.
    KeptText.objects.filter(case=case).delete()
    OperatorNote.objects.filter(case=case).update(text="", salt="")
    Case.objects.filter(pk=case.pk).update(
        reasons="",
        considerations="",
        redress="",
        file_number="",
        issuing_official="",
        salt="",
        erased_at=now,
        updated_at=now,
        edit_version=F("edit_version") + 1,
    )
    said = {"order": str(order.public_id), "rows": gone}
    reports = Report.objects.filter(filings__case=case, erased_at=None)
    return [NewEntry("case", case.reference, "erase", said), *_erase_reports(list(reports), order, now)]


def _erase_reports(reports: list[Report], order: Erasure, now: datetime) -> list[NewEntry]:
    """Erase the reports of which every case is erased by now."""
    entries = []
    for report in reports:
        if Case.objects.filter(filing__report=report, erased_at=None).exists():
            continue
        files = Evidence.objects.filter(report=report)
        deposits = list(files.exclude(deposit=None).values_list("deposit", flat=True))
        gone = {
            "findings": Finding.objects.filter(report=report).update(shown="", statement=""),
            "chunks": EvidenceChunk.objects.filter(evidence__in=files).delete()[0],
            "evidence": files.update(**_OF_EVIDENCE),
            "objects": release(deposits, now),
        }
        SheetRow.objects.filter(report=report).update(cells=[], refused={}, shown="", link="", problems=[])
        texts = dict.fromkeys(("paste", "reasons", "considerations", "return_reason", "file_number"), "")
        Report.objects.filter(pk=report.pk).update(**texts, salt="", erased_at=now, updated_at=now)
        said = {"order": str(order.public_id), "rows": gone}
        entries.append(NewEntry("report", report.reference, "erase", said))
    return entries
