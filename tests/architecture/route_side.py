"""One of the two sides of the world that every route is asked about."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from accounts.domain import signed_links
from accounts.domain.acting import COMMAND, acting_as
from accounts.models import Invitation, Token, User
from cases.domain.contact_link import PURPOSE
from cases.models import Case, Escalation, Item, Letter, Report
from channels_registry.models import Contact
from sla.enums import PROPOSALS
from sla.models import Agreement
from tests.factories.cases import seen_hash
from tests.factories.desk import Desk

MINUTE = timedelta(minutes=1)


@dataclass
class Side:
    """An agency, the operator it addresses, and what stands between them."""

    word: str
    now: datetime
    desk: Desk
    people: dict[str, User] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    notices: dict[str, UUID] = field(default_factory=dict)
    evidence: dict[str, UUID] = field(default_factory=dict)
    sheets: dict[str, UUID] = field(default_factory=dict)
    invitation: Invitation | None = None
    lead_invitation: Invitation | None = None
    contact: Contact | None = None
    joinings: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    agreement: Agreement | None = None
    commitment: UUID | None = None
    flagger: UUID | None = None
    drill: UUID | None = None
    hold: UUID | None = None
    undelivered: UUID | None = None
    notes: dict[str, UUID] = field(default_factory=dict)
    templates: dict[str, UUID] = field(default_factory=dict)

    def mark(self, what: str) -> str:
        """A word that occurs nowhere but where it was planted."""
        return f"{self.word}{what}mark"

    def case(self, state: str) -> Case:
        with acting_as(COMMAND):
            return Case.objects.get(pk=self.cases[state].pk)

    def ref(self, state: str) -> str:
        return self.cases[state].reference

    def items(self, state: str) -> list[UUID]:
        with acting_as(COMMAND):
            rows = Item.objects.filter(case_id=self.cases[state].pk).order_by("position")
            return list(rows.values_list("public_id", flat=True))

    def letter(self, state: str) -> UUID:
        """The order letter of a case."""
        with acting_as(COMMAND):
            return Letter.objects.filter(case_id=self.cases[state].pk).earliest("pk").public_id

    def report(self, name: str) -> Report:
        return self.reported(self.reports[name])

    def reported(self, report: Report) -> Report:
        """A report as it stands now."""
        with acting_as(COMMAND):
            return Report.objects.get(pk=report.pk)

    def proposal(self) -> UUID:
        with acting_as(COMMAND):
            rows = Escalation.objects.filter(
                case_id=self.cases["proposed"].pk, action__in=PROPOSALS, decision=""
            )
            return rows.earliest("due_at").public_id

    def seen(self, state: str) -> str:
        """The hash of what an approver sees of a case."""
        return seen_hash(self.desk.approver, self.cases[state].reference)

    def token(self, state: str) -> str:
        """The signed link in the mail of the side's contact."""
        assert self.contact is not None
        said = {"contact": str(self.contact.public_id), "case": self.cases[state].reference}
        return signed_links.sign(said, purpose=PURPOSE, now=self.now)
