"""What the sides promised each other, and what proves that it was done."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, Invalid, NotKnown
from sla.domain.agreements import locked_agreement
from sla.domain.periods import ends
from sla.enums import Party
from sla.models import Agreement, Commitment


@dataclass(frozen=True, slots=True)
class CommitmentWords:
    """Who promises what until when; ``person`` names who answers for it."""

    party: str
    text: str
    due_on: date
    person: str = ""


def commitments_of(agreement: Agreement) -> list[Commitment]:
    """Return what was promised in an agreement, by due date."""
    return list(agreement.commitments.order_by("due_at", "id"))


def missed(actor: Actor, now: datetime) -> list[Commitment]:
    """Return the commitments whose day has passed unmet, of the actor's own agreements; oldest first."""
    rows = Commitment.objects.visible_to(actor).filter(met_at=None, due_at__lte=now)
    if actor.organisation_id is not None and actor.is_agency:
        rows = rows.filter(agreement__agency=actor.organisation_id)
    return list(rows.select_related("agreement__platform", "agreement__agency"))


def add_commitment(
    *, actor: Actor, agreement: uuid.UUID, words: CommitmentWords, now: datetime
) -> Commitment:
    """Write down what a side promised. Audited.

    Raises NotKnown, NotAllowed, Invalid (side, text).
    """
    with acting_as(actor):
        found = locked_agreement(actor, agreement)
        if words.party not in Party.values:
            raise Invalid("party", _("Choose which side promises it."), field="party")
        if not words.text.strip():
            raise Invalid("text", _("Say what is promised."), field="text")
        commitment = Commitment.objects.create(
            agreement=found,
            party=words.party,
            person=words.person.strip(),
            text=words.text.strip(),
            due_on=words.due_on,
            due_at=ends(words.due_on, found.agency),
        )
        due = words.due_on.isoformat()
        _note(commitment, actor, "add_commitment", now, party=commitment.party, due_on=due)
    return commitment


def meet_commitment(
    *, actor: Actor, agreement: uuid.UUID, commitment: uuid.UUID, proof: str, now: datetime
) -> Commitment:
    """Say that a commitment is met, with its proof: a link, a letter, a number. Audited.

    Raises NotKnown, NotAllowed, Invalid (no proof), Conflict (met already).
    """
    with acting_as(actor):
        found = locked_agreement(actor, agreement)
        row = Commitment.objects.filter(agreement=found, public_id=commitment).first()
        if row is None:
            raise NotKnown("commitment_unknown", _("This commitment does not exist."))
        if row.met_at is not None:
            raise Conflict("commitment_met", _("This commitment is met already."))
        if not proof.strip():
            raise Invalid("proof", _("Say what proves it: a link, a letter, its number."), field="proof")
        row.met_at, row.proof = now, proof.strip()
        row.met_by = actor.signature
        row.save(update_fields=["met_at", "met_by", "proof"])
        _note(row, actor, "meet_commitment", now, late=row.due_at <= now)
    return row


def _note(commitment: Commitment, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    said = {"commitment": str(commitment.public_id), **changes}
    subject = str(commitment.agreement.public_id)
    record([NewEntry("agreement", subject, verb, said)], by=actor, at=now)
