"""Another agency joins a case: on a basis and reasons of its own, by two of its people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from audit.domain.hashing import salted
from cases.domain.grounds import read_grounds
from cases.domain.in_hand import InHand, claims_on
from cases.domain.joined_locking import joinable_case, locked_joining
from cases.domain.joined_telling import tell_approvers, tell_issuer, tell_signer
from cases.domain.links import token_of
from cases.domain.record import note
from cases.domain.report_checks import finding_of
from cases.domain.report_locking import known_report, must_be_analyst, note_report, signer_of
from cases.domain.wording import required
from cases.enums import OPEN_STATES, CoSignatureState, ReportState
from cases.models import CoSignature, Finding, Report
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown

JOIN, LEAVE = "join", "leave"


@dataclass(frozen=True, slots=True)
class JoiningDraft:
    """What the form of a joining holds. ``category`` and ``legal_basis`` are codes."""

    category: str
    legal_basis: str
    reasons: str
    considerations: str
    file_number: str = ""


def ask_to_join(
    *, actor: Actor, reference: str, token: str, draft: JoiningDraft, now: datetime
) -> CoSignature:
    """Ask to join the case that pursues a link of one's own report already.

    ``token`` names the link (``cases.domain.links.token_of``). Nothing of the other agency's
    case is told by it, and nobody there hears of it before another person confirms. Effects:
    CoSignature, record of the report, the approvers told. Errors: NotKnown, NotAllowed (no
    analyst, not the report's issuing agency), Invalid (no basis, no reasons), Conflict (in hand
    no more, one's own, joined already).
    """
    with acting_as(actor):
        must_be_analyst(actor)
        report = known_report(actor, reference)
        _must_issue(actor, report)
        finding = finding_of(report, token)
        if finding is None or finding.platform is None:
            raise NotKnown("link_unknown", _("There is no such link in this report."))
        category, basis = read_grounds(actor, report.issuing, draft.category, draft.legal_basis, now)
        if category is None:
            raise Invalid("category_missing", _("Choose a category."), field="category")
        if basis is None:
            raise Invalid("basis_missing", _("Choose the legal basis."), field="legal_basis")
        reasons = required(draft.reasons, "reasons_missing", field="reasons")
        considered = required(draft.considerations, "considerations_missing", field="considerations")
        case = joinable_case(actor, finding.platform, finding.key)
        joining = CoSignature.objects.create(
            case=case,
            cosigner_id=report.issuing_id,
            report=report,
            key=finding.key,
            category=category,
            legal_basis=basis,
            reasons=reasons,
            considerations=considered,
            file_number=draft.file_number.strip()[:100],
            signer_id=signer_of(actor),
            asked_at=now,
        )
        note_report(report, actor, JOIN, now, **_said(joining), basis=basis.code, category=category.code)
        tell_approvers(joining, now=now)
        return joining


def confirm_joining(*, actor: Actor, joining: UUID, now: datetime) -> CoSignature:
    """Put the second signature under a joining: from here on it counts.

    The agency's people now see the joined case's items, outcomes, clocks and thread. Effects:
    the issuer is told who joined, the signer that he did; records of the report and of the
    case. Errors: NotKnown, NotAllowed (no approver, or who signed it), Conflict (decided
    already, the case no longer open).
    """
    with acting_as(actor):
        found = locked_joining(actor, joining)
        _must_decide(actor, found)
        if found.case.state not in OPEN_STATES:
            raise Conflict(
                "joined_too_late",
                _("That case has ended meanwhile: there is nothing left to join. Report the link anew."),
            )
        _decide(found, actor, CoSignatureState.CONFIRMED, now)
        note_report(found.report, actor, JOIN, now, **_said(found))
        note(found.case, actor, JOIN, now, agency=found.cosigner_id, basis=found.legal_basis.code)
        tell_issuer(found, now=now)
        tell_signer(found, now=now)
        return found


def return_joining(*, actor: Actor, joining: UUID, reason: str, now: datetime) -> CoSignature:
    """Give a joining back to its author with a reason; he may ask anew. Nobody else hears of it.

    Records it with the report and tells the signer. Errors: as of ``confirm_joining``, and
    Invalid without a reason.
    """
    said = required(reason, "no_reason", field="reason")
    with acting_as(actor):
        found = locked_joining(actor, joining)
        _must_decide(actor, found)
        found.return_reason = said
        _decide(found, actor, CoSignatureState.RETURNED, now)
        note_report(found.report, actor, JOIN, now, **_said(found), reason=salted(said, found.salt))
        tell_signer(found, now=now)
        return found


def leave(*, actor: Actor, joining: UUID, now: datetime) -> CoSignature:
    """Take one's own joining back: asked or confirmed, it counts no more and shows nothing more.

    Records it with the report, and with the case where it counted. Errors: NotKnown, NotAllowed
    (neither analyst nor approver), Conflict (it does not stand any more).
    """
    with acting_as(actor):
        found = locked_joining(actor, joining)
        if not actor.has(Role.ANALYST, Role.APPROVER):
            raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
        counted = found.state == CoSignatureState.CONFIRMED
        if not counted and found.state != CoSignatureState.ASKED:
            raise Conflict("joining_over", _("This joining does not stand any more."))
        found.state, found.ended_at = CoSignatureState.ENDED, now
        found.save(update_fields=["state", "ended_at"])
        note_report(found.report, actor, LEAVE, now, **_said(found))
        if counted:
            note(found.case, actor, LEAVE, now, agency=found.cosigner_id)
        return found


def may_join(actor: Actor, report: Report) -> bool:
    """Whether ``actor`` may ask to join from this report: an analyst of the agency that issues it."""
    if not (actor.has(Role.ANALYST) and actor.organisation_kind == OrganisationKind.ISSUING):
        return False
    return report.issuing_id == actor.organisation_id and report.state != ReportState.REFERRED


def tokens_to_join(actor: Actor, reference: str) -> frozenset[str]:
    """Return how the links of a saved report are named that ``actor`` may ask to join. Inner read."""
    report = known_report(actor, reference)
    if not may_join(actor, report):
        return frozenset()
    links = report.findings.exclude(platform=None).exclude(key="")
    return frozenset(token_of(slug, key) for slug, key in links.values_list("platform__slug", "key"))


@dataclass(frozen=True, slots=True)
class LinkToJoin:
    """A link of a saved report, and who pursues it as its reader may know."""

    report: Report
    finding: Finding
    hand: InHand | None


def link_to_join(actor: Actor, reference: str, token: str) -> LinkToJoin:
    """Return a link that ``actor`` may ask to join. Raises NotKnown, NotAllowed. Inner read."""
    report = known_report(actor, reference)
    finding = finding_of(report, token)
    if finding is None:
        raise NotKnown("link_unknown", _("There is no such link in this report."))
    _must_issue(actor, report)
    target = (finding.platform_id or 0, finding.key)
    return LinkToJoin(report, finding, claims_on({target}, actor).get(target))


def _must_issue(actor: Actor, report: Report) -> None:
    if not may_join(actor, report):
        raise NotAllowed("issuing_only", _("Only the agency that issues the orders of a report can join."))


def _must_decide(actor: Actor, joining: CoSignature) -> None:
    if not actor.has(Role.APPROVER):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    if joining.signer_id == signer_of(actor):
        raise NotAllowed("another_person", _("You asked for this joining: another person must decide on it."))
    if joining.state != CoSignatureState.ASKED:
        raise Conflict("nothing_asked", _("Nothing waits for approval here: it was decided already."))


def _decide(joining: CoSignature, actor: Actor, state: CoSignatureState, now: datetime) -> None:
    joining.state, joining.decided_by_id, joining.decided_at = state, actor.user_id, now
    joining.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])


def _said(joining: CoSignature) -> dict[str, str]:
    return {
        "joining": str(joining.public_id),
        "state": joining.state,
        "reasons": salted(joining.reasons, joining.salt),
        "considerations": salted(joining.considerations, joining.salt),
    }
