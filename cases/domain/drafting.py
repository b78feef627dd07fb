"""Change a case before it is sent, and ask for its approval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.content import TEXTS, Content, changes_between, content_hash, content_of
from cases.domain.exhibits import evidence_of_report, refuse_restricted
from cases.domain.filing import ask_approval
from cases.domain.grounds import read_grounds, read_urgency
from cases.domain.lifecycle import check_target
from cases.domain.links import KINDS_OF_NAMES
from cases.domain.locking import lock_case, must_be_version, save_case
from cases.domain.record import note
from cases.enums import ApprovalDecision, CaseState, EndReason, Verb
from cases.models import Approval, Case, Exhibit, Finding, Item
from kernel.errors import Invalid
from sla.enums import ClockKind
from sla.models import LegalBasis

EDITED = (
    "category",
    "urgency",
    "file_number",
    "reasons",
    "considerations",
    "redress",
    "preservation_until",
    "non_disclosure_until",
)


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """What an edit says of one item: ``kind`` of a name, ``statement`` where one was needed.

    Empty and None leave them as they are.
    """

    keep: bool = True
    kind: str = ""
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What the edit form of a draft holds. ``category`` and ``legal_basis`` are codes."""

    category: str
    legal_basis: str
    urgency: str
    reasons: str
    considerations: str
    file_number: str = ""
    redress: str = ""
    preservation_until: date | None = None
    non_disclosure_until: date | None = None
    items: Mapping[UUID, ItemEdit] = field(default_factory=dict)


def edit_case(*, actor: Actor, reference: str, draft: CaseDraft, edit_version: int, now: datetime) -> Case:
    """Change what a case says before it is sent.

    An approval that is asked becomes void and its clock ends; it is asked anew by
    ``submit``. An edit that changes nothing writes nothing. Items taken out stay in the
    report. Written in the record. Errors: Invalid, NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.EDIT, now)
        must_be_version(case, edit_version)
        before = content_of(case)
        basis = _fill(actor, case, draft, now)
        case.save(update_fields=list(EDITED))
        _edit_items(case, draft.items, basis)
        after = content_of(case)
        if not changes_between(before, after):
            return case
        case.state = check_target(
            case.state, Verb.EDIT, CaseState.RETURNED if case.state == CaseState.RETURNED else CaseState.DRAFT
        )
        voided = void_approval(case, now)
        save_case(case, now, "state")
        note(case, actor, Verb.EDIT, now, state=case.state, voided=voided, **_noted(case, before, after))
        return case


def submit(*, actor: Actor, reference: str, edit_version: int, now: datetime) -> Case:
    """Ask another person to approve a draft.

    Opens an approval bound to the content, starts its clock, tells the approvers, writes
    in the record. Errors: Invalid (no policy), NotKnown, NotAllowed, Conflict.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.SUBMIT, now)
        must_be_version(case, edit_version)
        case.state = check_target(case.state, Verb.SUBMIT, CaseState.AWAITING_APPROVAL)
        save_case(case, now, "state")
        approval = ask_approval(case, actor, now)
        note(case, actor, Verb.SUBMIT, now, state=case.state, content=approval.content_hash)
        return case


def _fill(actor: Actor, case: Case, draft: CaseDraft, now: datetime) -> LegalBasis:
    category, basis = read_grounds(actor, case.agency, draft.category, draft.legal_basis, now)
    if category is None:
        raise Invalid("category_missing", _("Choose a category."), field="category")
    refuse_restricted(category, evidence_of_report(case).exists())
    if basis is None:
        raise Invalid("basis_missing", _("Choose the legal basis."), field="legal_basis")
    if not draft.reasons.strip():
        raise Invalid("reasons_missing", _("Write why this content is unlawful."), field="reasons")
    if not draft.considerations.strip():
        raise Invalid(
            "considerations_missing", _("Write what you considered and found."), field="considerations"
        )
    case.category = category
    case.urgency = read_urgency(category, draft.urgency)
    case.file_number = draft.file_number.strip()
    case.reasons = draft.reasons.strip()
    case.considerations = draft.considerations.strip()
    case.redress = draft.redress.strip()
    case.preservation_until = draft.preservation_until
    case.non_disclosure_until = draft.non_disclosure_until
    return basis


def _edit_items(case: Case, edits: Mapping[UUID, ItemEdit], basis: LegalBasis) -> None:
    items = list(Item.objects.filter(case=case).order_by("position"))
    gone = [item for item in items if not edits.get(item.public_id, ItemEdit()).keep]
    if len(gone) == len(items):
        raise Invalid(
            "no_items_left",
            _("At least one link must stay. To give it up, withdraw the case."),
            field="items",
        )
    # What proves a link goes out with it; the original stays in the report.
    Exhibit.objects.filter(item__in=gone).delete()
    Finding.objects.filter(case=case, key__in=[item.key for item in gone]).update(case=None)
    Item.objects.filter(pk__in=[item.pk for item in gone]).delete()
    Item.objects.filter(case=case).exclude(legal_basis=basis).update(legal_basis=basis)
    # Upwards, so that a position is free before the next item takes it.
    for position, item in enumerate((item for item in items if item not in gone), start=1):
        before = (item.position, item.kind, item.statement)
        item.position = position
        _edit_item(item, edits.get(item.public_id, ItemEdit()))
        if (item.position, item.kind, item.statement) != before:
            item.save(update_fields=["position", "kind", "statement"])


def _edit_item(item: Item, edit: ItemEdit) -> None:
    if edit.statement is not None and item.statement:
        item.statement = _said(edit.statement)
    if edit.kind in KINDS_OF_NAMES and item.kind in KINDS_OF_NAMES:
        item.kind = edit.kind


def _said(statement: str) -> str:
    if not statement.strip():
        raise Invalid(
            "statement_missing", _("Say how anyone can see it, or take the link out."), field="items"
        )
    return statement.strip()


def void_approval(case: Case, now: datetime) -> bool:
    """Void the approval that is asked, as every edit does, and end its clock. Inner part of a verb."""
    voided = Approval.objects.filter(case=case, decision="").update(
        decision=ApprovalDecision.VOIDED, decided_at=now
    )
    clock = clocks.open_clock(case, ClockKind.APPROVE)
    if clock is not None:
        clocks.end(case, clock, EndReason.MOOT, at=now)
    return bool(voided)


def _noted(case: Case, before: Content, after: Content) -> dict[str, Any]:
    changed: dict[str, Any] = {"content": content_hash(after)}
    counts = {"item": 0, "evidence": 0}
    for change in changes_between(before, after):
        if change.field in counts:
            counts[change.field] += 1
        elif change.field in (*TEXTS, "file_number"):
            changed[change.field] = salted(change.after, case.salt)
        else:
            changed[change.field] = change.after
    return changed | {f"{what}s_changed": count for what, count in counts.items() if count}
