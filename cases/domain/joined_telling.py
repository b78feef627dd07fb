"""Who is told of a joining, and what joined agencies are told of the case. Words and ids only."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import Membership
from cases.domain.directory import of_member
from cases.domain.telling import tell_side
from cases.enums import CaseKind, CoSignatureState, Side
from cases.models import Case, CoSignature
from notifications.domain.telling import Telling, tell
from notifications.enums import NoticeKind


def tell_approvers(joining: CoSignature, *, now: datetime) -> None:
    """Tell the joining agency's approvers that a joining waits for one of them."""
    seats = [
        seat
        for seat in _seats(joining, roles__contains=[Role.APPROVER.value])
        if seat.user_id != joining.signer_id
    ]
    _tell(joining, NoticeKind.JOINING_ASKED, seats, joining.report.reference, now)


def tell_signer(joining: CoSignature, *, now: datetime) -> None:
    """Tell whoever asked for the joining what became of it."""
    _tell(joining, NoticeKind.JOINING_DECIDED, _signer(joining), joining.report.reference, now)


def tell_issuer(joining: CoSignature, *, now: datetime) -> None:
    """Tell the case's own agency that another one joined it; its page says which."""
    tell_side(joining.case, NoticeKind.JOINED, Side.AGENCY, now=now)


def tell_joined(case: Case, kind: NoticeKind, *, now: datetime) -> None:
    """Tell the agencies that joined a case of an outcome or an end; nobody of a replay."""
    if case.kind == CaseKind.REPLAY:
        return
    standing = CoSignature.objects.filter(case=case, state=CoSignatureState.CONFIRMED)
    for joining in standing.select_related("report", "category", "case__category").order_by("pk"):
        _tell(joining, kind, _signer(joining), case.reference, now)


def _signer(joining: CoSignature) -> list[Membership]:
    """Return the seat of whoever signed; those of the agency's analysts where he has left."""
    return _seats(joining, user_id=joining.signer_id) or _seats(joining, roles__contains=[Role.ANALYST.value])


def _seats(joining: CoSignature, **conditions: object) -> list[Membership]:
    if joining.case.category.restricted or joining.category.restricted:
        conditions["cleared"] = True
    seats = Membership.objects.filter(
        organisation_id=joining.cosigner_id, user__is_active=True, **conditions
    ).select_related("user")
    return list(seats.order_by("user_id"))


def _tell(
    joining: CoSignature, kind: NoticeKind, seats: list[Membership], reference: str, now: datetime
) -> None:
    tell(
        [
            Telling(
                key=f"joining:{joining.public_id}:{kind}:{now.isoformat()}:{seat.user_id}",
                kind=kind,
                recipient=of_member(seat),
                subject_kind="joining",
                subject_id=str(joining.public_id),
                context={
                    "reference": reference,
                    "platform": joining.case.platform.name,
                    "urgency": joining.case.urgency,
                    "path": f"/joined/{joining.public_id}/",
                },
            )
            for seat in seats
        ],
        now=now,
    )
