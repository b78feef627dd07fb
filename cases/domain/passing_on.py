"""A withdrawn case goes on with an agency that had joined it. Inner parts of withdrawing.

The agency gets a case of its own (docs/decisions/0010): what stands between the two authorities
and the platform is copied, what is the first agency's alone is not.
"""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain.acting import ENGINE
from accounts.models import Membership
from audit.domain.chain import record
from cases.domain import clocks
from cases.domain.content import content_hash, content_of
from cases.domain.holding import begin
from cases.domain.joined_telling import tell_joined
from cases.domain.letters.writing import write_order
from cases.domain.passing_rows import copy_clocks, copy_items, copy_open_responses, copy_receipts
from cases.domain.record import entry_of
from cases.domain.report_locking import entry_about
from cases.domain.telling import tell_side
from cases.enums import STANDING_JOININGS, ApprovalDecision, CoSignatureState, Disposition, Side
from cases.models import Approval, Case, Claim, CoSignature, Filing, Finding, Item, Message
from kernel.references import new_reference
from notifications.enums import NoticeKind
from sla.enums import ClockKind

PASS_ON = "pass_on"
# What the platform did and was given stays as it is; so does the policy that the clocks run under.
_KEPT = (
    "kind",
    "organisation_id",
    "platform_id",
    "state",
    "level",
    "urgency",
    "preservation_until",
    "non_disclosure_until",
    "policy_version_id",
    "why_policy",
    "agreement_id",
    "lane",
    "flagger_id",
    "sent_at",
    "received_at",
    "acknowledged_at",
    "answered_at",
    "closed_at",
    "operator_assignee_id",
)


def first_cosigner(case: Case) -> CoSignature | None:
    """Return the joining that stands longest, None where no other agency has joined."""
    rows = CoSignature.objects.filter(
        case=case, state=CoSignatureState.CONFIRMED, cosigner__active=True
    ).select_related("cosigner", "report", "legal_basis", "category", "signer", "decided_by")
    return rows.order_by("decided_at", "pk").first()


def pass_on(case: Case, joining: CoSignature, *, now: datetime) -> Case:
    """Open the joined agency's own case where a locked case stands, and hand over its claims.

    Called before anything of ``case`` ends. Effects: case, filing and approval of the two
    people who had signed the joining, items with their outcomes, receipts, open questions,
    clocks with their stops and steps (every deadline stays), order letter of the new authority,
    a message in the thread, record, both sides told; others who had joined now join this one.
    """
    new = _new_case(case, joining, now)
    items = copy_items(case, new, joining.legal_basis)
    copy_receipts(case, new)
    copy_open_responses(case, new)
    copied = copy_clocks(case, new)
    clocks.sync_due(new)
    content = content_hash(content_of(new, items))
    _sign(new, joining, content)
    begin(new, Side.AGENCY, joining.signer_id, now)
    begin(new, Side.OPERATOR, case.operator_assignee_id, now)
    _hand_over(case, new, joining, now)
    letter = write_order(new, copied[ClockKind.ACKNOWLEDGE], at=now)
    _say(case, new, joining, now)
    said = {
        "state": new.state,
        "continues": case.reference,
        "items": len(items),
        "content": content,
        "letter": letter,
    }
    became = {"joining": str(joining.public_id), "state": joining.state, "cases": [new.reference]}
    record([entry_of(new, PASS_ON, said), entry_about(joining.report, PASS_ON, **became)], by=ENGINE, at=now)
    _tell(new, now)
    return new


def _new_case(case: Case, joining: CoSignature, now: datetime) -> Case:
    official = joining.decided_by
    seat = Membership.objects.filter(user=official).first()
    return Case.objects.create(
        reference=new_reference(),
        agency=joining.cosigner,
        continues=case,
        category=joining.category,
        file_number=joining.file_number,
        reasons=joining.reasons,
        considerations=joining.considerations,
        issuing_official=official.name if official else "",
        issuing_post=seat.post if seat else "",
        created_at=now,
        updated_at=now,
        agency_assignee_id=joining.signer_id,
        **{name: getattr(case, name) for name in _KEPT},
    )


def _sign(new: Case, joining: CoSignature, content: str) -> None:
    """Put the two signatures of the joining under the case: both had seen these reasons."""
    Filing.objects.create(
        case=new, agency_id=new.agency_id, report=joining.report, filer_id=joining.signer_id
    )
    Approval.objects.create(
        case=new,
        agency_id=new.agency_id,
        filer_id=joining.signer_id,
        content_hash=content,
        asked_at=joining.asked_at,
        decision=ApprovalDecision.APPROVED,
        decided_by_id=joining.decided_by_id,
        decided_at=joining.decided_at,
    )


def _hand_over(case: Case, new: Case, joining: CoSignature, now: datetime) -> None:
    # One statement: at no instant is a target free for a third.
    Claim.objects.filter(case=case, released_at=None).update(case=new, agency_id=new.agency_id)
    keys = Item.objects.filter(case=new).values("key")
    Finding.objects.filter(
        report=joining.report, platform_id=new.platform_id, key__in=keys, case=None
    ).update(case=new, disposition=Disposition.READY)
    joining.state, joining.became, joining.ended_at = CoSignatureState.PASSED_ON, new, now
    joining.save(update_fields=["state", "became", "ended_at"])
    CoSignature.objects.filter(case=case, state__in=STANDING_JOININGS).update(case=new)


def _say(case: Case, new: Case, joining: CoSignature, now: datetime) -> None:
    with translation.override(new.organisation.language):
        text = _(
            "This continues %(reference)s, which its authority withdrew. The issuing authority is now "
            "%(agency)s, on %(basis)s. What you answered stands, and every time limit goes on as it was."
        ) % {
            "reference": case.reference,
            "agency": new.agency.name,
            "basis": joining.legal_basis.citation,
        }
    Message.objects.create(
        case=new,
        organisation_id=new.organisation_id,
        side=Side.AGENCY,
        author_label=new.agency.name[:200],
        text=text,
        at=now,
    )


def _tell(new: Case, now: datetime) -> None:
    due = clocks.open_clock(new, ClockKind.ACKNOWLEDGE) or clocks.open_clock(new, ClockKind.EFFECT)
    context: dict[str, Any] = {"due_at": due.due_at.isoformat(), "clock": due.kind} if due else {}
    tell_side(new, NoticeKind.PASSED_ON, Side.OPERATOR, now=now, **context)
    tell_side(new, NoticeKind.PASSED_ON, Side.AGENCY, now=now, **context)
    tell_joined(new, NoticeKind.PASSED_ON, now=now)
