"""Reports and cases of a desk, made by the real verbs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.domain.acting import Actor, acting_as
from cases.domain.approving import approve_and_send
from cases.domain.content import content_hash, content_of
from cases.domain.drafting import CaseDraft, edit_case
from cases.domain.report_storing import ReportDraft
from cases.domain.reports import file_report, save_report
from cases.models import Case, Report
from kernel.references import new_reference
from tests.factories.desk import Desk, make_desk

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
REASONS = "Shows how to build a bomb."
CONSIDERED = "No journalism, research, art, satire or criticism of officials."


def link_on(desk: Desk, path: str = "room/1") -> str:
    """Return a public link on the desk's service."""
    return f"https://{desk.platform.slug}.example/{path}"


def draft_for(desk: Desk, paste: str = "", **fields: Any) -> ReportDraft:
    """Return a complete draft of one public link, or of ``paste``."""
    words: dict[str, Any] = {
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "reasons": REASONS,
        "considerations": CONSIDERED,
    }
    return ReportDraft(paste=paste or link_on(desk), **{**words, **fields})


def save_draft(
    desk: Desk, paste: str = "", *, actor: Actor | None = None, now: datetime = NOON, **fields: Any
) -> Report:
    """Return a new saved report of the desk's analyst, or of ``actor``."""
    return save_report(
        actor=actor or desk.analyst,
        reference=new_reference(),
        draft=draft_for(desk, paste, **fields),
        edit_version=0,
        now=now,
    )


def file_cases(
    desk: Desk, paste: str = "", *, actor: Actor | None = None, now: datetime = NOON, **fields: Any
) -> list[Case]:
    """Return the cases of a new report, waiting for approval."""
    author = actor or desk.analyst
    report = save_draft(desk, paste, actor=author, now=now, **fields)
    return file_report(
        actor=author,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=True,
        now=now,
    )


def edit(desk: Desk, case: Case, *, actor: Actor | None = None, now: datetime = LATER, **fields: Any) -> Case:
    """Return an unsent case after an edit by its analyst, or by ``actor``, of these fields."""
    words: dict[str, Any] = {
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": case.urgency,
        "reasons": case.reasons,
        "considerations": case.considerations,
    }
    return edit_case(
        actor=actor or desk.analyst,
        reference=case.reference,
        draft=CaseDraft(**{**words, **fields}),
        edit_version=case.edit_version,
        now=now,
    )


def seen_hash(actor: Actor, reference: str) -> str:
    """Return the hash of what ``actor`` sees of the case's content now."""
    with acting_as(actor):
        return content_hash(content_of(Case.objects.visible_to(actor).get(reference=reference)))


def make_waiting_case(
    desk: Desk | None = None, paths: Sequence[str] = ("room/1",), *, now: datetime = NOON
) -> Case:
    """Return a case of the desk that waits for approval, one item a path."""
    desk = desk or make_desk()
    [case] = file_cases(desk, "\n".join(link_on(desk, path) for path in paths), now=now)
    return case


def make_sent_case(
    desk: Desk | None = None, paths: Sequence[str] = ("room/1",), *, now: datetime = NOON
) -> Case:
    """Return a case of the desk that was filed, approved and sent at ``now``, one item a path."""
    desk = desk or make_desk()
    case = make_waiting_case(desk, paths, now=now)
    return approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=now,
    )


def counted(actor: Actor, model: type[Case] | type[Report]) -> int:
    """Return how many cases or reports ``actor`` may know of."""
    with acting_as(actor):
        return model.objects.visible_to(actor).count()
