"""What an agency's people do to a case of the demo: each returns an act, played at its instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.demo.screens import Handed
from cases.demo.stage import Act, Stage
from cases.domain import (
    amending,
    approving,
    clarification,
    closing,
    drafting,
    evidence,
    objections,
    supervision,
    thread,
    verifying,
    withdrawing,
)
from cases.enums import ProposalDecision, VerifiedOutcome
from cases.models import Case, Escalation, Item
from sla.enums import PROPOSALS, ClockKind


def approve() -> Act:
    """The approver reads and sends."""

    def act(stage: Stage, at: datetime) -> None:
        actor = stage.desk[f"{stage.agency}.approver"]
        approving.approve_and_send(
            actor=actor, reference=stage.reference, content_hash=stage.content(), now=at
        )

    return act


def add_evidence(*files: Handed) -> Act:
    """The filer adds evidence of the first link to a case that is sent."""

    def act(stage: Stage, at: datetime) -> None:
        evidence.attach_to_case(
            actor=_filer(stage),
            reference=stage.reference,
            files=[each.file() for each in files],
            item=stage.items()[0],
            now=at,
        )

    return act


def send_alone() -> Act:
    """The filer sends on his own signature; the approval stays open."""

    def act(stage: Stage, at: datetime) -> None:
        approving.send_urgent(
            actor=_filer(stage), reference=stage.reference, edit_version=stage.edit_version(), now=at
        )

    return act


def confirm() -> Act:
    """The approver confirms a case that went out on one signature."""

    def act(stage: Stage, at: datetime) -> None:
        actor = stage.desk[f"{stage.agency}.approver"]
        approving.confirm(actor=actor, reference=stage.reference, content_hash=stage.content(), now=at)

    return act


def send_back(reason: str) -> Act:
    """The approver returns a draft."""

    def act(stage: Stage, at: datetime) -> None:
        actor = stage.desk[f"{stage.agency}.approver"]
        approving.return_to_author(
            actor=actor, reference=stage.reference, reason=reason, content_hash=stage.content(), now=at
        )

    return act


def edit(reasons: str) -> Act:
    """The filer rewrites the reasons; an approval that was asked becomes void."""

    def act(stage: Stage, at: datetime) -> None:
        with acting_as(COMMAND):
            case = Case.objects.select_related("category").get(pk=stage.case_id)
            basis = Item.objects.filter(case=case).values_list("legal_basis__code", flat=True)[0]
        draft = drafting.CaseDraft(
            category=case.category.code,
            legal_basis=basis,
            urgency=case.urgency,
            reasons=reasons,
            considerations=case.considerations,
            file_number=case.file_number,
        )
        drafting.edit_case(
            actor=_filer(stage),
            reference=stage.reference,
            draft=draft,
            edit_version=case.edit_version,
            now=at,
        )

    return act


def answer(text: str) -> Act:
    """The analyst answers."""

    def act(stage: Stage, at: datetime) -> None:
        clarification.answer(actor=_filer(stage), reference=stage.reference, text=text, now=at)

    return act


def amend(text: str) -> Act:
    """The analyst adds an amendment."""

    def act(stage: Stage, at: datetime) -> None:
        amending.amend(actor=_filer(stage), reference=stage.reference, text=text, now=at)

    return act


def write(text: str, role: str = "analyst") -> Act:
    """Somebody of the agency writes in the shared thread."""

    def act(stage: Stage, at: datetime) -> None:
        actor = stage.desk[f"{stage.agency}.{role}"]
        thread.write(actor=actor, reference=stage.reference, text=text, now=at)

    return act


def verify(*verdicts: VerifiedOutcome) -> Act:
    """The analyst says what he saw; one verdict alone is that of all items."""

    def act(stage: Stage, at: datetime) -> None:
        items = stage.items()
        seen: Sequence[VerifiedOutcome] = verdicts * len(items) if len(verdicts) == 1 else verdicts
        verifying.verify(
            actor=_filer(stage),
            reference=stage.reference,
            verdicts=dict(zip(items, seen, strict=False)),
            now=at,
        )

    return act


def close() -> Act:
    """The analyst closes."""

    def act(stage: Stage, at: datetime) -> None:
        closing.close(actor=_filer(stage), reference=stage.reference, now=at)

    return act


def withdraw(reason: str) -> Act:
    """The analyst withdraws."""

    def act(stage: Stage, at: datetime) -> None:
        withdrawing.withdraw(actor=_filer(stage), reference=stage.reference, reason=reason, now=at)

    return act


def decide_objection(upheld: bool, reason: str) -> Act:
    """The supervisor decides the objection."""

    def act(stage: Stage, at: datetime) -> None:
        objections.decide(
            actor=_supervisor(stage), reference=stage.reference, upheld=upheld, reason=reason, now=at
        )

    return act


def extend(kind: ClockKind, by: timedelta, reason: str) -> Act:
    """The supervisor gives more time."""

    def act(stage: Stage, at: datetime) -> None:
        minutes = int(by.total_seconds()) // 60
        supervision.extend(
            actor=_supervisor(stage),
            reference=stage.reference,
            kind=kind,
            minutes=minutes,
            reason=reason,
            now=at,
        )

    return act


def waive(kind: ClockKind, reason: str) -> Act:
    """The supervisor waives a deadline."""

    def act(stage: Stage, at: datetime) -> None:
        supervision.waive(
            actor=_supervisor(stage), reference=stage.reference, kind=kind, reason=reason, now=at
        )

    return act


def settle_proposal(decision: ProposalDecision, reason: str) -> Act:
    """The supervisor notes or dismisses the proposal that is open."""

    def act(stage: Stage, at: datetime) -> None:
        with acting_as(COMMAND):
            step = Escalation.objects.filter(case_id=stage.case_id, action__in=PROPOSALS, decision="").first()
        if step is None:
            raise ValueError("no proposal is open")
        supervision.decide_proposal(
            actor=_supervisor(stage), escalation=step.public_id, decision=decision, reason=reason, now=at
        )

    return act


def _filer(stage: Stage) -> Actor:
    if stage.life is None:
        raise ValueError("no case is played")
    return stage.desk[f"{stage.agency}.{stage.life.filer}"]


def _supervisor(stage: Stage) -> Actor:
    return stage.desk[f"{stage.agency}.supervisor"]
