"""What became of each link of a report, for those who may know of the report.

The agency that referred it sees state and outcome of its links and nothing of the
issuing agency's house: no reference, no draft, no reasons.
"""

from dataclasses import dataclass

from accounts.domain.acting import Actor
from cases.domain.in_hand import InHand, Target, claims_on
from cases.domain.links import token_of
from cases.enums import UNSENT_STATES, CaseState, Disposition, Outcome, ReportState, VerifiedOutcome
from cases.models import Case, Finding, Item, Report
from channels_registry.enums import ReasonCode


@dataclass(frozen=True, slots=True)
class Followed:
    """One finding and how far it got. ``state`` is empty while no case of it is sent.

    ``reference`` is the case's, only for its own agency. ``in_hand``: who pursues the link
    meanwhile, where no case of this report was sent with it.
    """

    finding: Finding
    reference: str = ""
    is_filed: bool = False
    state: str = ""
    outcome: str = ""
    verified_outcome: str = ""
    in_hand: InHand | None = None

    @property
    def token(self) -> str:
        """How forms name the link."""
        return token_of(self.finding.platform.slug if self.finding.platform else "", self.finding.key)

    @property
    def state_label(self) -> str:
        """The state in the reader's words."""
        return str(CaseState(self.state).label) if self.state else ""

    @property
    def outcome_label(self) -> str:
        """The platform's answer in the reader's words."""
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def verified_label(self) -> str:
        """What the agency saw, in the reader's words."""
        return str(VerifiedOutcome(self.verified_outcome).label) if self.verified_outcome else ""

    @property
    def reason_label(self) -> str:
        """Why the gate refused the link, in the reader's words."""
        return str(ReasonCode(self.finding.reason).label)


def follow(actor: Actor, report: Report) -> list[Followed]:
    """Return every finding of a report that ``actor`` may know of, in order. Inner read."""
    findings = list(report.findings.select_related("platform").order_by("position"))
    case_ids = {finding.case_id for finding in findings if finding.case_id}
    cases = {
        case.pk: case
        for case in Case.objects.filter(pk__in=case_ids).select_related("category")
        if actor.cleared or not case.category.restricted
    }
    items = {(item.case_id, item.key): item for item in Item.objects.filter(case__in=cases)}
    hands = _hands(actor, findings, cases)
    return [_followed(actor, finding, cases, items, hands) for finding in findings]


def _hands(actor: Actor, findings: list[Finding], cases: dict[int, Case]) -> dict[Target, InHand]:
    sent = {pk for pk, case in cases.items() if case.sent_at is not None}
    open_ones = [
        finding
        for finding in findings
        if finding.platform_id
        and finding.key
        and finding.case_id not in sent
        and finding.disposition != Disposition.REFUSED
    ]
    targets = {(finding.platform_id or 0, finding.key) for finding in open_ones}
    return claims_on(targets, actor) if targets else {}


def _followed(
    actor: Actor,
    finding: Finding,
    cases: dict[int, Case],
    items: dict[tuple[int, str], Item],
    hands: dict[Target, InHand],
) -> Followed:
    case = cases.get(finding.case_id or 0)
    hand = hands.get((finding.platform_id or 0, finding.key))
    if case is None:
        return Followed(finding, is_filed=finding.case_id is not None, in_hand=hand)
    own = case.agency_id == actor.organisation_id or actor.is_system
    item = items.get((case.pk, finding.key))
    sent = case.state not in UNSENT_STATES and case.sent_at is not None
    return Followed(
        finding,
        reference=case.reference if own else "",
        is_filed=True,
        state=case.state if sent or own else "",
        outcome=item.outcome if item else "",
        verified_outcome=item.verified_outcome if item else "",
        in_hand=hand if case.sent_at is None else None,
    )


def shows_words(actor: Actor, report: Report) -> bool:
    """Whether ``actor``, who may know of the report, may read what was written in it.

    Once another agency has taken it over, its words are that agency's own.
    """
    if report.issuing_id in (actor.organisation_id, report.agency_id):
        return True
    return report.state in (ReportState.DRAFT, ReportState.REFERRED, ReportState.RETURNED)
