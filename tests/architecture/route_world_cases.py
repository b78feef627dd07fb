"""The cases of a side, each one step after another; the words say in which case they were typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from cases.domain import (
    approving,
    clarification,
    closing,
    impossibility,
    notes,
    objections,
    receipt,
    response,
    supervision,
    sweep,
    thread,
    verifying,
    withdrawing,
)
from cases.domain.response import ItemDecision
from cases.enums import (
    CaseKind,
    ClarificationGround,
    ImpossibilityGround,
    Outcome,
    ProposalDecision,
    VerifiedOutcome,
)
from cases.models import Case, Escalation, Filing, Item
from sla.enums import PROPOSALS
from tests.architecture.route_side import MINUTE, Side
from tests.factories.cases import edit, file_cases, link_on, seen_hash
from tests.factories.desk import Desk
from tests.factories.law import make_category, make_legal_basis
from tests.factories.people import actor_for, make_person


def paste_of(side: Side, state: str, desk: Desk) -> str:
    return "\n".join(
        (
            side.mark(f"paste{state}"),
            link_on(desk, side.mark(f"item{state}")),
            f"https://{side.mark(f'stray{state}')}.example/page",
            f"{link_on(desk, 'messages')}/{side.mark(f'secret{state}')}",
        )
    )


def _waiting(side: Side, state: str, desk: Desk, at: datetime) -> Case:
    fields = {"reasons": side.mark(f"reasons{state}"), "file_number": side.mark(f"file{state}")}
    [case] = file_cases(desk, paste_of(side, state, desk), now=at, **fields)
    return case


def sent_case(side: Side, state: str, desk: Desk | None = None, at: datetime | None = None) -> Case:
    desk, at = desk or side.desk, at or side.now - 45 * MINUTE
    case = _waiting(side, state, desk, at)
    return approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=at + MINUTE,
    )


def received_case(
    side: Side,
    state: str,
    desk: Desk | None = None,
    at: datetime | None = None,
    moderator: Actor | None = None,
) -> Case:
    case = sent_case(side, state, desk, at)
    assert case.sent_at is not None
    return receipt.open_and_sign(
        actor=moderator or side.desk.moderator, reference=case.reference, now=case.sent_at + MINUTE
    )


def make_cases(side: Side) -> None:
    desk, now = side.desk, side.now
    make: dict[str, Callable[[str], Case]] = {
        "waiting": lambda state: _waiting(side, state, desk, now - 45 * MINUTE),
        "draft": lambda state: edit(
            desk, _waiting(side, state, desk, now - 45 * MINUTE), reasons=side.mark(f"reasons{state}x")
        ),
        "returned": lambda state: _returned(side, state),
        "alone": lambda state: _alone(side, state),
        "sent": lambda state: sent_case(side, state),
        "received": lambda state: received_case(side, state),
        "clarification": lambda state: _asked(side, state),
        "impossible": lambda state: _impossible(side, state),
        "disputed": lambda state: _disputed(side, state),
        "answered": lambda state: _answered(side, state),
        "verified": lambda state: _verified(side, state),
        "closed": lambda state: _closed(side, state),
        "withdrawn": lambda state: _withdrawn(side, state),
        "proposed": lambda state: _proposed(side, state),
        "restricted": lambda state: _restricted(side, state),
        "replay": lambda state: _replay(side, state),
    }
    for state, steps in make.items():
        side.cases[state] = steps(state)
    thread.write(actor=desk.analyst, reference=side.ref("received"), text=side.mark("message"), now=now)
    _make_notes(side)


def _make_notes(side: Side) -> None:
    """A note of each house; as young as can be, so that its author can still take it back."""
    said = {"reference": side.ref("received"), "now": side.now}
    for house, author in (("agency", side.desk.analyst), ("operator", side.desk.moderator)):
        note = notes.write_note(actor=author, text=side.mark(f"note{house}"), **said)
        with acting_as(COMMAND):
            type(note).objects.filter(pk=note.pk).update(at=side.now + timedelta(days=1))
        side.notes[house] = note.public_id


def _returned(side: Side, state: str) -> Case:
    case = _waiting(side, state, side.desk, side.now - 45 * MINUTE)
    return approving.return_to_author(
        actor=side.desk.approver,
        reference=case.reference,
        reason=side.mark("return"),
        content_hash=seen_hash(side.desk.approver, case.reference),
        now=side.now - 40 * MINUTE,
    )


def _alone(side: Side, state: str) -> Case:
    case = _waiting(side, state, side.desk, side.now - 45 * MINUTE)
    return approving.send_urgent(
        actor=side.desk.analyst,
        reference=case.reference,
        edit_version=case.edit_version,
        now=side.now - 40 * MINUTE,
    )


def _asked(side: Side, state: str) -> Case:
    return clarification.ask(
        actor=side.desk.moderator,
        reference=received_case(side, state).reference,
        ground=ClarificationGround.INSUFFICIENT,
        text=side.mark("question"),
        now=side.now - 30 * MINUTE,
    )


def _impossible(side: Side, state: str) -> Case:
    return impossibility.declare(
        actor=side.desk.moderator,
        reference=received_case(side, state).reference,
        ground=ImpossibilityGround.TECHNICAL,
        text=side.mark("impossible"),
        now=side.now - 30 * MINUTE,
    )


def _disputed(side: Side, state: str) -> Case:
    return objections.object_to(
        actor=side.desk.moderator,
        reference=received_case(side, state).reference,
        text=side.mark("objection"),
        now=side.now - 30 * MINUTE,
    )


def _answered(side: Side, state: str) -> Case:
    case = received_case(side, state)
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case))
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items]
    return response.decide(
        actor=side.desk.moderator,
        reference=case.reference,
        decisions=decisions,
        text=side.mark("answer"),
        now=side.now - 30 * MINUTE,
    )


def _verified(side: Side, state: str) -> Case:
    case = _answered(side, state)
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case))
    verdicts = {item.public_id: VerifiedOutcome.DOWN for item in items}
    return verifying.verify(
        actor=side.desk.analyst, reference=case.reference, verdicts=verdicts, now=side.now - 20 * MINUTE
    )


def _closed(side: Side, state: str) -> Case:
    case = _verified(side, state)
    return closing.close(actor=side.desk.analyst, reference=case.reference, now=side.now - 10 * MINUTE)


def _withdrawn(side: Side, state: str) -> Case:
    case = _answered(side, state)
    return withdrawing.withdraw(
        actor=side.desk.analyst,
        reference=case.reference,
        reason=side.mark("withdrawal"),
        now=side.now - 20 * MINUTE,
    )


def _proposed(side: Side, state: str) -> Case:
    case = received_case(side, state, at=side.now - timedelta(days=3))
    sweep.sweep(now=side.now, only=[case.pk])
    with acting_as(COMMAND):
        steps = Escalation.objects.filter(case=case, action__in=PROPOSALS)
        latest = steps.latest("due_at").public_id
    return supervision.decide_proposal(
        actor=side.desk.supervisor,
        escalation=latest,
        decision=ProposalDecision.DISMISSED,
        reason=side.mark("dismissal"),
        now=side.now,
    )


def _restricted(side: Side, state: str) -> Case:
    category = make_category(restricted=True)
    agency, operator = side.desk.agency, side.desk.operator
    cleared = {
        name: actor_for(
            make_person(house, role, name=side.mark(f"cleared{name}"), cleared=True, post="Officer")
        )
        for name, house, role in (
            ("analyst", agency, Role.ANALYST),
            ("approver", agency, Role.APPROVER),
            ("moderator", operator, Role.MODERATOR),
        )
    }
    desk = replace(
        side.desk,
        category=category,
        basis=make_legal_basis(category, jurisdiction=agency.jurisdiction),
        **cleared,
    )
    return received_case(side, state, desk, moderator=desk.moderator)


def _replay(side: Side, state: str) -> Case:
    case = received_case(side, state)
    with acting_as(COMMAND):
        Case.objects.filter(pk=case.pk).update(kind=CaseKind.REPLAY)
        Filing.objects.filter(case=case).update(replay_of="telegram_2017")
    return case
