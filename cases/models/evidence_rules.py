"""What the database itself holds of evidence: append-only, whole, frozen, never of what is restricted."""

import pgtrigger

from cases.enums import ReportState

CHUNK_BYTES = 1024 * 1024


def _refusal(name: str, operation: pgtrigger.Operation, broken: str, says: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses ``operation`` on a row where ``broken`` holds."""
    row = "OLD" if operation == pgtrigger.Delete else "NEW"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=(
            f"IF {broken} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row};"
        ),
    )


def _append_only() -> tuple[pgtrigger.Trigger, pgtrigger.Trigger]:
    emptied = pgtrigger.Trigger(
        name="never_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'evidence is append-only';",
    )
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update), emptied


# Until it is filed, and by whom it is written then: of the issuing agency its own additions.
_REMOVABLE = f"""(report.state IN ('{ReportState.DRAFT}', '{ReportState.RETURNED}')
    OR report.state = '{ReportState.TAKEN_OVER}' AND evidence.agency_id = report.issuing_id)"""
_RESTRICTED = "EXISTS (SELECT FROM {table} held JOIN sla_category ON sla_category.id = held.category_id \
WHERE held.id = NEW.{key} AND sla_category.restricted)"
_BECOMES_RESTRICTED = "NEW.category_id IS DISTINCT FROM OLD.category_id \
AND EXISTS (SELECT FROM sla_category WHERE id = NEW.category_id AND restricted) AND EXISTS ({evidence})"

EVIDENCE_TRIGGERS = [
    *_append_only(),
    _refusal(
        "of_a_draft_only",
        pgtrigger.Delete,
        "NOT EXISTS (SELECT FROM cases_report report, (SELECT OLD.agency_id) evidence "
        f"WHERE report.id = OLD.report_id AND {_REMOVABLE})",
        "evidence is removed only before its report is filed",
    ),
    _refusal(
        "never_restricted",
        pgtrigger.Insert,
        _RESTRICTED.format(table="cases_report", key="report_id"),
        "no file is kept for a restricted category",
    ),
    _refusal(
        "holds_its_bytes",
        pgtrigger.Insert,
        "NEW.deposit_id IS NOT NULL AND NOT EXISTS (SELECT FROM cases_deposit deposit "
        "WHERE deposit.id = NEW.deposit_id AND deposit.sha256 = NEW.sha256 AND deposit.size = NEW.size "
        "AND deposit.keep_until IS NULL)",
        "what lies in the store has the hash of its evidence and is held",
    ),
]
CHUNK_TRIGGERS = [
    *_append_only(),
    # A whole original has no room for another chunk: number and length fill its size exactly.
    _refusal(
        "within_its_size",
        pgtrigger.Insert,
        f"length(NEW.data) NOT BETWEEN 1 AND {CHUNK_BYTES} OR NOT EXISTS ("
        "SELECT FROM cases_evidence evidence WHERE evidence.id = NEW.evidence_id "
        "AND evidence.deposit_id IS NULL "
        f"AND length(NEW.data) = least({CHUNK_BYTES}, evidence.size - NEW.number * {CHUNK_BYTES}))",
        "a chunk fills its place in the original",
    ),
    _refusal(
        "of_a_draft_only",
        pgtrigger.Delete,
        "NOT EXISTS (SELECT FROM cases_evidence evidence JOIN cases_report report "
        f"ON report.id = evidence.report_id WHERE evidence.id = OLD.evidence_id AND {_REMOVABLE})",
        "evidence is removed only before its report is filed",
    ),
]
EXHIBIT_TRIGGERS = [
    *_append_only(),
    _refusal(
        "frozen_once_sent",
        pgtrigger.Delete,
        "EXISTS (SELECT FROM cases_case WHERE id = OLD.case_id AND sent_at IS NOT NULL)",
        "evidence of a sent case is frozen",
    ),
    _refusal(
        "never_restricted",
        pgtrigger.Insert,
        _RESTRICTED.format(table="cases_case", key="case_id"),
        "no file is kept for a restricted category",
    ),
]
_CATEGORY = pgtrigger.UpdateOf("category_id")  # type: ignore[no-untyped-call]
REPORT_TRIGGER = _refusal(
    "no_evidence_if_restricted",
    _CATEGORY,
    _BECOMES_RESTRICTED.format(evidence="SELECT FROM cases_evidence WHERE report_id = NEW.id"),
    "a report with evidence takes no restricted category",
)
CASE_TRIGGER = _refusal(
    "no_evidence_if_restricted",
    _CATEGORY,
    _BECOMES_RESTRICTED.format(
        evidence="SELECT FROM cases_evidence JOIN cases_filing "
        "ON cases_filing.report_id = cases_evidence.report_id WHERE cases_filing.case_id = NEW.id"
    ),
    "a case whose report has evidence takes no restricted category",
)
