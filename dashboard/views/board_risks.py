"""What may fail when it matters: services out of reach, promises overdue, hours without duty."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.acting import Actor
from accounts.domain.duty import Gap, roster_of
from accounts.enums import Role
from channels_registry.domain.risks import AtRisk, risks_for
from sla.domain.commitments import missed
from sla.enums import CommitmentState
from sla.models import Commitment

SHOWN_TO = (Role.SUPERVISOR, Role.LEAD)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One line: whose, what is wrong, since when, where it is put right."""

    name: str
    state: str
    word: str
    url: str
    note: str = ""
    since: datetime | None = None


def risk_lines(actor: Actor, now: datetime) -> list[RiskLine] | None:
    """Return what is at risk, to a supervisor or a lead; None for whom it is no business."""
    if not actor.has(*SHOWN_TO):
        return None
    return [
        *(_of_service(each) for each in risks_for(actor, now)),
        *(_of_promise(each) for each in missed(actor, now)),
        *(_of_gap(gap) for duty in roster_of(actor, now=now) for gap in duty.gaps[:1]),
    ]


def _of_service(found: AtRisk) -> RiskLine:
    contact = found.contact
    return RiskLine(
        name=found.platform.name,
        state=found.risk.value,
        word=str(found.risk.label),
        url=reverse("dashboard:platform", args=[found.platform.slug]),
        note=f"{contact.get_function_display()} {contact.rank}" if contact else "",
        since=found.since,
    )


def _of_gap(gap: Gap) -> RiskLine:
    return RiskLine(
        name=str(_("Duty roster")),
        state="duty_gap",
        word=str(_("nobody on duty")),
        url=reverse("dashboard:roster"),
        note=str(gap.role.label),
        since=gap.begins_at,
    )


def _of_promise(commitment: Commitment) -> RiskLine:
    agreement = commitment.agreement
    return RiskLine(
        name=agreement.platform.name,
        state=CommitmentState.MISSED.value,
        word=str(CommitmentState.MISSED.label),
        url=reverse("dashboard:agreement", args=[agreement.public_id]),
        note=f"{commitment.text} ({commitment.get_party_display()})",
        since=commitment.due_at,
    )
